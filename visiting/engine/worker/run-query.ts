/** Runs one approved query: rows into an Arrow file, or a change of the workspace that is durable when it is told. */
import { basename, join } from 'node:path'
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult, DuckDBType } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { arrowFieldOf, travelsAsText } from '../../../shared/arrow/column-types.ts'
import { FACT_PREFIX } from '../../../shared/model/facts.ts'
import type { EngineErrorKind } from '../../../shared/model/query-states.ts'
import { quoted } from '../../../shared/model/sql-text.ts'
import type { StoredResult } from '../engine.ts'
import { type ColumnBuffer, columnBufferFor } from './column-buffer.ts'
import type { RunRequest } from './messages.ts'
import { OUTBOX_FOLDER } from './open-databases.ts'
import { PersonCounter } from './person-counter.ts'
import { ResultFile } from './result-file.ts'

/** A limit of our own was met; the engine itself had no complaint. */
export class LimitReached extends Error {
  readonly kind: EngineErrorKind
  constructor(kind: EngineErrorKind) {
    super(kind)
    this.kind = kind
  }
}

const BATCH_ROWS = 8_192
const BATCH_BYTES = 4_000_000

/** `isInterrupted` is asked between chunks: an interrupt that comes while none is running would be lost. */
export async function runToFile(
  connection: DuckDBConnection,
  request: RunRequest,
  isInterrupted: () => boolean,
): Promise<StoredResult | null> {
  const prepared = await prepareAsTravelling(connection, request)
  try {
    const result = await prepared.statement.stream()
    const columns = placeColumns(result, request, prepared.typeNames)
    const stored = columns.filter((column) => column.buffer !== null)
    const file = new ResultFile(
      join(OUTBOX_FOLDER, basename(request.target)),
      stored.map(({ name, typeName }) => arrowFieldOf(name, typeName)),
    )
    try {
      const counter = new PersonCounter(request.rests)
      const rows = await pump(result, { columns, file, counter, request, isInterrupted })
      const written = await file.finish()
      return {
        file: basename(request.target),
        ...written,
        rows,
        columns: stored.map(({ name, typeName }) => ({ name, type: typeName })),
        restsOnAtLeast: counter.atLeast(),
      }
    } catch (error) {
      await file.abandon()
      throw error
    }
  } finally {
    prepared.statement.destroySync()
  }
}

interface PlacedColumn {
  index: number
  name: string
  typeName: string
  /** Null for the column that is counted and not stored. */
  buffer: ColumnBuffer | null
}

/** Visible columns first, the environment's own after them. */
function placeColumns(result: DuckDBResult, request: RunRequest, typeNames: string[]): PlacedColumn[] {
  const names = result.columnNames()
  const columns = names.map((name, index): PlacedColumn => {
    const typeName = typeNames[index] ?? typeNameOf(result.columnType(index))
    // A person column the researcher asked for is stored with the rest; only one that rode along is left out.
    const isCountedOnly =
      request.rests?.by === 'distinct' && name === request.rests.column && name.startsWith(FACT_PREFIX)
    return { index, name, typeName, buffer: isCountedOnly ? null : columnBufferFor(typeName) }
  })
  const isOwn = ({ name }: PlacedColumn) => name.startsWith(FACT_PREFIX)
  return [...columns.filter((column) => !isOwn(column)), ...columns.filter(isOwn)]
}

async function pump(
  result: DuckDBResult,
  needs: {
    columns: PlacedColumn[]
    file: ResultFile
    counter: PersonCounter
    request: RunRequest
    isInterrupted: () => boolean
  },
): Promise<number> {
  const { columns, file, counter, request, isInterrupted } = needs
  const names = result.columnNames()
  const countedAt = counter.column === null ? -1 : names.lastIndexOf(counter.column)
  let rows = 0
  let inBatch = 0
  const flush = async () => {
    if (inBatch === 0) return
    const data = columns.flatMap(({ buffer }) => (buffer ? [buffer.take()] : []))
    await file.write(data, inBatch)
    inBatch = 0
    if (file.bytes > request.resultBytes) throw new LimitReached('workspace-full')
  }
  // The engine makes the next chunk while this one becomes Arrow.
  const fetch = () => {
    const chunk = result.fetchChunk()
    chunk.catch(() => {})
    return chunk
  }
  let coming = fetch()
  for (;;) {
    if (isInterrupted()) throw new Error('INTERRUPT Error: between chunks')
    const chunk = await coming
    if (chunk === null || chunk.rowCount === 0) break
    coming = fetch()
    let bytes = 0
    for (const { index, buffer } of columns) {
      if (buffer === null) continue
      buffer.append(duckdb.data_chunk_get_vector(chunk.chunk, index), chunk.rowCount)
      bytes += buffer.bytes
    }
    if (countedAt >= 0) counter.add(chunk.getColumnVector(countedAt), chunk.rowCount)
    rows += chunk.rowCount
    inBatch += chunk.rowCount
    if (inBatch >= BATCH_ROWS || bytes >= BATCH_BYTES) await flush()
  }
  // An interrupted stream can end like a finished one; what came of it is not the result.
  if (isInterrupted()) throw new Error('INTERRUPT Error: at the end')
  await flush()
  return rows
}

/**
 * Types Arrow cannot hold become the engine's own text. Written as a cast around the query, because only the engine
 * knows its text exactly.
 */
async function prepareAsTravelling(
  connection: DuckDBConnection,
  { measuredSql, kind }: RunRequest,
): Promise<{ statement: DuckDBPreparedStatement; typeNames: string[] }> {
  const statement = await connection.prepare(measuredSql)
  const count = statement.columnCount
  const typeNames = Array.from({ length: count }, (_, i) => typeNameOf(statement.columnType(i)))
  if (kind !== 'select' || !typeNames.some(travelsAsText)) return { statement, typeNames: [] }
  const names = Array.from({ length: count }, (_, i) => quoted(statement.columnName(i)))
  statement.destroySync()
  const list = typeNames.map((typeName, i) =>
    travelsAsText(typeName) ? `CAST(c${i} AS VARCHAR) AS ${names[i]}` : `c${i} AS ${names[i]}`,
  )
  const aliases = typeNames.map((_, i) => `c${i}`)
  const text = `SELECT ${list.join(', ')} FROM (\n${measuredSql}\n) AS t(${aliases.join(', ')})`
  return { statement: await connection.prepare(text), typeNames }
}

/** The engine's name of a type; ENUM without its values, which may come from the data. */
export function typeNameOf(type: DuckDBType): string {
  if (type.alias !== undefined) return type.alias
  const name = type.toString().replace(/ENUM\((?:'(?:[^']|'')*'(?:, )?)*\)/g, 'ENUM')
  return name === 'TIMESTAMPTZ' ? 'TIMESTAMP WITH TIME ZONE' : name
}
