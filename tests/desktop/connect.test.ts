/** Connecting, seen by a person: who an environment is, and clear words when it is not who or what it should be. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemOf } from '../../shared/model/problem.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { type Listener, listen, TOKEN } from '../fixtures/a-listener.ts'
import { someKeys } from '../fixtures/a-release.ts'
import { shownFingerprint } from '../fixtures/main-job.ts'
import { isLeftOut } from './runtime.ts'
import { startWorkbench, type WorkbenchApp } from './workbench-app.ts'

describe.skipIf(isLeftOut('desktop'))('connecting', () => {
  let workbench: WorkbenchApp
  let listener: Listener
  beforeAll(async () => {
    workbench = await startWorkbench({ language: 'en' })
  })
  afterAll(() => workbench?.close())
  beforeEach(async () => {
    listener = await listen()
    await workbench.page.reload()
  })
  afterEach(() => listener.close())

  const seen = (testId: string) => workbench.page.getByTestId(testId)
  async function probe(address: string) {
    await seen('connect-address').fill(address)
    await seen('connect-probe').click()
  }

  test('shows the name and the fingerprint computed from the key, and remembers them when entered', async () => {
    await probe(listener.origin)
    await seen('connect-found').waitFor()
    await expect.poll(() => seen('connect-name').textContent()).toBe('Test environment')
    await expect.poll(() => shownFingerprint(workbench.page)).toBe(listener.keys.fingerprint)
    await seen('connect-enter').click()
    await seen('sign-in').waitFor()
    await workbench.page.reload()
    await seen('connect-known').waitFor()
    await expect.poll(() => seen('connect-known').textContent()).toContain(listener.origin)
    // Known as it is, it is entered by Enter.
    await seen('connect-known').getByRole('button').first().click()
    await seen('connect-enter').and(workbench.page.locator(':focus')).waitFor()
    await workbench.page.keyboard.press('Enter')
    await seen('sign-in').waitFor()
    await workbench.page.reload()
  })

  test('warns of an environment that is not the one it was, and does not let it be entered', async () => {
    await probe(listener.origin)
    await seen('connect-enter').click()
    await seen('sign-in').waitFor()
    await workbench.page.reload()
    listener.hold(someKeys())
    await probe(listener.origin)
    await seen('connect-changed').waitFor()
    await expect.poll(() => seen('connect-enter').count()).toBe(0)
  })

  test.each([
    ['0.1', 'older'],
    ['999.0', 'newer'],
  ])('says that an environment of protocol %s is %s than the application', async (protocol, word) => {
    listener.claim({ protocol })
    await probe(listener.origin)
    const notice = seen('connect-protocol')
    await notice.waitFor()
    await expect.poll(() => notice.textContent()).toContain(word)
    await expect.poll(() => seen('connect-enter').count()).toBe(0)
  })

  test('says that nothing can be reached at an address', async () => {
    await listener.close()
    await probe(listener.origin)
    await seen('connect-problem').waitFor()
    await expect.poll(() => seen('connect-problem').textContent()).toContain('cannot be reached')
  })

  test('refuses an address that is not encrypted', async () => {
    await probe('http://visiting.example.jp')
    await seen('connect-problem').waitFor()
    await expect.poll(() => seen('connect-problem').textContent()).toContain('This address is not encrypted.')
  })

  test('says in words when the password is wrong', async () => {
    listener.on['POST /api/sessions'] = {
      status: 401,
      type: 'application/problem+json',
      body: problemOf(new Refusal('wrong-credentials'), 'r1'),
    }
    await probe(listener.origin)
    await seen('connect-enter').click()
    await seen('sign-in-login').fill('sato')
    await seen('sign-in-password').fill('wrong')
    await seen('sign-in-submit').click()
    await seen('sign-in-problem').waitFor()
    await expect
      .poll(() => seen('sign-in-problem').textContent())
      .toContain('The user name or the password is wrong.')
  })

  test('says that the sign-in has expired, and asks for it anew', async () => {
    const expired = { status: 401, type: 'application/problem+json' }
    listener.on['GET /api/permits'] = { ...expired, body: problemOf(new Refusal('session-expired'), 'r1') }
    await probe(listener.origin)
    await seen('connect-enter').click()
    await seen('sign-in-login').fill('sato')
    await seen('sign-in-password').fill('right')
    await seen('sign-in-submit').click()
    await seen('sign-in-expired').waitFor()
    expect(listener.heard.filter(({ url }) => url === '/api/permits')[0]?.headers.authorization).toBe(
      `Bearer ${TOKEN}`,
    )
  })
})
