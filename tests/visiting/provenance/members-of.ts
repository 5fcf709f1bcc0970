/** Runs a query in the form that lists persons, and puts the sets together as the ledger does. */
import { listMembers } from '../../../visiting/provenance/list-members.ts'
import { type Bench, TABLES, type Value } from './persons-bench.ts'

export interface MembersOf {
  rows: Value[][]
  /** By row and visible column: one set of persons for each aggregate behind the cell. */
  sets: Set<string>[][][]
}

export async function membersOf(bench: Bench, sql: string): Promise<MembersOf | { unlisted: string }> {
  const plan = listMembers(await bench.parse(sql), TABLES)
  if ('unlisted' in plan) return plan
  const members = new Map<string, Set<string>>()
  for (const site of plan.sites) {
    for (const tree of site.trees) {
      const { rows } = await bench.run(await bench.write(tree))
      for (const [keys, person, ...owns] of rows) {
        for (const [index, own] of [...owns, '1'].entries()) {
          if (own === null) continue
          const aggregate = index === owns.length ? 'row' : String(index)
          const key = JSON.stringify([site.id, aggregate, ...(keys as Value[])])
          members.set(key, (members.get(key) ?? new Set()).add(String(person)))
        }
      }
    }
  }
  const { rows, names } = await bench.run(await bench.write(plan.rows))
  const sets = rows.map((row) =>
    Array.from({ length: plan.visible }, (_, index) => {
      const at = names.indexOf(`s${index}`)
      const found = new Map<string, Set<string>>()
      for (const reference of at < 0 ? [] : ((row[at] as Value[][] | null) ?? [])) {
        const [site, aggregate] = reference
        const kept = found.get(`${site} ${aggregate}`) ?? new Set()
        for (const person of members.get(JSON.stringify(reference)) ?? []) kept.add(person)
        found.set(`${site} ${aggregate}`, kept)
      }
      return [...found.values()]
    }),
  )
  return { rows: rows.map((row) => row.slice(0, plan.visible)), sets }
}
