/** Digests of what tables hold, not of how files hold it: neither row order nor file boundaries matter. */
import { createHash } from 'node:crypto'
import { shareOut } from '../../shared/model/share-out.ts'
import { literal } from '../../shared/model/sql-text.ts'
import { parquetGlob } from './layout.ts'
import type { Loader } from './loader-port.ts'

export interface TableDigest {
  schema: string
  name: string
  rows: number
  /** Size of the files. */
  bytes: number
  digest: string
}

/**
 * SHA-256 over row count, sum and exclusive-or of the rows' 64-bit hashes, and the columns' names and types. It finds
 * a changed value; it is no defence against somebody who builds a collision on purpose.
 */
export async function contentDigest(
  hands: readonly Loader[],
  dataFolder: string,
  tables: readonly { schema: string; name: string }[],
  onProgress: (done: number) => void = () => {},
): Promise<{ digest: string; tables: TableDigest[] }> {
  const digests: TableDigest[] = []
  let done = 0
  await shareOut({ hands, jobs: tables }, async (loader, { schema, name }, place) => {
    const from = `read_parquet(${literal(parquetGlob(dataFolder, schema, name))}, hive_partitioning = false)`
    const columns = await loader.rows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${from})`)
    const [facts] = await loader.rows(
      `SELECT count(*)::DOUBLE, coalesce(sum(hash(t)::HUGEINT), 0)::VARCHAR, coalesce(bit_xor(hash(t)), 0)::VARCHAR FROM ${from} AS t`,
    )
    const [size] = await loader.rows(
      `SELECT coalesce(sum(size), 0)::DOUBLE FROM read_blob(${literal(parquetGlob(dataFolder, schema, name))})`,
    )
    const rows = Number(facts?.[0] ?? 0)
    const digest = createHash('sha256')
      .update(JSON.stringify([schema, name, columns, rows, facts?.[1], facts?.[2]]))
      .digest('hex')
    digests[place] = { schema, name, rows, bytes: Number(size?.[0] ?? 0), digest }
    onProgress(++done)
  })
  const whole = createHash('sha256')
  for (const { schema, name, digest } of digests) whole.update(`${schema}.${name} ${digest}\n`)
  return { digest: whole.digest('hex'), tables: digests }
}
