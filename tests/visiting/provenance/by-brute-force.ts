/**
 * A query judged by brute force: one person is taken out of every table and it is asked again. Nobody may be claimed
 * behind a cell whom it does not change.
 */
import { expect } from 'vitest'
import type { Bench, Value } from './persons-bench.ts'
import { whole } from './persons-bench.ts'

export interface Shape {
  sql: string
  /** How many columns name the row. */
  keys: number
  /** Columns of which the very number must be told. */
  exact?: string[]
  /** Means, quotients, ranks: may stay what they are when somebody goes. The property test judges such by their parts. */
  steady?: string[]
  /** Why it is not followed. */
  unverified?: string
}

const near = (a: Value | undefined, b: Value | undefined): boolean => {
  const [x, y] = [Number(a ?? 0), Number(b ?? 0)]
  return a === b || (Number.isFinite(x) && Math.abs(x - y) < 1e-9 * Math.max(1, Math.abs(x)))
}

export async function judged(
  bench: Bench,
  { sql: written, keys, exact = [], steady = [], unverified }: Shape,
): Promise<void> {
  const sql = whole(written)
  const { sql: measured, plan } = await bench.measured(sql)
  if (unverified !== undefined) {
    expect(plan).toMatchObject({ kind: 'unverified', reason: { code: unverified } })
    return
  }
  expect(plan.kind, plan.kind === 'unverified' ? JSON.stringify(plan.reason) : sql).toBe('aggregated')
  if (plan.kind !== 'aggregated') return
  const { names, rows } = await bench.run(measured)
  const plain = await bench.run(sql)
  expect(names.slice(0, plain.names.length)).toEqual(plain.names)
  const shown = (row: Value[]) =>
    JSON.stringify(
      row
        .slice(0, plain.names.length)
        .map((value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)),
    )
  expect(rows.map(shown).sort(), sql).toEqual(plain.rows.map(shown).sort())
  const width = plain.names.length
  const keyOf = (row: Value[]) => JSON.stringify(row.slice(0, keys))
  const gone = await Promise.all(bench.persons.map(async (person) => (await bench.without(person, sql)).rows))
  for (const row of rows) {
    const find = (others: Value[][]) => others.find((other) => keyOf(other) === keyOf(row))
    const read = (name: string): number => Number(row[names.indexOf(name)])
    for (const [index, column] of plan.columns.entries()) {
      if (index < keys || index >= width || steady.includes(column.name)) continue
      const changed = gone.filter((others) => {
        const other = find(others)
        return other !== undefined && !near(row[index], other[index])
      }).length
      const vanished = gone.filter((others) => find(others) === undefined).length
      const claimed = Math.min(read(column.persons ?? plan.rowPersons), read(plan.rowPersons))
      const where = `${column.name} of ${keyOf(row)} in ${sql}`
      expect(claimed, where).toBeLessThanOrEqual(changed + vanished)
      if (exact.includes(column.name)) {
        expect(column.certainty, where).toBe('exact')
        expect(claimed, where).toBeGreaterThanOrEqual(changed)
      }
    }
  }
}
