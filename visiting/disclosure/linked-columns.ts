/**
 * Columns that give a hidden count away: its rate, mean, percentage, interval, or
 * any other function of it. They go with it.
 *
 * A quotient is recognised by its numbers (A / B · 1, 100, 1 000, 10 000 or
 * 100 000 in every row). Where none is, the facts decide: a cell that rests on the
 * same number of persons as a hidden count of its row is taken as computed from it.
 */
import { numberOf, type TableInput } from './table-input.ts'

export interface Quotient {
  column: number
  numerator: number
  denominator: number
  scale: number
}

/** What rates are told per. */
export const SCALES = [1, 100, 1_000, 10_000, 100_000]
const NUMBERS = new Set(['persons', 'count', 'institutions', 'sum'])
const FUNCTIONS = new Set(['rate', 'mean', 'derived', 'percentile'])

/** Whether a column may be a function of others. */
export function isFunction({ columns }: TableInput, column: number): boolean {
  return FUNCTIONS.has(columns[column]!.role)
}

/** Quotients among the columns, by their numbers. A value may be rounded to the decimals it is written with. */
export function findQuotients(input: TableInput): Quotient[] {
  const numbers = input.columns.flatMap(({ role }, column) => (NUMBERS.has(role) ? [column] : []))
  const found: Quotient[] = []
  input.columns.forEach((_, column) => {
    if (!isFunction(input, column)) return
    for (const numerator of numbers)
      for (const denominator of numbers)
        if (numerator !== denominator)
          for (const scale of SCALES) {
            const quotient = { column, numerator, denominator, scale }
            if (holds(input, quotient)) found.push(quotient)
          }
  })
  return found
}

function holds({ rows }: TableInput, { column, numerator, denominator, scale }: Quotient): boolean {
  let tested = 0
  for (const { values } of rows) {
    const value = numberOf(values[column])
    const above = numberOf(values[numerator])
    const below = numberOf(values[denominator])
    if (value === null || above === null || below === null || below === 0) continue
    const exact = (above / below) * scale
    if (Math.abs(exact - value) > Math.max(halfUnit(value), 1e-9 * Math.abs(exact))) return false
    if (above !== 0) tested++
  }
  return tested > 0
}

/** Half a unit of the last decimal a number is written with. */
export function halfUnit(value: number): number {
  const text = String(value)
  const point = text.indexOf('.')
  if (text.includes('e')) return Math.abs(value) * 1e-9
  const decimals = point < 0 ? 0 : text.length - point - 1
  return 0.5000001 * 10 ** -decimals
}

/** For a cell, the column of a hidden cell of its row that it would give away; null if there is none. */
export function linkedHidden(
  input: TableInput,
  {
    row,
    column,
    isHidden,
    quotients,
  }: {
    row: number
    column: number
    isHidden: (column: number) => boolean
    quotients: readonly Quotient[]
  },
): number | null {
  if (!isFunction(input, column)) return null
  const { role } = input.columns[column]!
  const hidden = input.columns.flatMap((each, other) =>
    NUMBERS.has(each.role) && isHidden(other) ? [other] : [],
  )
  if (hidden.length === 0) return null
  const own = quotients.filter((quotient) => quotient.column === column)
  const named = hidden.find((other) =>
    own.some(({ numerator, denominator }) => numerator === other || denominator === other),
  )
  if (named !== undefined) return named
  // Nobody knows what a derived number was made of.
  if (role === 'derived') return hidden[0]!
  const { facts } = input.rows[row]!
  const { persons, denominatorPersons } = facts[column]!
  if (persons === null) return hidden[0]!
  return (
    hidden.find((other) => {
      const behind = facts[other]!.persons ?? numberOf(input.rows[row]!.values[other])
      return behind !== null && (behind === persons || behind === denominatorPersons)
    }) ?? null
  )
}
