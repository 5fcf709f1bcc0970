/** What the protected version of a table says about its cells, for grid, list and inspector alike. Pure. */
import type { z } from 'zod'
import type { ProtectedCell, ProtectedTable } from '../../shared/contract/outputs.ts'
import type { Finding, Severity } from '../../shared/model/findings.ts'
import type { GridPlace } from './grid-keys.ts'

export type Table = z.output<typeof ProtectedTable>
export type Cell = z.output<typeof ProtectedCell>

const RANK: Record<Severity, number> = { blocking: 3, warning: 2, note: 1 }

/** 'hidden', else the worst finding on the cell, else 'plain'. */
export type CellTone = 'hidden' | Severity | 'plain'

/** How a cell stands, for its label: a masked key is not hidden for what it says, but with the numbers of its row. */
export const standingOf = (cell: Cell, role: string | undefined): Cell['status'] | 'key' =>
  role === 'key' && cell.status === 'primary' ? 'key' : cell.status

/** Hidden before anything else; of a shown cell the worst of its findings. */
export function toneOf(cell: Cell, findings: readonly Finding[]): CellTone {
  if (cell.status !== 'shown') return 'hidden'
  return worstOf(cell.findings.map((index) => findings[index]).filter((finding) => finding !== undefined))
}

function worstOf(findings: readonly Finding[]): Severity | 'plain' {
  let worst: Severity | 'plain' = 'plain'
  for (const { severity } of findings) if (worst === 'plain' || RANK[severity] > RANK[worst]) worst = severity
  return worst
}

/** The word for what a value of a column means, where there is one. */
export type WordOf = (column: number, value: string) => string | null

/** The keys of a row joined, as a person would name it; null where the row has no shown key. */
export function rowName(table: Table, row: number, wordOf: WordOf = () => null): string | null {
  const texts = table.columns.flatMap(({ role }, i) => {
    const cell = table.rows[row]?.[i]
    if (role !== 'key' || cell?.status !== 'shown' || !cell.text) return []
    const word = wordOf(i, cell.text)
    return [word === null ? cell.text : `${cell.text} ${word}`]
  })
  return texts.length > 0 ? texts.join(' · ') : null
}

/** Names a cell among those to keep. */
export const keptName = ({ row, column }: { row: number; column: string }): string => `${row} ${column}`

/** The same name by the cell's place on the grid. */
export const nameAt = (table: Table, { row, column }: GridPlace): string =>
  keptName({ row, column: table.columns[column]?.name ?? '' })

/** The categories of a key column that may be told, in the order they first appear. */
export function keysOf(table: Table, column: string): string[] {
  const at = table.columns.findIndex(({ name, role }) => role === 'key' && name === column)
  const texts = at < 0 ? [] : table.rows.map((row) => row[at]?.text ?? '')
  return [...new Set(texts)].filter((text) => text !== '')
}

/** Where a finding points; null for findings about a column, the whole output, or rows that are not here. */
export function placeOf(table: Table, finding: Finding): GridPlace | null {
  if (finding.row === null || finding.row >= table.rows.length) return null
  const column = finding.column === null ? 0 : table.columns.findIndex(({ name }) => name === finding.column)
  return column < 0 ? null : { row: finding.row, column }
}

/** Indexes of the findings in the order a reviewer reads them: about the whole first, then the worst first. */
export function readingOrder(findings: readonly Finding[]): number[] {
  const wholeFirst = (finding: Finding) => (finding.row === null ? 0 : 1)
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (a, b) =>
        wholeFirst(a.finding) - wholeFirst(b.finding) ||
        RANK[b.finding.severity] - RANK[a.finding.severity] ||
        (a.finding.row ?? 0) - (b.finding.row ?? 0) ||
        a.index - b.index,
    )
    .map(({ index }) => index)
}

const hasMark = (table: Table, { row, column }: GridPlace): boolean => {
  const cell = table.rows[row]?.[column]
  return cell !== undefined && (cell.status !== 'shown' || cell.findings.length > 0)
}

/** The next cell, in reading direction, that is hidden or has a finding, or is marked as asked; goes round at the ends. */
export function nextMarked(
  table: Table,
  from: GridPlace | null,
  direction: 1 | -1,
  isMarked = (place: GridPlace): boolean => hasMark(table, place),
): GridPlace | null {
  const width = table.columns.length
  const cells = width * table.rows.length
  if (cells === 0) return null
  const start = from ? from.row * width + from.column : direction === 1 ? -1 : cells
  for (let step = 1; step <= cells; step++) {
    const at = (((start + direction * step) % cells) + cells) % cells
    const place = { row: Math.floor(at / width), column: at % width }
    if (isMarked(place)) return place
  }
  return null
}

/** Findings that say the same about cells of one column, as one line with its members in reading order. */
export interface FindingGroup {
  /** Indexes into the table's findings; never empty. */
  members: number[]
}

/** Groups in the order a reviewer reads them: by their first member. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>()
  for (const index of readingOrder(findings)) {
    const finding = findings[index]
    if (!finding) continue
    const { code, severity, rule, edition, confirmed, column, row, params } = finding
    const key = JSON.stringify([code, severity, rule, edition, confirmed, column, row === null, params])
    const group = groups.get(key)
    if (group) group.members.push(index)
    else groups.set(key, { members: [index] })
  }
  return [...groups.values()]
}
