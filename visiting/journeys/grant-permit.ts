/**
 * From an approval to a permit in force: the permit is written down, its data prepared, and the application told. What
 * a killed service left half done is taken up again; doing it twice makes no second permit.
 */
import type { Dataset } from '../../shared/model/catalog.ts'
import type { ApplicationId, PermitId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { permitTablesOf } from '../catalog/permit-tables.ts'
import { moved } from '../permits/application-acts.ts'
import type { ApplicationRecord, ApplicationsPort } from '../permits/applications-port.ts'
import { grantedPermit } from '../permits/granted-permit.ts'
import { lastRound } from '../permits/meeting-acts.ts'
import type { governJourneys } from './govern-permit.ts'

export interface GrantNeeds {
  applications: ApplicationsPort
  govern: Pick<ReturnType<typeof governJourneys>, 'grant'>
  datasets: Dataset[]
  now: () => Date
  onFault(fault: unknown, application: ApplicationId): void
}

/**
 * `onFault` hears why data could not be prepared; the application stays approved, and the next start tries
 * again.
 */
export function grantJourneys({ applications, govern, datasets, now, onFault }: GrantNeeds) {
  const underWay = new Map<ApplicationId, Promise<void>>()
  const progress = new Map<PermitId, number>()

  async function prepare(application: ApplicationRecord): Promise<void> {
    const { id, amends } = application
    const meeting = application.meetings.find(({ outcome }) => outcome === 'approve')
    if (!meeting) throw new Error(`application ${id} is approved by no meeting`)
    const round = lastRound(application)
    const permit = grantedPermit({
      application,
      round,
      terms: meeting.terms,
      known: permitTablesOf(
        datasets,
        round.form.tables.map(({ database }) => database),
      ),
      from: japanDay(now()),
    })
    progress.set(permit.id, 0)
    try {
      const state = await govern.grant(permit, {
        amends: amends !== null,
        application: id,
        onProgress: (done, total) => progress.set(permit.id, Math.min(1, done / Math.max(1, total))),
      })
      if (state !== 'in-force') return
    } finally {
      progress.delete(permit.id)
    }
    await applications.change(
      id,
      { event: 'application-in-force', by: null, subject: id, detail: { permit: permit.id } },
      // Told by the other of two that met here.
      (at) =>
        at.state === 'approved'
          ? { next: moved(at, { act: 'provision', by: null, at: now().toISOString() }) }
          : { next: at },
    )
  }

  const grant = (id: ApplicationId): void => {
    if (underWay.has(id)) return
    const running = applications
      .get(id)
      .then((application) => (application?.state === 'approved' ? prepare(application) : undefined))
      .catch((fault: unknown) => onFault(fault, id))
      .finally(() => underWay.delete(id))
    underWay.set(id, running)
  }

  return {
    /** Begins, unless it is under way; a fault is told to `onFault`, and `resume` tries again. */
    grant,
    prepared: (id: PermitId): number | null => progress.get(id) ?? null,
    async resume(): Promise<void> {
      for (const { id } of await applications.listByState('approved')) grant(id)
    },
    async drain(): Promise<void> {
      await Promise.all(underWay.values())
    },
  }
}
