import type { ApplicationRecord, ApplicationsPort } from '../permits/applications-port.ts'
import type { Records, RecordsTransaction } from './records.ts'
import type { RecordsSchema } from './schema.ts'

const recordOf = (row: RecordsSchema['application']): ApplicationRecord => {
  // Those written before conflicts were kept have none.
  type Written = Omit<ApplicationRecord, 'conflicts'> & Partial<Pick<ApplicationRecord, 'conflicts'>>
  const document = { conflicts: [], ...(JSON.parse(row.document) as Written) }
  return { ...document, state: row.state as ApplicationRecord['state'], revision: row.revision }
}

const rowOf = (application: ApplicationRecord): Omit<RecordsSchema['application'], 'id' | 'created_at'> => ({
  state: application.state,
  revision: application.revision,
  amends: application.amends,
  permit_id: application.permitId,
  submitted_at: application.submittedAt,
  changed_at: application.changedAt,
  document: JSON.stringify(application),
})

/** Who is shown it on their own side: the applicant, and everybody named on the form. */
async function writeReaders(trx: RecordsTransaction, application: ApplicationRecord): Promise<void> {
  await trx.deleteFrom('application_reader').where('application_id', '=', application.id).execute()
  const logins = [application.applicant.login, ...application.form.people.map(({ login }) => login.trim())]
  const rows = [...new Set(logins)].map((login) => ({ application_id: application.id, login }))
  await trx.insertInto('application_reader').values(rows).execute()
}

/** The port over the records file; a change is judged and written in one transaction with its audit entry. */
export function applicationsStore(records: Records): ApplicationsPort {
  const all = () => records.read.selectFrom('application').selectAll('application')
  return {
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? recordOf(row) : null
    },
    async listOf(login) {
      const rows = await all()
        .innerJoin('application_reader', 'application_reader.application_id', 'application.id')
        .where('application_reader.login', '=', login)
        .orderBy('changed_at', 'desc')
        .limit(200)
        .execute()
      return rows.map(recordOf)
    },
    async listSubmitted() {
      const rows = await all()
        .where('submitted_at', 'is not', null)
        .orderBy('submitted_at', 'desc')
        .limit(500)
        .execute()
      return rows.map(recordOf)
    },
    async listByState(state) {
      return (await all().where('state', '=', state).execute()).map(recordOf)
    },
    async listOfPermit(permit) {
      const rows = await all().where('permit_id', '=', permit).orderBy('submitted_at', 'desc').execute()
      return rows.map(recordOf)
    },
    async add(application, audit) {
      try {
        await records.commit(audit, async (trx) => {
          const { id, createdAt } = application
          await trx
            .insertInto('application')
            .values({ id, created_at: createdAt, ...rowOf(application) })
            .execute()
          await writeReaders(trx, application)
        })
        return true
      } catch (problem) {
        if (problem instanceof Error && /UNIQUE.*application\.amends/.test(problem.message)) return false
        throw problem
      }
    },
    async change(id, audit, step) {
      const drafts = [audit]
      try {
        return await records.commit(drafts, async (trx) => {
          const row = await trx.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirst()
          if (!row) throw new NoSuchApplication()
          const { next, detail = {}, also = [] } = step(recordOf(row))
          await trx.updateTable('application').set(rowOf(next)).where('id', '=', id).execute()
          await writeReaders(trx, next)
          drafts.splice(0, 1, { ...audit, detail: { ...audit.detail, ...detail } }, ...also)
          return next
        })
      } catch (problem) {
        if (problem instanceof NoSuchApplication) return null
        throw problem
      }
    },
  }
}

/** Rolls the transaction back, its audit entry with it. */
class NoSuchApplication extends Error {}
