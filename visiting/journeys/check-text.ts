/** The words of a researcher, in a note or in a figure, beside the tables it goes with: what in it a person should look at. */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { Finding } from '../../shared/model/findings.ts'
import type { TextFormat } from '../../shared/model/text-format.ts'
import { checkChart } from '../disclosure/chart-checks.ts'
import type { CellFinding } from '../disclosure/judge-cells.ts'
import { type ShownValues, textFindings } from '../disclosure/text-literals.ts'

const PROSE: ReadonlySet<TextFormat> = new Set(['text', 'markdown'])

/** `tables` as a client may have them: only what travels is compared with. */
export function checkText(
  { text, format }: { text: string; format: TextFormat },
  { tables, minimumPersons }: { tables: readonly ProtectedTable[]; minimumPersons: number },
): Finding[] {
  const found = textFindings(text, {
    isCode: !PROSE.has(format),
    shown: shownValues(tables),
    least: minimumPersons,
    tables,
  })
  return found.map(asFinding)
}

/** What a researcher set in a figure. An unverified table has no rows here, so every number in words is looked at. */
export const checkLook = (
  chart: ChartSpec,
  asked: { table: ProtectedTable; minimumPersons: number },
): Finding[] => checkChart(chart, asked).map(asFinding)

function asFinding({ code, severity, params }: CellFinding): Finding {
  return {
    code,
    severity,
    rule: null,
    edition: null,
    confirmed: true,
    row: null,
    column: null,
    params,
  }
}

function shownValues(tables: readonly ProtectedTable[]): ShownValues {
  const numbers = new Set<number>()
  const words = new Set<string>()
  for (const { columns, rows } of tables)
    for (const row of rows)
      row.forEach(({ text, status }, c) => {
        if (text === null || status !== 'shown') return
        if (columns[c]?.role === 'key') words.add(text)
        if (/^-?\d+(\.\d+)?$/.test(text)) numbers.add(Number(text))
      })
  return { numbers, words }
}
