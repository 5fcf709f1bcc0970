/** What becoming Arrow costs by itself: the engine's chunks are there, the worker's own code writes them to a file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { arrowFieldOf } from '../../shared/arrow/column-types.ts'
import { columnBufferFor } from '../../visiting/engine/worker/column-buffer.ts'
import { ResultFile } from '../../visiting/engine/worker/result-file.ts'
import type { Figure } from './measure.ts'

const SHAPES = {
  numbers: `SELECT i, i + 1 AS a, i / 7.0 AS b, i % 1000 AS c, date '2020-01-01' + (i % 1000)::INTEGER AS d
    FROM range(1000000) AS t(i)`,
  'lines of claims (pseudonym, date, codes, points, some missing)': `SELECT
      left(sha256((i // 40)::VARCHAR), 32) AS person_id, date '2020-01-01' + (i % 1000)::INTEGER AS dispensed_date,
      (610000000 + i % 977)::VARCHAR AS drug_code, 'C09AA' || lpad((i % 20)::VARCHAR, 2, '0') AS atc_code,
      CASE WHEN i % 11 > 0 THEN (i % 90)::INTEGER END AS days, (i % 4000)::INTEGER AS points
    FROM range(1000000) AS t(i)`,
}
const BATCH_ROWS = 8_192

/** MB of Arrow a second of processor time, writing and syncing included; the best of five. */
export async function benchConversion(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'visiting-bench-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const figures: Figure[] = []
    for (const [what, sql] of Object.entries(SHAPES)) {
      const result = await connection.run(sql)
      const columns = result.columnNames().map((name, at) => ({ name, type: String(result.columnType(at)) }))
      const chunks = await result.fetchAllChunks()
      let best = 0
      for (let round = 0; round < 6; round += 1) {
        const path = join(folder, 'result.arrow')
        const before = process.cpuUsage()
        const file = new ResultFile(
          path,
          columns.map(({ name, type }) => arrowFieldOf(name, type)),
        )
        const buffers = columns.map(({ type }) => columnBufferFor(type))
        let rows = 0
        for (const chunk of chunks) {
          for (const [at, buffer] of buffers.entries())
            buffer.append(duckdb.data_chunk_get_vector(chunk.chunk, at), chunk.rowCount)
          rows += chunk.rowCount
          if (rows < BATCH_ROWS) continue
          await file.write(
            buffers.map((buffer) => buffer.take()),
            rows,
          )
          rows = 0
        }
        if (rows > 0)
          await file.write(
            buffers.map((buffer) => buffer.take()),
            rows,
          )
        const { bytes } = await file.finish()
        const { user, system } = process.cpuUsage(before)
        // The first round warms up.
        if (round > 0) best = Math.max(best, bytes / (user + system))
        rmSync(path)
      }
      figures.push({
        what: `DuckDB chunks to an Arrow file, a core: ${what}`,
        value: best,
        unit: 'MB/s',
        budget: 200,
        atLeast: true,
      })
    }
    return figures
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}
