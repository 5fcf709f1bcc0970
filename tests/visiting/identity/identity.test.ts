import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VisitorId } from '../../../shared/model/ids.ts'
import {
  FAILURES_BEFORE_LOCK,
  FIRST_PASSWORD_DAYS,
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
let accounts: ReturnType<typeof accountsStore>

beforeAll(async () => {
  records = await Records.open(join(folder, 'records.sqlite'), {
    key: '',
    sign: () => '',
    verify: () => true,
  })
  accounts = accountsStore(records)
  for (const login of ['sato', 'tanaka', 'itoh', 'kimura'])
    await accounts.add(
      {
        visitor: {
          id: `usr_${login}` as VisitorId,
          login,
          nameJa: '佐藤',
          nameEn: 'Sato',
          institutionJa: '東都大学',
          institutionEn: 'Toto',
          roles: ['researcher'],
        },
        passwordHash: await hashPassword('correct horse'),
        mustChangePassword: false,
      },
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

const audited = (event: string) => ({ event, by: null, subject: null, detail: {} })
const idOf = (login: string) => `usr_${login}`
const eventsNow = async () => (await records.auditPage({ limit: 100 })).entries.map(({ event }) => event)

describe('what an operator does to an account', () => {
  test('a disabled one loses its open sessions with that very write, and only who knows the password learns why', async () => {
    const { token } = await identity.signIn('itoh', 'correct horse')
    await accounts.disable({ id: idOf('itoh'), at: now }, audited('account-disabled'))
    expect(await refusal(identity.visitorOf(token))).toBe('not-signed-in')
    expect(await refusal(identity.signIn('itoh', 'correct horse'))).toBe('account-disabled')
    expect(await refusal(identity.signIn('itoh', 'wrong'))).toBe('wrong-credentials')
    await accounts.enable(idOf('itoh'), audited('account-enabled'))
    expect(await refusal(identity.visitorOf(token))).toBe('not-signed-in')
    expect(await refusal(identity.signIn('itoh', 'correct horse'))).toBe(null)
  })

  test('a sign-in that was being checked while the account was disabled or reset opens nothing', async () => {
    const read = (await accounts.byLogin('itoh'))!
    const session = {
      tokenHash: 'of-a-late-sign-in',
      visitorId: idOf('itoh'),
      passwordHash: read.passwordHash,
      expiresAt: new Date(now.getTime() + 60_000),
    }
    await accounts.disable({ id: idOf('itoh'), at: now }, audited('account-disabled'))
    expect(await accounts.openSession(session)).toBe(false)
    await accounts.enable(idOf('itoh'), audited('account-enabled'))
    await accounts.resetPassword(
      { id: idOf('itoh'), passwordHash: await hashPassword('a second password'), at: now },
      audited('account-password-reset'),
    )
    expect(await accounts.openSession(session)).toBe(false)
    expect(await accounts.session('of-a-late-sign-in')).toBe(null)
  })

  test('a new first password ends the sessions, lifts a lock, and is to be changed', async () => {
    const { token } = await identity.signIn('itoh', 'a second password')
    for (let failure = 0; failure < FAILURES_BEFORE_LOCK; failure += 1)
      await refusal(identity.signIn('itoh', 'wrong'))
    expect(await refusal(identity.signIn('itoh', 'a second password'))).toBe('account-locked')
    await accounts.resetPassword(
      { id: idOf('itoh'), passwordHash: await hashPassword('first-of-her-0001'), at: now },
      audited('account-password-reset'),
    )
    expect(await refusal(identity.visitorOf(token))).toBe('not-signed-in')
    const opened = await identity.signIn('itoh', 'first-of-her-0001')
    expect(opened.mustChangePassword).toBe(true)
    expect((await identity.visitorOf(opened.token)).mustChangePassword).toBe(true)
  })

  test('a first password that lay about too long opens nothing, and only who knows it learns why', async () => {
    const reset = (at: Date) =>
      hashPassword('in a letter since').then((passwordHash) =>
        accounts.resetPassword({ id: idOf('itoh'), passwordHash, at }, audited('account-password-reset')),
      )
    const days = (count: number) => new Date(now.getTime() - count * 86_400_000)
    await reset(days(FIRST_PASSWORD_DAYS + 0.1))
    expect(await refusal(identity.signIn('itoh', 'in a letter since'))).toBe('first-password-expired')
    expect(await refusal(identity.signIn('itoh', 'wrong'))).toBe('wrong-credentials')
    await reset(days(FIRST_PASSWORD_DAYS - 0.1))
    const { token, visitor } = await identity.signIn('itoh', 'in a letter since')
    const change = { visitor, token, current: 'in a letter since', next: 'chosen by herself 1' }
    await identity.changePassword(change)
    now = new Date(now.getTime() + 2 * FIRST_PASSWORD_DAYS * 86_400_000)
    expect(await refusal(identity.signIn('itoh', 'chosen by herself 1'))).toBe(null)
  })

  test('roles and details hold for a session that is open', async () => {
    const { token } = await identity.signIn('sato', 'correct horse')
    await accounts.setRoles({ id: idOf('sato'), roles: ['reviewer'] }, audited('account-roles-set'))
    expect((await identity.visitorOf(token)).visitor.roles).toEqual(['reviewer'])
    await accounts.setDetails(
      {
        id: idOf('sato'),
        details: {
          nameJa: '佐藤 花',
          nameEn: 'Hana Sato',
          institutionJa: '西海大学',
          institutionEn: 'Saikai',
        },
      },
      audited('account-details-set'),
    )
    expect((await identity.visitorOf(token)).visitor.institutionJa).toBe('西海大学')
  })

  test('an audit entry that cannot be written leaves the account as it was', async () => {
    const broken = { event: 'x', by: null, subject: null, detail: { of: 1n } } as never
    await expect(accounts.disable({ id: idOf('kimura'), at: now }, broken)).rejects.toThrow()
    expect((await accounts.byLogin('kimura'))?.disabledAt).toBe(null)
  })
})

describe('changing one’s password', () => {
  const change = async (token: string, current: string, next: string) => {
    const { visitor } = await identity.visitorOf(token)
    return refusal(identity.changePassword({ visitor, token, current, next }))
  }

  test('keeps this session, ends the others, and takes the mark of a first password away', async () => {
    await accounts.resetPassword(
      { id: idOf('kimura'), passwordHash: await hashPassword('given by the operator'), at: now },
      audited('account-password-reset'),
    )
    const { token: here } = await identity.signIn('kimura', 'given by the operator')
    const { token: elsewhere } = await identity.signIn('kimura', 'given by the operator')
    expect(await change(here, 'given by the operator', 'たのしい研究のための言葉')).toBe(null)
    expect((await identity.visitorOf(here)).mustChangePassword).toBe(false)
    expect(await refusal(identity.visitorOf(elsewhere))).toBe('not-signed-in')
    expect(await refusal(identity.signIn('kimura', 'given by the operator'))).toBe('wrong-credentials')
    expect(await refusal(identity.signIn('kimura', 'たのしい研究のための言葉'))).toBe(null)
    expect(await eventsNow()).toContain('password-changed')
  })

  test('a stolen session cannot try passwords for ever: the account locks', async () => {
    const { token } = await identity.signIn('kimura', 'たのしい研究のための言葉')
    for (let failure = 1; failure < FAILURES_BEFORE_LOCK; failure += 1)
      expect(await change(token, `guess ${failure}`, 'another long password')).toBe('current-password-wrong')
    expect(await change(token, 'guess 5', 'another long password')).toBe('account-locked')
    expect(await change(token, 'たのしい研究のための言葉', 'another long password')).toBe('account-locked')
    now = new Date(now.getTime() + LOCK_MINUTES * 60_000 + 1)
  })

  test('a reset by the operator in between is not undone', async () => {
    const read = (await accounts.byLogin('kimura'))!
    await accounts.resetPassword(
      { id: idOf('kimura'), passwordHash: await hashPassword('given once more by them'), at: now },
      audited('account-password-reset'),
    )
    const late = { id: idOf('kimura'), before: read.passwordHash, passwordHash: 'x', keepSession: 'x' }
    expect(await accounts.changePassword(late, audited('too-late'))).toBe(false)
    expect(await eventsNow()).not.toContain('too-late')
    expect(await refusal(identity.signIn('kimura', 'given once more by them'))).toBe(null)
  })
})
