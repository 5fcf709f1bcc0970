/**
 * The catalog's words in a chart: titles of columns and what codes mean. A table does not say which variable a column
 * comes from, so a group's column is told by its name, and only where all variables of the catalog by that name agree:
 * they say the same title, or share one code list. Nothing of it is the researcher's to write, so a figure in words says
 * no more than the same figure in codes.
 */
import { type Dataset, meaningOf, type Variable } from './catalog.ts'
import type { ChartSpec } from './chart.ts'

export interface ChartWords {
  /** null where the catalog has none, or not for certain. */
  title(column: string): string | null
  /** What a value of the column means; null likewise. */
  meaning(column: number, value: string): string | null
}

const NO_WORDS: ChartWords = { title: () => null, meaning: () => null }

/** Looks up what a chart's language asks for; without a language there are no words. */
export function chartWords(
  columns: readonly { name: string; type: string; role: string }[],
  { chart, datasets }: { chart: Pick<ChartSpec, 'words'>; datasets: readonly Pick<Dataset, 'tables'>[] },
): ChartWords {
  const language = chart.words
  if (!language) return NO_WORDS
  const all = datasets.flatMap(({ tables }) => tables.flatMap(({ variables }) => variables))
  const known = columns.map(({ name, type, role }): { title: string | null; coded: Variable | null } => {
    const own = role === 'key' ? all.filter((one) => one.name === name.toLowerCase()) : []
    const [first] = own
    if (!first) return { title: null, coded: null }
    const isSameTitle = own.every(({ title }) => title[language] === first.title[language])
    const isSameList = own.every((one) => one.codeSystem === first.codeSystem && one.type === type)
    const isCoded = isSameList && first.codes.length > 0
    // Above 東京都 and 大阪府 stands 都道府県, not 都道府県コード.
    const title = isCoded ? first.title[language].replace(/コード$| code$/i, '') : first.title[language]
    return { title: isSameTitle ? title : null, coded: isCoded ? first : null }
  })
  return {
    title: (column) => known[columns.findIndex(({ name }) => name === column)]?.title ?? null,
    meaning: (column, value) => meaningOf(known[column]?.coded, value, language),
  }
}

/** Whether the catalog has words for any of the columns. */
export const hasWords = (
  columns: Parameters<typeof chartWords>[0],
  asked: Parameters<typeof chartWords>[1],
): boolean => {
  const words = chartWords(columns, asked)
  return columns.some(({ name }) => words.title(name) !== null)
}
