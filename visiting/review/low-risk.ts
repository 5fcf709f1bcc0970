/**
 * Whether an output is of the low-risk class, and if not, why not. Every doubt counts against it: a finding of any
 * kind, a hidden cell, a number whose persons are not known, a note in words.
 */
import type { ChartLook } from '../../shared/model/chart.ts'
import type { LowRiskClass, WhyNotLowRisk } from '../../shared/model/review-course.ts'
import type { FrozenTable } from '../outputs/outputs-port.ts'

type Table = Pick<FrozenTable, 'kind' | 'table'> & Partial<Pick<FrozenTable, 'form' | 'chart'>>

/** Null where it is of the class. `limits` are the operator's edition in force. */
export function whyNotLowRisk(
  items: readonly (Table | { kind: 'text' })[],
  limits: LowRiskClass,
  /** Statbarn of a column's role; null for functions that have none. */
  outputClassOf: (role: string) => string | null,
): WhyNotLowRisk | null {
  let cells = 0
  for (const item of items) {
    if (item.kind === 'text') return 'text'
    const { table, form, chart } = item
    // Curves and models are of classes of their own; words set in a figure are a note.
    if (form && form.kind !== 'table') return 'output-class'
    if (chart?.look && wordsIn(chart.look)) return 'text'
    if (!table.verified) return 'unverified'
    if (table.findings.length > 0) return 'finding'
    for (const row of table.rows)
      for (const [index, cell] of row.entries()) {
        if (cell.status !== 'shown') return 'hidden-cell'
        const role = table.columns[index]?.role ?? ''
        if (role === 'key') continue
        const outputClass = outputClassOf(role)
        if (outputClass === null || !limits.outputClasses.includes(outputClass)) return 'output-class'
        // Words such as `≥10` or `?` stand where the number is not told or not known.
        if (!/^\d+$/.test(cell.persons) || Number(cell.persons) < limits.leastPersons)
          return 'too-few-persons'
        cells += 1
      }
  }
  return cells > limits.maxCells ? 'too-many-cells' : null
}

const wordsIn = ({ xTitle, yTitle, hover, annotations }: ChartLook): boolean =>
  [xTitle, yTitle, hover, ...annotations.map(({ text }) => text)].some((text) => text.trim() !== '')
