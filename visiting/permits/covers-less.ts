import type { Permit } from '../../shared/model/permit.ts'

/**
 * Whether a permit that was changed leaves anything out that it covered: a table, a column, rows, linkage, or numbers that
 * rest on fewer persons than it asks for now. Conditions that are others than before count as leaving rows out.
 */
export function coversLess(now: Permit, before: Permit): boolean {
  if (now.minimumPersons > before.minimumPersons) return true
  if (before.linkageApproved && !now.linkageApproved) return true
  return before.tables.some((table) => {
    const still = now.tables.find(({ schema, name }) => schema === table.schema && name === table.name)
    if (!still) return true
    if (table.columns.some(({ name }) => !still.columns.some((column) => column.name === name))) return true
    const rows = `${table.schema}.${table.name}`
    const [then, asked] = [before, now].map(({ conditions }) => conditions?.[rows] ?? [])
    return asked!.length > 0 && JSON.stringify(asked) !== JSON.stringify(then)
  })
}
