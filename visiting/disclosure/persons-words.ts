import type { CellStatus } from '../../shared/model/findings.ts'
import { type CellJudgement, personsOf } from './judge-cells.ts'
import { isFrame, isTold, numberOf, type TableInput } from './table-input.ts'

/** Persons behind a cell as words that may travel: never the number that a hidden cell of the row stands for. */
export function personsWords(
  input: TableInput,
  {
    row,
    column,
    status,
    judged,
  }: { row: number; column: number; status: CellStatus[][]; judged: CellJudgement[][] },
): string {
  const { facts, rowPersons, values } = input.rows[row]!
  const behind = (c: number) =>
    personsOf({ role: input.columns[c]!.role, value: values[c] ?? null, facts: facts[c]!, rowPersons })
  // Beside a constant stand the row's persons, of whom its own certainty says nothing.
  const isExact = facts[column]!.certainty === 'exact' && input.columns[column]!.role !== 'constant'
  const words = (count: number) => (isExact ? String(count) : `≥${count}`)
  const threshold = Math.max(judged[row]![column]!.threshold, input.minimumPersons, 1)
  if (input.verified && !isTold(input.rows[row]!, column)) {
    // Of a masked cell no more is said than its mask says: none are few, too, and what was not measured is not counted.
    const measured = rowPersons === null ? 0 : Math.min(rowPersons, facts[column]!.persons ?? 0)
    return measured < threshold ? `<${threshold}` : words(measured)
  }
  const own = isFrame(input.columns[column]!.role) ? rowPersons : behind(column)
  if (own === null) return '?'
  if (own === 0) return '0'
  if (own < threshold) return `<${threshold}`
  const gives = status[row]!.some(
    (standing, c) =>
      standing !== 'shown' && (behind(c) === own || numberOf(values[c]) === own || c === column),
  )
  return gives ? `≥${threshold}` : words(own)
}
