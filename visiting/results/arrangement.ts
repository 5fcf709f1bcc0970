/**
 * Where the rows of a result stand on the pages a client reads. How many groups are below the minimum, and between which
 * others they lie, can be made to be one person's value. So they have no places: however many there are, they arrive as
 * one masked row, the last.
 *
 * A row that may be there, but whose number in a column the rows are ordered by may not be shown, would tell that number
 * by its neighbours. Such rows follow those that keep their places, in the order of what they show.
 *
 * Pictures show the query's own rows in their own order.
 */
import { cellText } from '../../shared/arrow/data-text.ts'
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { StoredResult } from '../engine/engine.ts'
import { type JudgedBatch, judgeBatch } from './judge-batch.ts'
import { type MaskLimits, personsToShow } from './masking.ts'
import { eachBatch } from './stored-result.ts'

/** A row as it is stored: its batch, and its place in that. */
export interface Place {
  batch: number
  row: number
}

export interface Arrangement {
  /** By batch: rows that keep their order. */
  kept: readonly number[]
  /** Rows that follow them, in the order in which they arrive. */
  moved: readonly Place[]
  /** True where a last row stands for all groups below the minimum. */
  hasOthers: boolean
  /** Rows that arrive. */
  rows: number
  /** Masked cells in them. */
  maskedCells: number
}

/**
 * Rows of larger results are not put in another order, which would take all of them at once: those whose places would
 * tell are counted among the others.
 */
const MOST_BATCHES_SORTED = 16

/** Takes one pass over the result, one batch in memory at a time; none over open data. The result is one that travels. */
export async function arrange(
  stored: StoredResult,
  plan: FactsPlan,
  limits: MaskLimits,
): Promise<Arrangement> {
  const all = stored.batches.map(({ rows }) => rows)
  if (plan.kind === 'open')
    return { kept: all, moved: [], hasOthers: false, rows: stored.rows, maskedCells: 0 }
  const sorts = all.length <= MOST_BATCHES_SORTED
  const kept: number[] = []
  const moved: (Place & { key: string })[] = []
  let hasOthers = false
  let maskedCells = 0
  let width = 0
  for await (const batch of eachBatch(stored)) {
    const judged = judgeBatch(batch, plan, limits)
    const standingOf = standings(judged, plan, limits)
    width = judged.visible.length
    let here = 0
    for (let row = 0; row < batch.numRows; row++) {
      const standing = standingOf(row)
      if (standing === 'other' || (standing === 'moved' && !sorts)) {
        hasOthers = true
        continue
      }
      if (standing === 'kept') here++
      else moved.push({ batch: kept.length, row, key: shownOf(judged, row, limits) })
      for (let i = 0; i < width; i++) if (judged.mask(i, row) !== 'shown') maskedCells++
    }
    kept.push(here)
  }
  moved.sort((a, b) => order.compare(a.key, b.key) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return {
    kept,
    moved: moved.map(({ batch, row }) => ({ batch, row })),
    hasOthers,
    rows: kept.reduce((sum, rows) => sum + rows, 0) + moved.length + (hasOthers ? 1 : 0),
    maskedCells: maskedCells + (hasOthers ? width : 0),
  }
}

type Standing = 'kept' | 'moved' | 'other'

/** How each row of a batch stands: in its place, after the others, or among those that are one masked row. */
export function standings(
  judged: JudgedBatch,
  plan: FactsPlan,
  { minimumPersons }: MaskLimits,
): (row: number) => Standing {
  if (plan.kind === 'open') return () => 'kept'
  const names = judged.visible.map((index) => judged.batch.schema.fields[index]!.name.toLowerCase())
  const by = plan.kind === 'aggregated' ? (plan.ordered ?? []).map((name) => name.toLowerCase()) : []
  // A name that is none of the columns: the order is by something nobody can see.
  const isLost = by.some((name) => !names.includes(name))
  const orders = names.flatMap((name, i) => (by.includes(name) ? [i] : []))
  return (row) => {
    const persons = judged.rowPersons(row)
    if (persons === null || persons < minimumPersons) return 'other'
    return isLost || orders.some((column) => judged.mask(column, row) !== 'shown') ? 'moved' : 'kept'
  }
}

const order = new Intl.Collator('ja', { numeric: true })

/** All that a client gets of a row: two rows with the same may come in any order. */
function shownOf(judged: JudgedBatch, row: number, limits: MaskLimits): string {
  const cells = judged.visible.map((index, i) => {
    const mask = judged.mask(i, row)
    const text = mask === 'shown' ? cellText(judged.batch.data.children[index]!, row) : null
    return [text, mask, personsToShow(judged.facts(i, row), mask, limits)]
  })
  return JSON.stringify(cells)
}
