/** What a permit covers that the committee granted: the columns asked for and no others, on the meeting's terms. */
import type { RequestedTable } from '../../shared/model/application-form.ts'
import type { PermitTerms } from '../../shared/model/committee.ts'
import type { ApplicationId, PermitId } from '../../shared/model/ids.ts'
import type { Permit, PermitTable } from '../../shared/model/permit.ts'
import type { ApplicationRecord, ApplicationRound } from './applications-port.ts'

/** The permit an application leads to has the application's own random part, so that a repeated grant makes no second. */
export const permitIdFor = (id: ApplicationId): PermitId => `prm_${id.slice('apl_'.length)}` as PermitId

/** Tables cut to what was asked for; the person pseudonym comes with every table, open tables come whole. */
export function tablesGranted(
  asked: readonly RequestedTable[],
  known: readonly PermitTable[],
): PermitTable[] {
  return known.flatMap((table) => {
    const request = asked.find(({ schema, name }) => schema === table.schema && name === table.name)
    if (!request) return []
    const wanted = new Set(request.columns.map(({ name }) => name))
    const columns = table.columns.filter(
      ({ name, identity }) => table.level === 'open' || identity === 'person' || wanted.has(name),
    )
    return [{ ...table, columns }]
  })
}

/**
 * In state `provisioning`. Its number goes by the application, so that granting it twice makes one permit.
 */
export function grantedPermit(given: {
  application: Pick<ApplicationRecord, 'id' | 'permitId'>
  round: ApplicationRound
  terms: PermitTerms
  /** Tables of the requested databases as the catalog has them. */
  known: readonly PermitTable[]
  /** First day of the permit, ISO. */
  from: string
}): Permit {
  const { application, round, terms, known, from } = given
  const { form, people } = round
  const conditions = Object.fromEntries(
    form.tables
      .filter((table) => table.conditions.length > 0)
      .map((table) => [`${table.schema}.${table.name}`, table.conditions]),
  )
  return {
    id: application.permitId ?? permitIdFor(application.id),
    titleJa: form.titleJa.trim(),
    titleEn: form.titleEn.trim(),
    purposeJa: form.purpose.trim(),
    purposeEn: form.purposeEn.trim() || form.purpose.trim(),
    state: 'provisioning',
    from,
    until: terms.until,
    people: people.map(({ id }) => id),
    institutions: [...new Set(people.map(({ institutionJa }) => institutionJa))],
    databases: [...new Set(form.tables.map(({ database }) => database))],
    linkageApproved: form.linkage.wanted === true,
    minimumPersons: terms.minimumPersons,
    picturePagesPerDay: terms.picturePagesPerDay,
    tables: tablesGranted(form.tables, known),
    conditions,
  }
}
