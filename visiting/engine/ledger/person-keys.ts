/**
 * From a permit's pseudonyms to the ledger's digests of persons. Where linkage was not approved a person has another
 * pseudonym in each database of the permit; all of them lead to the same digest here.
 *
 * The file joins a permit's pseudonyms to what is equal in all permits: it lies in the ledger's folder, no worker has
 * it in reach, and it is erased with the permit.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../../../shared/model/sql-text.ts'
import { parquetGlob } from '../../sources/layout.ts'
import { pseudonymSql, scopeKey, scopeOf } from '../worker/pseudonyms.ts'
import { copyWhole, type PersonKeysSpec } from './ledger-data.ts'

/** Writes the file whole or not at all: a row for each pseudonym of the permit, with the person's digest. */
export async function makePersonKeys(connection: DuckDBConnection, spec: PersonKeysSpec): Promise<void> {
  const scopes = new Map<string, string[]>()
  for (const table of spec.tables) {
    const glob = parquetGlob(spec.dataFolder, table.schema, table.name)
    for (const column of table.columns) {
      if (column.identity !== 'person') continue
      const scope = scopeOf('person', table.database, spec)
      const select = `SELECT CAST("${column.name.replaceAll('"', '""')}" AS VARCHAR) AS id
        FROM read_parquet(${literal(glob)}, hive_partitioning = false)`
      scopes.set(scope, [...(scopes.get(scope) ?? []), select])
    }
  }
  const person = digestSql(spec.ledgerKey, { use: 'person', expression: 'id' })
  const parts = [...scopes].map(([scope, selects]) => {
    const pseudonym = pseudonymSql(scopeKey(Buffer.from(spec.secret), scope), 'id')
    return `SELECT ${pseudonym} AS pseudonym, ${person} AS person
      FROM (SELECT DISTINCT id FROM (${selects.join(' UNION ALL ')}) WHERE id IS NOT NULL)`
  })
  const none = 'SELECT NULL::VARCHAR AS pseudonym, NULL::UBIGINT AS person WHERE false'
  await copyWhole(connection, { select: [none, ...parts].join(' UNION ALL '), target: spec.target })
}

/** Eight bytes of an HMAC-SHA-256 of a text under the ledger's key, as a number. */
export function digestSql(
  ledgerKey: Uint8Array,
  { use, expression }: { use: 'person' | 'value'; expression: string },
): string {
  const key = scopeKey(Buffer.from(ledgerKey), `ledger ${use}`)
  return `CAST('0x' || left(${pseudonymSql(key, expression)}, 16) AS UBIGINT)`
}
