/**
 * Reads a stored result: an Arrow IPC stream on disk with the byte places of its batches. Only the batches that hold
 * the wanted rows are read, so the memory of the service does not grow with the result.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow'
import { FACT_PREFIX } from '../../shared/model/facts.ts'
import type { StoredResult } from '../engine/engine.ts'

/** Rows `from` to `until` (exclusive) of one batch; `firstRow` is the place of the batch in the result. */
export interface Span {
  batch: RecordBatch
  from: number
  until: number
  firstRow: number
}

export interface Rows {
  schema: Schema
  spans: Span[]
  /** Rows in all spans. */
  count: number
}

/** Reads rows `offset` to `offset + limit`; fewer, or none, where the result ends before. */
export async function readRows(stored: StoredResult, offset: number, limit: number): Promise<Rows> {
  const places: Omit<Span, 'batch'>[] = []
  const indexes: number[] = []
  let firstRow = 0
  let count = 0
  for (const [index, { rows }] of stored.batches.entries()) {
    const from = Math.max(0, offset - firstRow)
    const until = Math.min(rows, offset + limit - firstRow)
    if (from < until) {
      indexes.push(index)
      places.push({ from, until, firstRow })
      count += until - from
    }
    firstRow += rows
    if (firstRow >= offset + limit) break
  }
  const { schema, batches } = await readBatches(stored, indexes)
  return { schema, spans: places.map((place, at) => ({ ...place, batch: batches[at]! })), count }
}

/** Reads batches by their indexes, in that order. */
export async function readBatches(
  stored: StoredResult,
  indexes: readonly number[],
): Promise<{ schema: Schema; batches: RecordBatch[] }> {
  const file = await open(stored.file, 'r')
  try {
    const head = await bytesAt(file, 0, stored.schemaBytes)
    const batches: RecordBatch[] = []
    for (const index of indexes) {
      const { offset, bytes } = stored.batches[index]!
      batches.push(batchOf(head, await bytesAt(file, offset, bytes)))
    }
    return { schema: schemaOf(head), batches }
  } finally {
    await file.close()
  }
}

/** Every batch in turn, one in memory at a time. */
export async function* eachBatch(stored: StoredResult): AsyncGenerator<RecordBatch> {
  const file = await open(stored.file, 'r')
  try {
    const head = await bytesAt(file, 0, stored.schemaBytes)
    for (const place of stored.batches) yield batchOf(head, await bytesAt(file, place.offset, place.bytes))
  } finally {
    await file.close()
  }
}

/** Places of the researcher's own columns in a batch: all but the columns of facts. */
export function visibleColumns(schema: Schema): number[] {
  return schema.fields.flatMap((field, index) => (field.name.startsWith(FACT_PREFIX) ? [] : [index]))
}

async function bytesAt(file: FileHandle, offset: number, bytes: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(bytes)
  let done = 0
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, offset + done)
    if (bytesRead === 0) throw new Error('a stored result is shorter than its record says')
    done += bytesRead
  }
  return buffer
}

const schemaOf = (head: Uint8Array): Schema => RecordBatchReader.from(head).open().schema

function batchOf(head: Uint8Array, body: Uint8Array): RecordBatch {
  const stream = new Uint8Array(head.length + body.length)
  stream.set(head, 0)
  stream.set(body, head.length)
  for (const batch of RecordBatchReader.from(stream)) return batch
  throw new Error('a stored result holds no batch where its record says')
}
