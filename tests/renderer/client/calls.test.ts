/** What is asked goes out and comes back, or is said not to: nothing waits for a network that may never be announced. */
import { MutationObserver, onlineManager, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { makeBrowserBridge } from '../../../renderer/client/browser-bridge.ts'
import { ProblemError } from '../../../renderer/client/problem-words.ts'

vi.stubGlobal('navigator', { language: 'ja' })
vi.stubGlobal('window', { location: { origin: 'http://localhost' } })
const { makeQueryClient } = await import('../../../renderer/client/calls.ts')
const bridge = makeBrowserBridge('http://localhost')
afterEach(() => {
  onlineManager.setOnline(true)
})

/** Answers what each attempt to fetch gets, in turn. */
function answering(...answers: (() => Response)[]): { asked(): number } {
  let asked = 0
  vi.stubGlobal('fetch', async () => answers[asked++]!())
  return { asked: () => asked }
}
const brokenOff = () =>
  new Response(new ReadableStream({ pull: (body) => body.error(new TypeError('network error')) }))
const whole = () => new Response('{"running":false}')

test('a machine that says it has no network still asks and changes', async () => {
  onlineManager.setOnline(false)
  const client = makeQueryClient()
  client.mount()
  const question = new QueryObserver(client, { queryKey: ['checks'], queryFn: async () => 'checked' })
  const stop = question.subscribe(() => {})
  await expect.poll(() => question.getCurrentResult().data).toBe('checked')
  const act = new MutationObserver(client, { mutationFn: async () => 'submitted' })
  void act.mutate()
  await expect.poll(() => act.getCurrentResult().data).toBe('submitted')
  stop()
  client.unmount()
})

test('silence is asked once more and then told, with no network either', async () => {
  onlineManager.setOnline(false)
  const client = makeQueryClient()
  let asked = 0
  const question = new QueryObserver(client, {
    queryKey: ['checks'],
    retryDelay: 1,
    queryFn: async () => {
      asked += 1
      const answer = await bridge.call('outputs.preview', { items: [] } as never)
      if (!answer.ok) throw new ProblemError(answer.problem)
    },
  })
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  const stop = question.subscribe(() => {})
  await expect.poll(() => question.getCurrentResult().status).toBe('error')
  expect(asked).toBe(2)
  stop()
})

test('an answer that breaks off is asked for again where that changes nothing', async () => {
  const { asked } = answering(brokenOff, whole)
  await expect(bridge.call('outputs.preview-progress', { ticket: 'a' } as never)).resolves.toMatchObject({
    ok: true,
    value: { running: false },
  })
  expect(asked()).toBe(2)
})

test('of a change whose answer breaks off, it is said that none arrived', async () => {
  const { asked } = answering(brokenOff)
  await expect(bridge.call('outputs.submit', {} as never)).resolves.toMatchObject({
    ok: false,
    problem: { code: 'unreachable' },
  })
  expect(asked()).toBe(1)
})
