/** The path of an application, the applicant's half: write, have confirmed, submit, withdraw, follow. */
import { createHash } from 'node:crypto'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { type ApplicationForm, emptyForm, withTables } from '../../shared/model/application-form.ts'
import { isWritable } from '../../shared/model/application-states.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { ApplicationId, PermitId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { canonicalJson } from '../audit/chain.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import {
  confirmPart,
  isNamed,
  saveForm,
  startApplication,
  submitForm,
  withdrawApplication,
} from '../permits/application-acts.ts'
import type { ApplicationRecord, ApplicationsPort, Step } from '../permits/applications-port.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import { detailOf, summaryOf } from './application-views.ts'
import { newId } from './new-id.ts'

export interface ApplyNeeds {
  applications: ApplicationsPort
  permits: PermitsPort
  accounts: Pick<AccountsPort, 'byId'>
  datasets: Dataset[]
  /** How far the data of a granted permit is prepared, 0–1; null where nothing is under way. */
  prepared(id: PermitId): number | null
  now: () => Date
}

/** Applications one person may have in writing at a time. */
const MOST_DRAFTS = 20

/**
 * An application is `application-not-found` to whoever is not named on it. One person writes at most
 * MOST_DRAFTS at a time (`application-too-many`), and a permit has one amendment under way
 * (`amendment-pending`).
 */
export function applyJourneys(needs: ApplyNeeds) {
  const { applications, permits, accounts, datasets, now } = needs
  const at = () => now().toISOString()

  const detail = async (application: ApplicationRecord, visitor: Visitor) => {
    const permit = application.permitId ? await permits.get(application.permitId) : null
    const amended = application.amends ? await permits.get(application.amends) : null
    return detailOf(application, visitor, { permit, amended, prepared: needs.prepared })
  }

  /** The application if the visitor is named on it; anybody else does not learn that it exists. */
  const own = async (id: ApplicationId, visitor: Visitor): Promise<ApplicationRecord> => {
    const application = await applications.get(id)
    if (!application || !isNamed(application, visitor)) throw new Refusal('application-not-found')
    return application
  }

  const change = async (
    id: ApplicationId,
    { event, visitor }: { event: string; visitor: Visitor },
    step: (application: ApplicationRecord) => Step,
  ): Promise<ApplicationRecord> => {
    const changed = await applications.change(id, { event, by: visitor.id, subject: id, detail: {} }, step)
    if (!changed) throw new Refusal('application-not-found')
    return changed
  }

  /** The form an amendment begins with: what the permit was granted for, to be declared anew. */
  const formOfPermit = async (permit: Permit): Promise<ApplicationForm> => {
    const granted = (await applications.listOfPermit(permit.id)).find(({ state }) => state === 'in-force')
    const last = granted?.rounds.at(-1)?.form
    if (last)
      return { ...last, feeUnderstood: false, conflicts: { none: null, statement: '' }, until: permit.until }
    const people = await Promise.all(permit.people.map((id) => accounts.byId(id)))
    return {
      ...emptyForm(),
      titleJa: permit.titleJa,
      titleEn: permit.titleEn,
      purpose: permit.purposeJa,
      purposeEn: permit.purposeEn,
      tables: permit.tables.map(({ database, schema, name, level, columns }) => ({
        database,
        schema,
        name,
        columns:
          level === 'open'
            ? []
            : columns
                .filter(({ identity }) => identity !== 'person')
                .map((column) => ({ name: column.name, reason: '' })),
        conditions: permit.conditions?.[`${schema}.${name}`] ?? [],
      })),
      linkage: { wanted: permit.linkageApproved, why: '' },
      people: people.flatMap((person, place) =>
        person ? [{ login: person.login, part: place === 0 ? 'responsible' : 'researcher', duty: '' }] : [],
      ),
      until: permit.until,
    }
  }

  const formFor = async (
    { tables, amends }: RouteInput<'applications.start'>,
    visitor: Visitor,
  ): Promise<ApplicationForm> => {
    if (amends === null)
      return {
        ...emptyForm(),
        tables: withTables([], tables),
        people: [{ login: visitor.login, part: 'responsible', duty: '' }],
      }
    const found = await permits.get(amends)
    if (!found?.permit.people.includes(visitor.id)) throw new Refusal('permit-not-found')
    if (found.permit.state === 'ended') throw new Refusal('permit-ended')
    const form = await formOfPermit(found.permit)
    return { ...form, tables: withTables(form.tables, tables) }
  }

  return {
    async mine(visitor: Visitor): Promise<RouteOutput<'applications.mine'>> {
      const records = await applications.listOf(visitor.login)
      return { applications: records.map((application) => summaryOf(application, visitor)) }
    },

    async start(
      input: RouteInput<'applications.start'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'applications.start'>> {
      const writing = (await applications.listOf(visitor.login)).filter(
        ({ applicant, state }) => applicant.id === visitor.id && isWritable(state),
      )
      if (writing.length >= MOST_DRAFTS) throw new Refusal('application-too-many', { limit: MOST_DRAFTS })
      const form = await formFor(input, visitor)
      const id = newId<ApplicationId>('apl')
      const application = startApplication({ id, visitor, form, amends: input.amends, at: at() })
      const added = await applications.add(application, {
        event: 'application-started',
        by: visitor.id,
        subject: id,
        detail: { amends: input.amends, tables: form.tables.length },
      })
      if (!added) throw new Refusal('amendment-pending')
      return detail(application, visitor)
    },

    async detail(
      { applicationId }: RouteInput<'applications.detail'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'applications.detail'>> {
      return detail(await own(applicationId, visitor), visitor)
    },

    async save(
      { applicationId, revision, form }: RouteInput<'applications.save'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'applications.save'>> {
      const saved = await change(applicationId, { event: 'application-saved', visitor }, (application) =>
        saveForm(application, { visitor, revision, form, at: at() }),
      )
      return { revision: saved.revision, savedAt: saved.changedAt }
    },

    async confirm(
      { applicationId, part }: RouteInput<'applications.confirm'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'applications.confirm'>> {
      const confirmed = await change(
        applicationId,
        { event: 'application-confirmed', visitor },
        (application) => confirmPart(application, { visitor, part, at: at() }),
      )
      return detail(confirmed, visitor)
    },

    async submit(
      { applicationId, revision }: RouteInput<'applications.submit'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'applications.submit'>> {
      const { amends } = await own(applicationId, visitor)
      const amended = amends ? await permits.get(amends) : null
      const submitted = await change(
        applicationId,
        { event: 'application-submitted', visitor },
        (application) =>
          submitForm(application, {
            visitor,
            revision,
            at: at(),
            datasets,
            today: japanDay(now()),
            amendsLinkage: amended?.permit.linkageApproved ?? null,
            digestOf,
          }),
      )
      return detail(submitted, visitor)
    },

    async withdraw(
      { applicationId }: RouteInput<'applications.withdraw'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'applications.withdraw'>> {
      const withdrawn = await change(
        applicationId,
        { event: 'application-withdrawn', visitor },
        (application) => withdrawApplication(application, { visitor, at: at() }),
      )
      return detail(withdrawn, visitor)
    },
  }
}

const digestOf = (form: ApplicationForm): string =>
  createHash('sha256').update(canonicalJson(form)).digest('hex')
