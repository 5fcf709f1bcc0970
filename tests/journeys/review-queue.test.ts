/** The queue of many outputs: narrowed, counted and paged by the environment, with whose turn it is beside it. */
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RouteCall } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { aDemoResult } from '../fixtures/a-cleared-output.ts'
import { aService, codeOf, PERMIT, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const WAITING = 620
const RETURNED = 30
const DAY_MS = 86_400_000
let service: Service
let first: OutputId

/** Copies of one output, each submitted a minute after the one before, written as an operator’s command would. */
function copyOutput(data: string, from: string): void {
  const records = new Database(join(data, 'records.sqlite'))
  const began = Date.now() - 8 * DAY_MS
  const output = records.prepare(
    `INSERT INTO output (id, permit_id, by, title, state, round, submitted_at, due_at, release_id)
     SELECT ?, permit_id, ?, ?, ?, round, ?, ?, NULL FROM output WHERE id = ?`,
  )
  const round = records.prepare(
    'INSERT INTO output_round (output_id, round, file, digest, document) SELECT ?, round, file, digest, document FROM output_round WHERE output_id = ?',
  )
  records.transaction(() => {
    for (let n = 0; n < WAITING + RETURNED; n += 1) {
      const id = `out_copy${String(n).padStart(4, '0')}`
      const at = new Date(began + n * 60_000)
      output.run(
        id,
        n % 2 === 0 ? 'usr_demosato' : 'usr_demotanaka',
        `集計 Ｎｏ.${n}`,
        n < WAITING ? 'in-review' : 'returned',
        at.toISOString(),
        new Date(at.getTime() + 7 * DAY_MS).toISOString(),
        from,
      )
      round.run(id, from)
    }
  })()
  records.close()
}

beforeAll(async () => {
  service = await aService(folder)
  const resultId = await aDemoResult(service)
  first = (await (await service.as('sato')).call('outputs.submit', aSubmission(resultId))).id
  copyOutput(service.data, first)
})
afterAll(() => service.stop())

const queue = async (asked: RouteCall<'reviews.queue'>, login = 'suzuki') =>
  (await service.as(login)).call('reviews.queue', asked)

test('every output is on one page, in the order of their turn, whatever the number', async () => {
  const ids: string[] = []
  for (let offset = 0; ; offset += 200) {
    const { items, total, counts } = await queue({ offset, limit: 200 })
    expect([total, counts]).toEqual([WAITING + RETURNED + 1, { waiting: WAITING + 1, decided: RETURNED }])
    ids.push(...items.map(({ output }) => output.id))
    if (items.length < 200) break
  }
  const copies = (from: number, until: number) =>
    Array.from({ length: until - from }, (_none, n) => `out_copy${String(from + n).padStart(4, '0')}`)
  expect(ids).toEqual([...copies(0, WAITING), first, ...copies(WAITING, WAITING + RETURNED).reverse()])
})

test.each<[string, RouteCall<'reviews.queue'>, number, { waiting: number; decided: number }]>([
  ['the title, in letters of any width and case', { search: '集計no.61' }, 11, { waiting: 11, decided: 0 }],
  ['a number', { search: 'OUT_COPY0007' }, 1, { waiting: 1, decided: 0 }],
  ['the researcher', { search: '田中' }, 325, { waiting: 310, decided: 15 }],
  [
    'the permit',
    { permitId: PERMIT, which: 'waiting' },
    WAITING + 1,
    { waiting: WAITING + 1, decided: RETURNED },
  ],
  ['another permit', { permitId: 'prm_other' as never }, 0, { waiting: 0, decided: 0 }],
  ['the state', { state: 'returned' }, RETURNED, { waiting: WAITING + 1, decided: RETURNED }],
  ['age', { which: 'waiting', waitingDays: 7 }, WAITING, { waiting: WAITING, decided: RETURNED }],
  ['a greater age', { waitingDays: 9 }, 0, { waiting: 0, decided: 0 }],
  [
    'all of them',
    { which: 'decided', search: '田中', state: 'returned', waitingDays: 1 },
    15,
    { waiting: 310, decided: 15 },
  ],
])('narrows by %s', async (_by, asked, total, counts) => {
  const answer = await queue({ ...asked, limit: 1 })
  expect([answer.total, answer.counts, answer.items.length]).toEqual([total, counts, Math.min(1, total)])
})

test('a permit is found by its name, and a page past the end is empty', async () => {
  const title = (await queue({ limit: 1 })).items[0]!.output.permitTitleEn
  expect((await queue({ search: title, limit: 1 })).total).toBe(WAITING + RETURNED + 1)
  expect((await queue({ offset: 10_000 })).items).toEqual([])
  expect(await codeOf(queue({ limit: 100_000 }))).toBe('input-invalid')
})

test('turns tell of all that waits who may judge it, as the queue does', async () => {
  const suzuki = await service.as('suzuki')
  const voted = 'out_copy0003' as OutputId
  await castVote(suzuki, { outputId: voted, round: 1, decision: 'return', comment: '期間を書いてください。' })
  const { turns } = await suzuki.call('reviews.turns', {})
  expect(turns.length).toBe(WAITING + 1)
  const page = (await queue({ which: 'waiting', limit: 200 })).items
  expect(turns.slice(0, 200)).toEqual(
    page.map(({ output, whyNot }) => ({ outputId: output.id, dueAt: output.dueAt, whyNot })),
  )
  expect(turns.filter(({ whyNot }) => whyNot !== null)).toMatchObject([
    { outputId: voted, whyNot: 'already-voted' },
  ])
  const mori = (await (await service.as('mori')).call('reviews.turns', {})).turns
  expect(new Set(mori.map(({ whyNot }) => whyNot))).toEqual(new Set(['same-institution']))
})

test('whose desk is closed learns by searching nothing of what was found or said', async () => {
  const { items } = await queue({ search: 'out_copy0003' }, 'mori')
  expect(items).toMatchObject([
    { whyNot: 'same-institution', risk: 0, riskParts: [], output: { comments: [] } },
  ])
  // Words of a vote are no part of what is searched.
  expect((await queue({ search: '期間を書いて' }, 'mori')).total).toBe(0)
})
