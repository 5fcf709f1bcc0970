import type { RecordBatch, Schema } from 'apache-arrow'
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { StoredResult } from '../engine/engine.ts'
import { type Arrangement, type Place, standings } from './arrangement.ts'
import type { Choice } from './gather.ts'
import { judgeBatch } from './judge-batch.ts'
import type { MaskLimits } from './masking.ts'
import { readBatches } from './stored-result.ts'

/** Rows of one page: which of some batches, and whether the row that stands for all others follows them. */
export interface PageRows {
  schema: Schema
  batches: RecordBatch[]
  /** A chunk is a place in `batches`. */
  chosen: Choice
  hasOthers: boolean
}

/** No row at all, of a result that may not travel: its names and types are left. */
export async function noRows(stored: StoredResult): Promise<PageRows> {
  const { schema } = await readBatches(stored, [])
  return {
    schema,
    batches: [],
    chosen: { chunk: new Int32Array(0), row: new Int32Array(0) },
    hasOthers: false,
  }
}

/** Rows `offset` to `offset + limit` as a client reads them; fewer, or none, where they end before. */
export async function pageRows(
  { stored, arrangement, plan }: { stored: StoredResult; arrangement: Arrangement; plan: FactsPlan },
  { offset, limit }: { offset: number; limit: number },
  limits: MaskLimits,
): Promise<PageRows> {
  const { kept, moved, hasOthers, rows } = arrangement
  const until = Math.min(rows, offset + limit)
  /** Of each batch, the first and last of its kept rows that are wanted. */
  const wanted = new Map<number, { from: number; until: number }>()
  let before = 0
  for (const [batch, count] of kept.entries()) {
    const within = { from: Math.max(0, offset - before), until: Math.min(count, until - before) }
    if (within.from < within.until) wanted.set(batch, within)
    before += count
  }
  const after = moved.slice(Math.max(0, offset - before), Math.max(0, until - before))
  const indexes = [...new Set([...wanted.keys(), ...after.map(({ batch }) => batch)])].sort((a, b) => a - b)
  const { schema, batches } = await readBatches(stored, indexes)

  const chosen: Place[] = []
  for (const [batch, { from, until: end }] of wanted) {
    const of = batches[indexes.indexOf(batch)]!
    const isWhole = kept[batch] === of.numRows
    const standingOf = isWhole ? () => 'kept' : standings(judgeBatch(of, plan, limits), plan, limits)
    for (let row = 0, at = 0; at < end; row++) {
      if (standingOf(row) !== 'kept') continue
      if (at >= from) chosen.push({ batch, row })
      at++
    }
  }
  chosen.push(...after)
  return {
    schema,
    batches,
    chosen: {
      chunk: Int32Array.from(chosen, ({ batch }) => indexes.indexOf(batch)),
      row: Int32Array.from(chosen, ({ row }) => row),
    },
    hasOthers: hasOthers && offset < rows && until === rows,
  }
}
