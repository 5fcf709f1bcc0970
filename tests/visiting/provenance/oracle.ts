/**
 * The slow, obviously right way to know who matters: take one person away, ask again, compare. Means, extremes and
 * percentiles are judged from the rows themselves.
 */
import type { Bench, Value } from './persons-bench.ts'
import { whole } from './persons-bench.ts'
import { type Analysis, type Judge, keyColumns, querySql, rawSql } from './query-grammar.ts'

export interface Expectation {
  /** Persons whose going changes the cell while the row stays. */
  least: number
  /** Those, and persons with whom the whole row goes. */
  most: number
}

export interface RowExpectation {
  key: string
  cells: Expectation[]
  /** For rates: what the denominator may claim. */
  denominators: (Expectation | null)[]
}

const same = (a: Value | undefined, b: Value | undefined, tolerant: boolean): boolean => {
  if (tolerant)
    return Math.abs(Number(a ?? 0) - Number(b ?? 0)) < 1e-9 * Math.max(1, Math.abs(Number(a ?? 0)))
  return JSON.stringify(a) === JSON.stringify(b)
}

export const keyOfRow = (row: Value[], width: number, offset: number): string =>
  JSON.stringify(row.slice(0, width + offset))

const partsOf = (judge: Judge): string[] => ('parts' in judge ? judge.parts : [])

/**
 * What each cell may claim, row by row. `shown`: the rows as measured, since `first` and its like may answer otherwise
 * when asked again.
 */
export async function judge(bench: Bench, given: Analysis, shown: Value[][]): Promise<RowExpectation[]> {
  const parts = given.items.flatMap((item) => partsOf(item.judge))
  const sql = whole(querySql(given, [...given.items.map((item) => item.sql), ...parts]))
  const offset = given.wrap === 'union' ? 1 : 0
  const width = keyColumns(given)
  const base = (await bench.run(sql)).rows
  const gone = await Promise.all(
    bench.persons.map(async (person) => {
      const { rows } = await bench.without(person, sql)
      return new Map(rows.map((row) => [keyOfRow(row, width, offset), row]))
    }),
  )
  const raw = await rawRows(bench, given)
  const first = width + offset
  const measured = new Map(shown.map((row) => [keyOfRow(row, width, offset), row]))
  return base.map((row) => {
    const key = keyOfRow(row, width, offset)
    const vanished = gone.filter((rows) => !rows.has(key)).length
    const changed = (index: number, tolerant: boolean): Expectation => {
      const least = gone.filter((rows) => {
        const other = rows.get(key)
        return other !== undefined && !same(row[first + index], other[first + index], tolerant)
      }).length
      return { least, most: least + vanished }
    }
    let next = given.items.length
    const denominators: (Expectation | null)[] = []
    const cells = given.items.map((item, index): Expectation => {
      const at = partsOf(item.judge).map(() => next++)
      denominators.push(item.judge.by === 'rate' ? changed(at[1]!, true) : null)
      switch (item.judge.by) {
        case 'change':
          return changed(index, false)
        case 'sum':
          return changed(index, true)
        case 'rate':
          return changed(at[0]!, true)
        case 'parts': {
          const all = at.map((place) => changed(place, true))
          return { least: 0, most: Math.min(...all.map((part) => part.most)) }
        }
        case 'one':
          return { least: 0, most: 1 }
        default:
          return held(item.judge, measured.get(key)?.[first + index] ?? null, raw(row, offset, index))
      }
    })
    return { key, cells, denominators }
  })
}

interface RawRow {
  person: Value
  value: Value
  other: Value
  counted: boolean
}

/** The rows of persons behind a row of the result. */
async function rawRows(
  bench: Bench,
  given: Analysis,
): Promise<(row: Value[], offset: number, item: number) => RawRow[]> {
  const wanted = given.items.flatMap((item, index) =>
    'value' in item.judge ? [{ index, judge: item.judge }] : [],
  )
  if (wanted.length === 0 || given.source.person === 'NULL') return () => []
  const expressions = wanted.flatMap(({ judge: by }) => [
    by.value,
    'other' in by ? by.other : 'NULL',
    'filter' in by && by.filter !== null ? `coalesce(${by.filter}, false)` : 'true',
  ])
  const { rows } = await bench.run(whole(rawSql(given, expressions)))
  const count = given.keys.length
  const marked = keyColumns(given) > count
  return (row, offset, item) => {
    const at = wanted.findIndex((other) => other.index === item)
    if (at < 0) return []
    return rows
      .filter((one) =>
        given.keys.every((_, index) => {
          const rolledUp = marked && Number(row[offset + count + index]) === 1
          return rolledUp || JSON.stringify(one[1 + index]) === JSON.stringify(row[offset + index])
        }),
      )
      .map((one) => ({
        person: one[0]!,
        value: one[1 + count + 3 * at]!,
        other: one[2 + count + 3 * at]!,
        counted: one[3 + count + 3 * at] === true,
      }))
      .filter((one) => one.counted)
  }
}

function held(by: Judge, shown: Value, rows: RawRow[]): Expectation {
  const persons = (test: (row: RawRow) => boolean): number =>
    new Set(rows.filter((row) => row.person !== null && test(row)).map((row) => row.person)).size
  const exactly = (count: number): Expectation => ({ least: count, most: count })
  switch (by.by) {
    case 'mean':
      return exactly(persons((row) => row.value !== null))
    case 'holder':
      return exactly(shown === null ? 0 : persons((row) => same(row.value, shown, false)))
    case 'tail': {
      if (shown === null) return exactly(0)
      const below = persons((row) => row.value !== null && Number(row.value) <= Number(shown))
      const above = persons((row) => row.value !== null && Number(row.value) >= Number(shown))
      return exactly(Math.min(below, above))
    }
    case 'extreme-of': {
      const others = rows
        .filter((row) => row.other !== null && row.value !== null)
        .map((row) => Number(row.other))
      const most = Math.max(...others)
      const isFirst = (row: RawRow) => row.other !== null && Number(row.other) === most
      return exactly(persons((row) => isFirst(row) && same(row.value, shown, false)))
    }
    default:
      return exactly(0)
  }
}
