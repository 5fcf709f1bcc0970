/**
 * The invented people of the demonstration, its committee and its half-written application, as far as they are missing:
 * all of them in a new folder, the later ones in a folder an older version made.
 */
import type { ApplicationId } from '../../shared/model/ids.ts'
import { DEMO_ACCOUNTS } from '../demonstration.ts'
import { DEMO_COMMITTEE, DEMO_DRAFT } from '../demonstration-committee.ts'
import { hashPassword } from '../identity/passwords.ts'
import { newId } from '../journeys/new-id.ts'
import { confirmPart, startApplication } from '../permits/application-acts.ts'
import { accountsStore } from '../storage/accounts-store.ts'
import { applicationsStore } from '../storage/applications-store.ts'
import { committeeStore } from '../storage/committee-store.ts'
import type { Records } from '../storage/records.ts'

/** Changes nobody who is there already. */
export async function completeDemonstration(records: Records): Promise<void> {
  const accounts = accountsStore(records)
  const there = await Promise.all(DEMO_ACCOUNTS.map(({ id }) => accounts.byId(id)))
  const missing = DEMO_ACCOUNTS.filter((_, at) => there[at] === null)
  // At once: a hash is slow on purpose.
  const hashes = await Promise.all(missing.map(({ password }) => hashPassword(password)))
  for (const [at, { password: _, ...visitor }] of missing.entries()) {
    await accounts.add(
      { visitor, passwordHash: hashes[at]!, mustChangePassword: false },
      {
        event: 'account-added',
        by: null,
        subject: visitor.id,
        detail: { login: visitor.login, roles: visitor.roles },
      },
    )
  }
  const committee = committeeStore(records)
  const sitting = (await committee.list()).map(({ id }) => id)
  for (const member of DEMO_COMMITTEE.filter(({ id }) => !sitting.includes(id)))
    await committee.add(member, {
      event: 'committee-member-added',
      by: null,
      subject: member.id,
      detail: { fields: member.fields, outside: member.outside },
    })
  // The draft comes with the committee, once: who withdrew it finds no new one at the next start.
  if (sitting.length === 0) await addDraft(records)
}

async function addDraft(records: Records): Promise<void> {
  const person = (login: string) => DEMO_ACCOUNTS.find((one) => one.login === login)!
  const { password: _password, ...visitor } = person(DEMO_DRAFT.by)
  const { password: _other, ...second } = person(DEMO_DRAFT.confirmedBy)
  const at = new Date().toISOString()
  const id = newId<ApplicationId>('apl')
  const draft = startApplication({ id, visitor, form: DEMO_DRAFT.form, amends: null, at })
  const { next } = confirmPart(draft, { visitor: second, part: 'researcher', at })
  await applicationsStore(records).add(next, {
    event: 'application-started',
    by: visitor.id,
    subject: id,
    detail: { amends: null, tables: next.form.tables.length },
  })
}
