/**
 * Record batches whose columns may share a name, as two columns of a query may.
 *
 * apache-arrow's constructor merges fields of one name: the earlier takes the type of the later, the writer then takes
 * the batch for one of another schema and closes without a word. Here the schema stays the one that was given.
 */
import { type Data, makeData, RecordBatch, RecordBatchReader, type Schema, Struct } from 'apache-arrow'

/** Columns in the order of the schema's fields, each of `rows` rows. */
export function recordBatch(schema: Schema, columns: Data[], rows: number): RecordBatch {
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children: columns })
  return withSchema(new RecordBatch(schema, data), schema)
}

/** Schema and batches of an IPC stream; throws on bytes that are none. */
export function readBatches(bytes: Uint8Array): { schema: Schema; batches: RecordBatch[] } {
  const reader = RecordBatchReader.from(bytes).open()
  const { schema } = reader
  if (!schema) throw new Error('no Arrow stream')
  const batches = [...reader].map((batch) => withSchema(batch, schema))
  return { schema, batches: batches.filter((batch) => batch.numRows > 0) }
}

const withSchema = (batch: RecordBatch, schema: Schema): RecordBatch =>
  Object.defineProperty(batch, 'schema', { value: schema })
