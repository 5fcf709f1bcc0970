/**
 * The refusals policy speaks, each with the thing it refuses and the way out. They hold names the researcher wrote
 * or the permit lists, never a value of the data and never a message of the engine.
 */
import { Refusal } from '../../shared/model/refusals.ts'
import { similarNames } from '../../shared/model/similar-names.ts'
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from './allowed-functions.ts'
import type { PolicyContext } from './context.ts'
import { FUNCTIONS_ELSEWHERE } from './functions-elsewhere.ts'
import { REFUSED_FUNCTIONS, whyRefused } from './refused-functions.ts'
import type { SqlValue } from './sql-parser.ts'
import { hintFor } from './statement-hints.ts'

/** A name as it may be shown back: one line, at most 80 letters. */
const shown = (name: string): string => {
  const line = [...name].map((letter) => (letter < ' ' || letter === '\u007f' ? ' ' : letter)).join('')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

const listed = (names: string[]): string =>
  names.length > 40 ? `${names.slice(0, 40).join(', ')}, …` : names.join(', ')

/** Tables of the permit and of the workspace that may have been meant, nearest first. */
function nearTables(context: PolicyContext, written: string): string[] {
  const permit = context.tables.map((table) => `${table.schema}.${table.name}`)
  const workspace = context.workspace.filter(({ kind }) => kind !== 'macro').map(({ name }) => name)
  const bare = written.split('.').at(-1) ?? written
  const near = [
    ...similarNames(written, [...permit, ...workspace]),
    ...context.tables
      .filter((table) => similarNames(bare, [table.name]).length > 0)
      .map((table) => `${table.schema}.${table.name}`),
  ]
  return [...new Set(near)].slice(0, MOST_NEAR)
}

const MOST_NEAR = 5

const WHERE_TABLES_ARE = {
  ja: '使える表は画面左の一覧と SHOW TABLES で見られます。',
  en: 'The list on the left and SHOW TABLES have the tables you can use.',
}

/** `written` as the researcher wrote it; names near to it come from what the permit lists. */
export function tableNotPermitted(context: PolicyContext, written: string): Refusal {
  const near = nearTables(context, written).join(', ')
  return new Refusal('table-not-permitted', {
    table: shown(written),
    hintJa: near === '' ? WHERE_TABLES_ARE.ja : `近い名前: ${near}。${WHERE_TABLES_ARE.ja}`,
    hintEn: near === '' ? WHERE_TABLES_ARE.en : `Did you mean ${near}? ${WHERE_TABLES_ARE.en}`,
  })
}

/** Refuses a function; says why when the engine has it, and what is written instead or may be meant when it has not. */
export function functionNotPermitted(
  context: PolicyContext,
  name: string,
  place: 'value' | 'table',
): Refusal {
  const reason = whyRefused(name)
  if (reason !== null) {
    const { hintJa, hintEn } = REFUSED_FUNCTIONS[reason]
    return notAvailable(name, hintJa, hintEn)
  }
  const here = place === 'value' ? FUNCTIONS_ELSEWHERE.get(name.toLowerCase()) : undefined
  if (here !== undefined)
    return notAvailable(name, `ここでは ${here} と書きます。`, `Here this is written ${here}.`)
  const macros = context.workspace.filter(({ kind }) => kind === 'macro').map((macro) => macro.name)
  const near = similarNames(
    name,
    place === 'table' ? ALLOWED_TABLE_FUNCTIONS : [...ALLOWED_FUNCTIONS, ...macros],
  )
  const list = listed([...ALLOWED_TABLE_FUNCTIONS])
  if (near.length > 0)
    return notAvailable(name, `近い名前: ${near.join(', ')}`, `Did you mean ${near.join(', ')}?`)
  return place === 'table'
    ? notAvailable(name, `FROM で使える関数: ${list}`, `In FROM you can use: ${list}`)
    : notAvailable(name, '名前を確かめてください。', 'Check the name.')
}

/** Refuses something that is written like a function or stands where one could: a type, a collation, a column. */
export const notAvailable = (name: string, hintJa: string, hintEn: string): Refusal =>
  new Refusal('function-not-permitted', { function: shown(name), ...kindOf(name), hintJa, hintEn })

/** What it is that has such a name, in words. */
function kindOf(name: string): { kindJa: string; kindEn: string } {
  const [, kindJa, kindEn] = KINDS.find(([named]) => named.test(name)) ?? ['', '関数', 'function']
  return { kindJa, kindEn }
}

const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/^::/, '型', 'type'],
  [/^COLLATE /, '照合順序', 'collation'],
  [/^#/, '列の番号', 'column number'],
  [/^[^\p{L}\p{N}_]+$/u, '演算子', 'operator'],
]

/** Refuses a type by the name the tree has for it; the way out names the basic ones. */
export const typeNotPermitted = (name: string): Refusal =>
  notAvailable(
    `::${name}`,
    'DuckDB の基本の型（INTEGER、DECIMAL、VARCHAR、DATE など）を使ってください。',
    'Use a basic type of DuckDB (INTEGER, DECIMAL, VARCHAR, DATE, …).',
  )

/** Refuses a collation; the way out names those that may be used. */
export const collationNotPermitted = (name: string): Refusal =>
  notAvailable(
    `COLLATE ${name}`,
    'NOCASE、NOACCENT、NFC、JA、EN が使えます。',
    'You can use NOCASE, NOACCENT, NFC, JA and EN.',
  )

/** `#3` counts columns as they are when the query runs, the hidden ones that carry its facts included. */
export const placeNotPermitted = (place: SqlValue | undefined): Refusal =>
  notAvailable(
    `#${typeof place === 'number' ? place : 'n'}`,
    '列は番号ではなく名前で書いてください。',
    'Write the column’s name instead of its number.',
  )

/** `statement` is the word it begins with, or its kind as the engine names it; the way out goes by it. */
export function statementNotPermitted(statement: string): Refusal {
  const { ja, en } = hintFor(statement)
  return new Refusal('statement-not-permitted', { statement: shown(statement), hintJa: ja, hintEn: en })
}

/** A PIVOT whose columns would be named by values of the data. */
export const pivotWithoutValues = (): Refusal => statementNotPermitted('PIVOT … ON without IN (…)')

/** Whether a refusal only says that a text must be taken apart before it can be judged. */
export const mustBeTakenApart = (problem: unknown): boolean =>
  problem instanceof Refusal &&
  (problem.code === 'several-statements' ||
    problem.params.statement === pivotWithoutValues().params.statement)

/** A name that the environment keeps for itself (`__vw_…` and its catalogs). */
export const nameReserved = (name: string): Refusal => new Refusal('name-reserved', { name: shown(name) })

/** `what` is over its limit: the text, its depth, its size, or the time to judge it. */
export const tooComplex = (what: string): Refusal => new Refusal('query-too-complex', { what })

/** Refuses a text that does not parse. `offset` is zero-based; null or out of range points at the text's end. */
export function syntaxError(sql: string, offset: number | null): Refusal {
  const place = Math.max(0, Math.min(offset ?? sql.length, sql.length))
  const before = sql.slice(0, place).split('\n')
  // At the end of a text there is only what stands before it.
  const near =
    /^\s*(\S{1,40})/.exec(sql.slice(place))?.[1] ?? /(\S{1,40})\s*$/.exec(sql.slice(0, place))?.[1] ?? ''
  return new Refusal('sql-syntax', {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    near: shown(near),
  })
}
