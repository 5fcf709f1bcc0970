/** Writes Arrow columns to disk the way the engine keeps a result, one record batch for each part. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Data,
  Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  type Vector,
} from 'apache-arrow'
import type { ColumnFacts, ColumnRole, FactsPlan } from '../../../shared/model/facts.ts'
import type { StoredResult } from '../../../visiting/engine/engine.ts'

export type Columns = Record<string, Vector>

/** A result's file in `folder`, in place of the one that was there. */
export function aStoredResult(
  parts: Columns[],
  more: { folder: string; restsOnAtLeast?: number | null },
): StoredResult {
  const names = Object.keys(parts[0]!)
  const schema = new Schema(names.map((name) => new Field(name, parts[0]![name]!.type, true)))
  const writer = new RecordBatchStreamWriter()
  writer.reset(undefined, schema)
  const rowsOf = (part: Columns) => part[names[0]!]!.length
  for (const part of parts) {
    const children = names.map((name) => part[name]!.data[0] as Data)
    writer.write(
      new RecordBatch(
        schema,
        makeData({ type: new Struct(schema.fields), length: rowsOf(part), nullCount: 0, children }),
      ),
    )
  }
  writer.finish()
  const bytes = writer.toUint8Array(true)
  const file = join(more.folder, 'result.arrow')
  writeFileSync(file, bytes)

  const messages = messagesOf(bytes)
  // A dictionary message belongs to the batch after it.
  const batches: StoredResult['batches'] = []
  let offset = messages[0]!.end
  let next = 0
  for (const message of messages.slice(1)) {
    if (message.kind !== RECORD_BATCH) continue
    batches.push({ rows: rowsOf(parts[next++]!), offset, bytes: message.end - offset })
    offset = message.end
  }
  return {
    file,
    schemaBytes: messages[0]!.end,
    batches,
    rows: parts.reduce((sum, part) => sum + rowsOf(part), 0),
    bytes: bytes.length,
    columns: names.map((name) => ({ name, type: String(parts[0]![name]!.type) })),
    restsOnAtLeast: more.restsOnAtLeast === undefined ? 1_000 : more.restsOnAtLeast,
  }
}

const RECORD_BATCH = 3

/** Ends of the messages of an encapsulated stream, read from the frame (Arrow columnar format, IPC section). */
function messagesOf(bytes: Uint8Array): { end: number; kind: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const messages: { end: number; kind: number }[] = []
  let at = 0
  while (at + 8 <= bytes.length) {
    const length = view.getInt32(at + 4, true)
    if (length === 0) break
    const root = at + 8 + view.getInt32(at + 8, true)
    const table = root - view.getInt32(root, true)
    const field = (slot: number) => {
      const place =
        4 + slot * 2 < view.getUint16(table, true) ? view.getUint16(table + 4 + slot * 2, true) : 0
      return place === 0 ? null : root + place
    }
    const kind = field(1)
    const body = field(3)
    at += 8 + length + (body === null ? 0 : Number(view.getBigInt64(body, true)))
    messages.push({ end: at, kind: kind === null ? 0 : view.getUint8(kind) })
  }
  return messages
}

export function aColumn(name: string, role: ColumnRole, more: Partial<ColumnFacts> = {}): ColumnFacts {
  return {
    name,
    role,
    persons: null,
    institutions: null,
    top1Share: null,
    top2Share: null,
    denominatorPersons: null,
    certainty: 'exact',
    databases: ['ndb'],
    ...more,
  }
}

export const aggregated = (columns: ColumnFacts[]): FactsPlan => ({
  kind: 'aggregated',
  columns,
  rowPersons: '__vw_persons',
  rowInstitutions: null,
})
