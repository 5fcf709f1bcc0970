/** Into which parts sets of persons cut one another: people (with what each gives) who are in exactly the same sets. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../../../shared/model/sql-text.ts'

/** As many as the bits of DuckDB's largest whole number. */
export const MOST_PART_SETS = 128

export interface PartsQuestion {
  /** At most MOST_PART_SETS, the most wanted first. */
  sets: { file: string; set: number }[]
  /** What is cut: people, or people with what each gives the number. */
  by: 'person' | 'element'
  /** Of parts of fewer persons it is told who is in them, by numbers that mean nothing elsewhere. */
  small: number
  /** With more parts than this the sets wanted least are left out. */
  mostParts: number
}

export interface PersonParts {
  /** Sets that were cut, from the first on. */
  taken: number
  parts: { sets: number[]; persons: number; who: number[] | null }[]
}

/**
 * Works with the first `taken` sets, halved until the parts are at most `mostParts`. `who` numbers the
 * persons of a part of fewer than `small`, so that the same person can be known again in other parts of this
 * answer; null for larger ones.
 */
export async function personParts(
  connection: DuckDBConnection,
  { sets, by, small, mostParts }: PartsQuestion,
): Promise<PersonParts> {
  const read = async (sql: string): Promise<unknown[][]> =>
    (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][]
  const files = [...new Set(sets.map(({ file }) => file))]
  await connection.run('CREATE TABLE held (person UBIGINT, element UBIGINT, place UTINYINT)')
  for (const file of files) {
    const wanted = sets.flatMap((one, place) => (one.file === file ? [`(${one.set}, ${place})`] : []))
    await connection.run(`
      INSERT INTO held SELECT m.person, m.element, w.place FROM read_parquet(${literal(file)}) AS m
      JOIN (VALUES ${wanted.join(', ')}) AS w(set, place) ON m.set = w.set`)
  }
  let taken = sets.length
  for (; ; taken = Math.floor(taken / 2)) {
    await connection.run(`
      CREATE OR REPLACE TABLE marked AS
      SELECT ${by === 'person' ? 'person' : 'any_value(person) AS person'}, bit_or(1::UHUGEINT << place) AS mark FROM held
      WHERE place < ${taken} GROUP BY ${by}`)
    const [[parts]] = (await read('SELECT count(DISTINCT mark)::DOUBLE FROM marked')) as [[number]]
    if (parts <= mostParts || taken <= 2) break
  }
  const parts = await read('SELECT mark::VARCHAR, count(*)::DOUBLE FROM marked GROUP BY mark ORDER BY mark')
  const few = await read(`
    SELECT mark::VARCHAR, list(DISTINCT who) FROM (
      SELECT mark, dense_rank() OVER (ORDER BY person)::INTEGER AS who FROM marked
      SEMI JOIN (SELECT mark FROM marked GROUP BY mark HAVING count(*) < ${small}) USING (mark))
    GROUP BY mark`)
  const who = new Map(few.map(([mark, some]) => [String(mark), (some as number[]).map(Number)]))
  return {
    taken,
    parts: parts.map(([mark, persons]) => ({
      sets: placesIn(BigInt(String(mark))),
      persons: Number(persons),
      who: who.get(String(mark)) ?? null,
    })),
  }
}

function placesIn(mark: bigint): number[] {
  const places: number[] = []
  for (let place = 0; mark > 0n; place += 1, mark >>= 1n) if (mark & 1n) places.push(place)
  return places
}
