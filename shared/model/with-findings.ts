import type { Finding } from './findings.ts'

interface TableWithFindings {
  columns: readonly { name: string }[]
  rows: { findings: number[] }[][]
  findings: Finding[]
}

/** A table with more found about it, each beside the cell it is about; what it says already is not said again. */
export function withFindings<Table extends TableWithFindings>(table: Table, more: readonly Finding[]): Table {
  const said = new Set(table.findings.map(wordsOf))
  const added = more.filter((finding) => !said.has(wordsOf(finding)))
  if (added.length === 0) return table
  const first = table.findings.length
  const at = new Map<string, number[]>()
  for (const [index, { row, column }] of added.entries()) {
    const place = `${row} ${column}`
    at.set(place, [...(at.get(place) ?? []), first + index])
  }
  return {
    ...table,
    findings: [...table.findings, ...added],
    rows: table.rows.map((row, r) =>
      row.map((cell, c) => {
        const found = at.get(`${r} ${table.columns[c]!.name}`)
        return found === undefined ? cell : { ...cell, findings: [...cell.findings, ...found] }
      }),
    ),
  }
}

const wordsOf = ({ code, row, column, params }: Finding): string =>
  JSON.stringify([code, row, column, params])
