/**
 * A study judged by brute force: each person is taken out of every table, each database emptied, and the script asked
 * again (./plain-people.ts). Returns what it found instead of judging, so that a test can say what is expected.
 */
import { type ColumnFacts, certaintyOf } from '../../../shared/model/facts.ts'
import { ACRO_DOMINANCE, maskOf } from '../../../visiting/results/masking.ts'
import type { Value } from './persons-bench.ts'
import type { Answer, PlainAnswers } from './plain-people.ts'
import type { StudyBench } from './study-bench.ts'

/** Few, as the people are. */
const MINIMUM = 3

export interface Study {
  sql: string
  /** How many columns name the row. */
  keys: number
  /** Columns that may stay what they are when one of those behind them goes: means, extremes, quotients. */
  steady?: string[]
}

export interface CellFinding {
  column: string
  row: string
  role: ColumnFacts['role']
  certainty: ColumnFacts['certainty']
  /** Persons claimed; those whose going changes the cell; those with whom the row goes. */
  claimed: number
  changed: number
  vanished: number
  mask: string
  /** What is wrong for certain, in words. */
  wrong: string[]
}

export interface StudyFindings {
  standing: string
  /** Why it is unverified. */
  reason: string | null
  cells: CellFinding[]
}

const near = (a: Value | undefined, b: Value | undefined): boolean => {
  if (a === b || (a ?? null) === (b ?? null)) return true
  const [x, y] = [Number(a), Number(b)]
  if (typeof a !== 'number' && typeof b !== 'number' && (Number.isNaN(x) || Number.isNaN(y)))
    return JSON.stringify(a) === JSON.stringify(b)
  return a !== null && b !== null && Math.abs(x - y) < 1e-9 * Math.max(1, Math.abs(x))
}

const settled = (value: Value): Value => (typeof value === 'number' ? Number(value.toPrecision(11)) : value)

export async function findingsOf(
  bench: StudyBench,
  { whole, without, lacking }: PlainAnswers,
  { sql, keys, steady = [] }: Study,
): Promise<StudyFindings> {
  const { names, rows, plan } = await bench.measured(sql)
  const reason = plan.kind === 'unverified' ? plan.reason.code : null
  const width = whole.names.length
  const shown = (row: Value[]) => JSON.stringify(row.slice(0, width).map(settled))
  const cells: CellFinding[] = []
  const complaint = (column: string, row: string, wrong: string): void => {
    cells.push({
      column,
      row,
      role: 'derived',
      certainty: 'at-least',
      claimed: 0,
      changed: 0,
      vanished: 0,
      mask: '',
      wrong: [wrong],
    })
  }
  if (JSON.stringify(names.slice(0, width)) !== JSON.stringify(whole.names))
    complaint('', '', `names ${names.slice(0, width)} instead of ${whole.names}`)
  if (JSON.stringify(rows.map(shown).sort()) !== JSON.stringify(whole.rows.map(shown).sort()))
    complaint('', '', 'other rows than when asked plainly')
  if (plan.kind !== 'aggregated') return { standing: plan.kind, reason, cells }

  const keyOf = (row: Value[]) => JSON.stringify(row.slice(0, keys))
  const indexed = (answer: Answer) => new Map(answer.rows.map((row) => [keyOf(row), row]))
  const gone = [...without.values()].map(indexed)
  const emptied = new Map([...lacking].map(([name, answer]) => [name, indexed(answer)]))
  for (const row of rows) {
    const key = keyOf(row)
    const read = (name: string | null): number | null => {
      const value = name === null ? null : (row[names.indexOf(name)] ?? null)
      return value === null ? null : Number(value)
    }
    const changedAt = (index: number) =>
      gone.filter((other) => other.has(key) && !near(other.get(key)![index], row[index])).length
    const vanished = gone.filter((other) => !other.has(key)).length
    for (const [index, column] of plan.columns.entries()) {
      if (index >= width) continue
      const wrong: string[] = []
      const rowPersons = read(plan.rowPersons)
      const own = column.persons === null ? rowPersons : read(column.persons)
      const isKey = index < keys
      const changed = isKey ? 0 : changedAt(index)
      // The number that is told of the cell, not of its row, which can rest on fewer.
      const claimed = own ?? 0
      const denominator = read(column.denominatorPersons)
      const certainty = certaintyOf(column, { persons: own, denominatorPersons: denominator })
      const exact = certainty === 'exact'
      // Whoever shares a key with others does not change it; the other columns speak for the row's persons.
      if (!isKey && !steady.includes(column.name) && claimed > changed + vanished) wrong.push('overstated')
      // Of a rate its numerator is told, and its denominator apart.
      if (!isKey && exact && column.role !== 'rate' && claimed < changed) wrong.push('exact, and understated')
      const top = read(column.top1Share)
      const two = read(column.top2Share)
      const additive = ['sum', 'count', 'persons'].includes(column.role)
      if (
        !isKey &&
        exact &&
        top !== null &&
        two !== null &&
        additive &&
        Number(row[index]) !== 0 &&
        vanished === 0
      ) {
        const given = gone
          .map((other) => (Number(row[index]) - Number(other.get(key)?.[index] ?? 0)) / Number(row[index]))
          .sort((a, b) => b - a)
        if (given[0]! > top + 1e-6) wrong.push(`share ${top} of ${given[0]}`)
        if (given[0]! + given[1]! > two + 1e-6) wrong.push(`two shares ${two} of ${given[0]! + given[1]!}`)
        if (column.sharesAtMost !== true && given[0]! >= 0 && given.at(-1)! >= 0 && given[0]! < top - 1e-6)
          wrong.push(`share ${top}, exactly ${given[0]}`)
      }
      for (const [name, other] of emptied) {
        const touched = !other.has(key) || !near(other.get(key)![index], row[index])
        if (touched && column.role !== 'constant' && !column.databases.includes(name))
          wrong.push(`does not name ${name}`)
      }
      const mask = maskOf(
        {
          kind: 'aggregated',
          column,
          rowPersons,
          facts: {
            persons: own,
            institutions: read(column.institutions),
            top1Share: top,
            top2Share: two,
            denominatorPersons: denominator,
            certainty,
            databases: column.databases,
          },
          isZero: Number(row[index]) === 0 && row[index] !== null,
        },
        { minimumPersons: MINIMUM, dominance: ACRO_DOMINANCE },
      )
      cells.push({
        column: column.name,
        row: key,
        role: isKey ? 'key' : column.role,
        certainty,
        claimed,
        changed,
        vanished,
        mask,
        wrong,
      })
    }
  }
  return { standing: 'aggregated', reason, cells }
}
