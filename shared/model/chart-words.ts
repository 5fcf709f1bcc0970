/**
 * The catalog's words for the columns of a table: titles, and what codes mean. A table does not say which variable a
 * column comes from, so a group's column is told by its name, and only where all variables of the catalog by that name
 * agree: they say the same title, or share one code list; of several with lists, those whose list has every value that is
 * shown. What codes mean is said only where all values that are shown are of that list, or stand for the rest:
 * `CASE … AS sex` of the query's own values is not the catalog's sex. Nothing of it is the researcher's to write, so a
 * figure in words says no more than the same figure in codes.
 */
import { type Dataset, meaningOf, type Variable } from './catalog.ts'
import { isForTheRest } from './category-order.ts'
import type { ChartSpec } from './chart.ts'
import type { Language } from './words.ts'

export interface ChartWords {
  /** null where the catalog has none, or not for certain. */
  title(column: string): string | null
  /** What a value of the column means; null likewise. */
  meaning(column: number, value: string): string | null
}

interface Column {
  name: string
  type: string
  role: string
}

export interface WordsAsked {
  datasets: readonly Pick<Dataset, 'tables'>[]
  /** The values of a column that are shown; left out, they are not looked at. */
  valuesOf?(column: number): readonly (string | null)[]
}

const NO_WORDS: ChartWords = { title: () => null, meaning: () => null }

/** Roles whose numbers have the unit and sense of what they are made of. */
const OF_ONE_VARIABLE: ReadonlySet<string> = new Set(['sum', 'mean', 'extreme', 'percentile'])

const PERSONS = { ja: '人数', en: 'Persons' } as const
/** What people call a number of persons that is nothing more. */
const IS_PERSONS =
  /^(?:n|num|number|count|cnt|persons?|people|patients?|subjects?|(?:n|num|number|count|cnt)_?(?:of_?)?(?:persons?|people|patients?|subjects?)|(?:persons?|people|patients?|subjects?)_?(?:n|count|cnt)|実?人数|患者数|実?患者数|件数)$/i

/** What people call an age that they computed; the catalog's variable of that name is the age at one admission. */
const IS_AGE = /^age$/i
const AGE = { ja: '年齢', en: 'Age' } as const

const variablesOf = (datasets: WordsAsked['datasets']): Variable[] =>
  datasets.flatMap(({ tables }) => tables.flatMap(({ variables }) => variables))

/** The variable whose code list a column is of, column by column; null where there is none, or not for certain. */
export function codedVariables(
  columns: readonly Column[],
  { datasets, valuesOf }: WordsAsked,
): (Variable | null)[] {
  const all = variablesOf(datasets)
  return columns.map((column, at) => {
    if (column.role !== 'key') return null
    const values = valuesOf?.(at) ?? []
    const own = ownOf(column, { all, values })
    const [first] = own
    if (!first || first.codes.length === 0) return null
    if (!own.every((one) => one.codeSystem === first.codeSystem && one.type === column.type)) return null
    return listHas(first, values) ? first : null
  })
}

/** Whether every value is in a variable's code list, or stands for none or for the rest. */
function listHas({ codes }: Pick<Variable, 'codes'>, values: readonly (string | null)[]): boolean {
  const list = new Set(codes.map(({ code }) => code))
  return values.every((value) => isNone(value) || list.has(value) || isForTheRest(value))
}

/** NULL, which a protected table writes as a blank. */
const isNone = (value: string | null): value is null | '' => value === null || value === ''

/**
 * The variables that a column may be of: all by its name, or of these, where all of its type have lists, those whose list
 * has what is shown. 軽症 and 重症 are a notification's severity and no vaccination report's.
 */
function ownOf(
  { name, type, role }: Column,
  { all, values }: { all: readonly Variable[]; values: readonly (string | null)[] },
): Variable[] {
  const own = all.filter((one) => one.name === name.toLowerCase())
  const typed = own.filter((one) => one.type === type)
  const isTold = role === 'key' && values.some((value) => !isNone(value) && !isForTheRest(value))
  if (!isTold || typed.some(({ codes }) => codes.length === 0)) return own
  const fitting = typed.filter((one) => listHas(one, values))
  return fitting.length > 0 ? fitting : own
}

/** Looks up what a chart's language asks for; without a language there are no words. */
export function chartWords(
  columns: readonly Column[],
  { chart, ...asked }: WordsAsked & { chart: Pick<ChartSpec, 'words'> },
): ChartWords {
  const language = chart.words
  if (!language) return NO_WORDS
  const all = variablesOf(asked.datasets)
  const coded = codedVariables(columns, asked)
  const titles = columns.map((column, at) => {
    const own = ownOf(column, { all, values: asked.valuesOf?.(at) ?? [] })
    return titleOf(column, { own, coded: coded[at] !== null, language })
  })
  return {
    title: (column) => titles[columns.findIndex(({ name }) => name === column)] ?? null,
    meaning: (column, value) => meaningOf(coded[column], value, language),
  }
}

function titleOf(
  { name, role }: Column,
  { own, coded, language }: { own: readonly Variable[]; coded: boolean; language: Language },
): string | null {
  if (role === 'persons') return IS_PERSONS.test(name) ? PERSONS[language] : null
  if (role === 'key' && IS_AGE.test(name)) return AGE[language]
  const isOfOne = OF_ONE_VARIABLE.has(role)
  if (role !== 'key' && !isOfOne) return null
  const [first] = own
  if (isOfOne && own.some(({ codeSystem }) => codeSystem !== null)) return null
  if (!first) return null
  // Diagnoses are called otherwise in each database, and are all of ICD-10.
  if (!own.every(({ title }) => title[language] === first.title[language]))
    return coded && /^[A-Z][A-Z\d-]+$/.test(first.codeSystem ?? '') ? first.codeSystem : null
  const title = first.title[language]
  // Above 東京都 and 大阪府 stands 都道府県, not 都道府県コード.
  if (coded) return title.replace(/コード$| code$/i, '')
  const hasUnit = isOfOne && first.unit !== null && own.every(({ unit }) => unit === first.unit)
  if (!hasUnit) return title
  return language === 'ja' ? `${title}（${first.unit}）` : `${title} (${first.unit})`
}

/** Whether the catalog has words for any of the columns. */
export const hasWords = (
  columns: readonly Column[],
  asked: WordsAsked & { chart: Pick<ChartSpec, 'words'> },
): boolean => {
  const words = chartWords(columns, asked)
  return columns.some(({ name }) => words.title(name) !== null)
}
