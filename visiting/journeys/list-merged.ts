/**
 * Who stands behind categories that are to be merged, listed by the environment: each by itself and all together, so that
 * they are added up only where nobody stands in two of them.
 */
import type { Recoding } from '../../shared/model/protection.ts'
import type { ListedPersons } from '../disclosure/recode-table.ts'
import type { Snapshot } from '../results/snapshot.ts'
import { askOnce } from './ask-once.ts'
import { rowsToGather, type TableToGather } from './gather-sets.ts'
import { mergedRows } from './protect-result.ts'
import type { Behind, FormNeeds } from './read-form.ts'

/** Answers undefined where nothing is merged, or nothing can be listed. */
export function listMerged({ list }: Pick<FormNeeds, 'list'>) {
  const once = askOnce<ListedPersons | undefined>()

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
    return once(JSON.stringify([resultId, merged]), () => listed(snapshot, { merged, behind }))
  }
}

export type ListMerged = ReturnType<typeof listMerged>

const nameOf = (rows: readonly number[]): string => rows.toSorted((a, b) => a - b).join(' ')

/** A table of the rows that are merged, each by itself, and after those of the result one for each merging. */
function tableOf(
  snapshot: Snapshot,
  { merged, behind }: { merged: number[][]; behind: Behind },
): TableToGather {
  const { length } = snapshot.rows
  const lines: number[][] = snapshot.rows.map(() => [])
  merged.forEach((parts, at) => {
    for (const part of parts) lines[part] = [part, length + at]
  })
  return {
    ...behind,
    ...rowsToGather(snapshot, {
      lines,
      length: length + merged.length,
      statusOf: () => 'shown',
      // Nothing is to be added up beyond what is merged.
      roleOf: () => 'key',
    }),
  }
}
