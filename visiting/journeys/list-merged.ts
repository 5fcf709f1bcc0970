/**
 * Who stands behind categories that are to be merged, listed by the environment: each by itself and all together, so that
 * they are added up only where nobody stands in two of them.
 */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { Recoding } from '../../shared/model/protection.ts'
import type { ListedPersons } from '../disclosure/recode-table.ts'
import type { Snapshot } from '../results/snapshot.ts'
import type { TableToGather } from './gather-sets.ts'
import { mergedRows } from './protect-result.ts'
import type { Behind, FormNeeds } from './read-form.ts'

/** Listings that are kept: the same result is looked at again with each word that is typed. */
const REMEMBERED = 64

/** Answers undefined where nothing is merged, or nothing can be listed. */
export function listMerged({ list }: Pick<FormNeeds, 'list'>) {
  const remembered = new Map<string, Promise<ListedPersons | undefined>>()

  async function listed(
    snapshot: Snapshot,
    { merged, behind }: { merged: number[][]; behind: Behind },
  ): Promise<ListedPersons | undefined> {
    const gathered = await list(tableOf(snapshot, { merged, behind }))
    if (gathered.state !== 'kept') return undefined
    const sizes = new Map<string, number[]>()
    for (const { cells, size } of gathered.kept.sets)
      for (const { row, column } of cells) {
        const name = `${row} ${column}`
        sizes.set(name, [...(sizes.get(name) ?? []), size])
      }
    const lines = new Map(merged.map((rows, at) => [nameOf(rows), snapshot.rows.length + at]))
    return ({ rows, column }) => {
      const line = rows.length === 1 ? rows[0] : lines.get(nameOf(rows))
      // A number made of several sets of persons is none that can be counted so.
      const [size, ...more] = sizes.get(`${line} ${column}`) ?? []
      return size === undefined || more.length > 0 ? null : size
    }
  }

  return async (
    snapshot: Snapshot,
    { recodings, behind, resultId }: { recodings: readonly Recoding[]; behind: Behind; resultId: string },
  ): Promise<ListedPersons | undefined> => {
    if (recodings.length === 0 || snapshot.plan.kind !== 'aggregated') return undefined
    const merged = mergedRows(snapshot, recodings)
    if (merged.length === 0) return undefined
    const key = JSON.stringify([resultId, merged])
    const known = remembered.get(key)
    if (known) return known
    const asked = listed(snapshot, { merged, behind })
    remembered.set(key, asked)
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!)
    // What failed once may work the next time.
    asked.catch(() => remembered.delete(key))
    return asked
  }
}

export type ListMerged = ReturnType<typeof listMerged>

const nameOf = (rows: readonly number[]): string => rows.toSorted((a, b) => a - b).join(' ')

/** A table of the rows that are merged, each by itself, and after those of the result one for each merging. */
function tableOf(
  { columns, rows }: Snapshot,
  { merged, behind }: { merged: number[][]; behind: Behind },
): TableToGather {
  const cell = { text: null, status: 'shown' as const, persons: '?', interval: null, findings: [] }
  const row: ProtectedTable['rows'][number] = columns.map(() => cell)
  const lines: number[][] = rows.map(() => [])
  merged.forEach((parts, at) => {
    for (const part of parts) lines[part] = [part, rows.length + at]
  })
  return {
    ...behind,
    madeOf: {
      texts: rows.map(({ values }) => values.map((value) => (value === null ? null : String(value)))),
      lines,
      columns: columns.map((_, column) => column),
    },
    table: {
      // Nothing is to be added up beyond what is merged.
      columns: columns.map(({ name, type }) => ({ name, type, role: 'key' })),
      rows: Array.from({ length: rows.length + merged.length }, () => row),
      findings: [],
      summary: {
        method: 'suppress',
        pattern: null,
        gap: null,
        primary: 0,
        secondary: 0,
        shown: 0,
        elapsedMs: 0,
        lost: [],
      },
      ruleEditions: [],
      verified: true,
    },
  }
}
