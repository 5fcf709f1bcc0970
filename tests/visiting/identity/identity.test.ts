import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VisitorId } from '../../../shared/model/ids.ts'
import {
  FAILURES_BEFORE_LOCK,
  type Identity,
  LOCK_MINUTES,
  makeIdentity,
  SESSION_HOURS,
} from '../../../visiting/identity/identity.ts'
import { hashPassword } from '../../../visiting/identity/passwords.ts'
import { accountsStore } from '../../../visiting/storage/accounts-store.ts'
import { Records } from '../../../visiting/storage/records.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let now = new Date('2026-11-23T00:00:00Z')
let identity: Identity
let records: Records

beforeAll(async () => {
  records = await Records.open(join(folder, 'records.sqlite'), { sign: () => '', verify: () => true })
  const accounts = accountsStore(records)
  for (const login of ['sato', 'tanaka'])
    await accounts.add(
      {
        id: `usr_${login}` as VisitorId,
        login,
        nameJa: '佐藤',
        nameEn: 'Sato',
        institutionJa: '東都大学',
        institutionEn: 'Toto',
        roles: ['researcher'],
      },
      await hashPassword('correct horse'),
      { event: 'account-added', by: null, subject: null, detail: {} },
    )
  identity = makeIdentity({ accounts, now: () => now })
})

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (problem: { code: string }) => problem.code,
  )

describe('who is knocking', () => {
  test('the right password opens a session, and its token finds the visitor again', async () => {
    const { token, visitor } = await identity.signIn('sato', 'correct horse')
    expect(visitor.login).toBe('sato')
    expect((await identity.visitorOf(token)).visitor.id).toBe(visitor.id)
  })

  test('the token is not in the records, only its hash', async () => {
    const { token } = await identity.signIn('sato', 'correct horse')
    const stored = JSON.stringify(await records.read.selectFrom('session').selectAll().execute())
    expect(stored).not.toContain(token)
  })

  test('a wrong password and an unknown name get the same answer', async () => {
    expect(await refusal(identity.signIn('sato', 'wrong'))).toBe('wrong-credentials')
    expect(await refusal(identity.signIn('nobody', 'wrong'))).toBe('wrong-credentials')
  })

  test.each(['tanaka', 'ghost'])(
    '%s is locked after repeated failures, also for the right password, and opens again later',
    async (login) => {
      for (let failure = 1; failure < FAILURES_BEFORE_LOCK; failure += 1)
        expect(await refusal(identity.signIn(login, 'wrong'))).toBe('wrong-credentials')
      expect(await refusal(identity.signIn(login, 'wrong'))).toBe('account-locked')
      expect(await refusal(identity.signIn(login, 'correct horse'))).toBe('account-locked')
      now = new Date(now.getTime() + LOCK_MINUTES * 60_000 + 1)
      expect(await refusal(identity.signIn(login, 'correct horse'))).toBe(
        login === 'tanaka' ? null : 'wrong-credentials',
      )
    },
  )

  test('a session ends by time, and by signing out', async () => {
    const { token } = await identity.signIn('sato', 'correct horse')
    await identity.signOut(token)
    expect(await refusal(identity.visitorOf(token))).toBe('not-signed-in')
    const { token: second } = await identity.signIn('sato', 'correct horse')
    now = new Date(now.getTime() + SESSION_HOURS * 3_600_000 + 1)
    expect(await refusal(identity.visitorOf(second))).toBe('session-expired')
  })

  test('an invented token is nobody’s', async () => {
    expect(await refusal(identity.visitorOf('invented-token-invented-token'))).toBe('not-signed-in')
  })
})
