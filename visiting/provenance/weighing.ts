/**
 * Values that may be weights: of which the query says what they are, so that a sum of them can hold several counts
 * (shared/model/legible-values.ts). What persons have of their own is none, whatever it is times or divided by, from
 * one day to another, at most or at least something: nobody knows these values beforehand. Nor is one thing or
 * nothing under a condition, or how many there are. But numbers that take each other's place may be, and what is
 * looked up, or computed otherwise.
 *
 * Judged by what is written, and carried from query to query with the column, as how often a person's own numbers were
 * taken times each other: of months of birth taken times each other ten times the query knows well enough what they are.
 */
import { ASKS, aggregateKind } from './aggregates.ts'
import { lambdaNames } from './expression.ts'
import type { TreeNode } from './measure.ts'
import { originOf, originOfColumn } from './origins.ts'
import { type RelationColumn, sameName } from './relation.ts'
import { find, type Scope } from './scope.ts'
import { child, children, keyOf, mapNode, text, texts } from './tree.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Functions that put no value far from others. */
const KEEPS = words(`
  - abs round round_even roundbankers trunc floor ceil ceiling sqrt cbrt ln log log2 log10 % mod //
  year month day quarter week dayofyear epoch julian date_part datepart date_trunc last_day
  date_diff datediff date_sub datesub nullif
`)
/** What takes a part of a date goes by the part's name. */
const BY_A_PART = words('date_part datepart date_trunc date_diff datediff date_sub datesub')
/** What picks, orders or gathers values of a list or a struct that is no list of the query's own. */
const OF_A_LIST = words(`
  list_extract array_extract list_element struct_extract list_slice array_slice list_sum list_avg list_min list_max
  list_median list_first list_last list_sort array_sort list_reverse_sort array_reverse_sort list_reverse array_reverse
  list_distinct array_distinct list_filter array_filter filter
`)
const OF_EACH = words('list_transform array_transform list_apply array_apply apply')
const PICKED = words('lag lead first_value last_value nth_value first last')
const AGGREGATE_BY_NAME = words('list_aggregate list_aggr array_aggregate array_aggr aggregate')
const COUNTS = /^(count|count-rows|count-if|approximate-distinct)$/
/** Of one person's rows, no further from each other than these. */
const GATHERS = words(
  'sum mean moments log-mean extreme-low extreme-high mode any pick-low pick-high tail listing',
)

/** So many own numbers taken times each other are still nobody's guess. */
const OWN = 3
const WEIGHT = Number.POSITIVE_INFINITY
/** A text that is no number: it can stand in the place of others, and cannot be added up. */
const WORD = -1
/** Types in which a text's bytes are numbers. */
const BYTES = words('BLOB BIT UUID')

/** By the column's own history where it is one. */
export const mayWeigh = (value: TreeNode, scope: Scope): boolean => powerOf(value, scope) > OWN

/** How many numbers of a person's own were taken times each other; infinite for what may be weights. */
export function powerOf(value: TreeNode, scope: Scope): number {
  const of = (part: TreeNode): number => powerOf(part, scope)
  switch (text(value, 'class')) {
    case 'CONSTANT':
      return isWord(value) ? WORD : 0
    case 'COMPARISON':
    case 'CONJUNCTION':
    case 'BETWEEN':
      return 0
    case 'COLUMN_REF':
      return ofColumn(texts(value, 'column_names'), scope)
    case 'CAST':
      if (BYTES.has(text(child(value, 'cast_type') ?? {}, 'id'))) return WEIGHT
      return of(child(value, 'child')!)
    case 'COLLATE':
      return of(child(value, 'child')!)
    case 'CASE':
      return ofBranches(
        [
          ...children(value, 'case_checks').map((check) => child(check, 'then_expr')!),
          child(value, 'else_expr')!,
        ],
        scope,
      )
    case 'SUBQUERY':
      if (/^((NOT_)?EXISTS|ANY)$/.test(text(value, 'subquery_type'))) return 0
      // Of the person's own rows.
      return originOf(value, scope) === 'mixed' ? WEIGHT : 1
    case 'OPERATOR':
      if (text(value, 'type') === 'OPERATOR_COALESCE') return ofBranches(children(value, 'children'), scope)
      if (/^(ARRAY|STRUCT)_EXTRACT$|^ARRAY_SLICE$/.test(text(value, 'type')))
        return ofList(children(value, 'children')[0], scope)
      if (text(value, 'type') === 'OPERATOR_NULLIF') return of(children(value, 'children')[0]!)
      return /^(OPERATOR_(NOT|IS_NULL|IS_NOT_NULL)|COMPARE_(NOT_)?IN)$/.test(text(value, 'type')) ? 0 : WEIGHT
    case 'WINDOW':
    case 'FUNCTION':
      return ofFunction(value, scope)
    default:
      return WEIGHT
  }
}

function ofColumn(names: string[], scope: Scope): number {
  const bound = find(names, scope)
  if (bound === null) return 0
  const { column, source } = bound
  if (column.power === WORD) return WORD
  if (['nothing', 'constant'].includes(originOfColumn(column))) return 0
  return column.open || source.relation.level === 'group' ? WEIGHT : powerOfColumn(column)
}

/** Of a column of persons' rows. */
function powerOfColumn({ power, ...column }: RelationColumn): number {
  if (power !== undefined) return power
  const origin = originOfColumn(column)
  if (origin === 'nothing') return 0
  return origin === 'own' ? 1 : origin === 'switched' ? 0 : WEIGHT
}

/** Of rows that come from several tables: of numbers, or of what is there or not, each could be another. */
export function powerTogether(halves: RelationColumn[]): number {
  const origins = halves.map(originOfColumn)
  const isOfPersons = origins.every(
    (origin, index) => !['constant', 'switched'].includes(origin) || halves[index]!.power === WORD,
  )
  return isOfPersons || origins.includes('nothing') ? Math.max(...halves.map(powerOfColumn)) : WEIGHT
}

/** What takes each other's place: not two numbers, nor one beside a multiple of something. */
function ofBranches(branches: TreeNode[], scope: Scope): number {
  const something = branches.filter((branch) => originOf(branch, scope) !== 'nothing')
  const different = new Map(something.map((branch) => [keyOf(branch), branch]))
  const powers = something.map((branch) => powerOf(branch, scope))
  const most = Math.max(0, ...powers)
  if (different.size < 2 || most > OWN) return most
  const written = [...different.values()].filter((branch) => isFixed(branch, scope))
  return written.length > 1 || something.some((branch) => isScaled(branch, scope)) ? WEIGHT : most
}

/** True where a number is multiplied or divided by. */
function isScaled(value: TreeNode, scope: Scope): boolean {
  const parts = text(value, 'class') === 'CAST' ? [child(value, 'child')!] : children(value, 'children')
  const isFactor =
    /^(\*|\/|multiply|fdiv|<<)$/.test(text(value, 'function_name')) &&
    parts.some((part) => isFixed(part, scope))
  return isFactor || parts.some((part) => isScaled(part, scope))
}

function ofFunction(value: TreeNode, scope: Scope): number {
  const name = text(value, 'function_name').toLowerCase()
  const args = children(value, 'children')
  const some = args.filter((part) => !isFixed(part, scope))
  const powers = some.map((part) => powerOf(part, scope))
  const most = Math.max(0, ...powers)
  if (aggregateKind(name) !== null) return gathered(name, most)
  if (ASKS.test(name)) return 0
  const [first, second] = args
  if (OF_A_LIST.has(name)) return ofList(first, scope)
  if (OF_EACH.has(name)) return ofEach(first, second, scope)
  if (AGGREGATE_BY_NAME.has(name))
    return gathered(String(child(second ?? {}, 'value')?.value).toLowerCase(), ofList(first, scope))
  if (most > OWN || (BY_A_PART.has(name) && !(first !== undefined && isFixed(first, scope)))) return WEIGHT
  switch (name) {
    case '+':
    case '-':
    case 'add':
    case 'subtract':
      // Of what is there or not, each a number of the query's.
      return args.length > 1 && some.some((part) => originOf(part, scope) === 'switched') ? WEIGHT : most
    case '*':
    case 'multiply':
    case '/':
    case 'fdiv':
      return powers.reduce((sum, one) => sum + one, 0)
    case 'greatest':
    case 'least':
    case 'struct_pack':
    case 'row':
    case 'list_value':
      return ofBranches(args, scope)
    default:
      if (some.length === 0) return 0
      if (PICKED.has(name)) return child(value, 'default_expr') === null ? most : WEIGHT
      if (/^(row_number|rank|dense_rank|ntile)$/.test(name)) return 1
      return KEEPS.has(name) ? most : WEIGHT
  }
}

/** Of one person's rows, or of their values in a list. */
function gathered(name: string, most: number): number {
  const kind = aggregateKind(name)
  if (kind !== null && COUNTS.test(kind)) return 1
  return (kind !== null && GATHERS.has(kind)) || name === 'mad' ? Math.max(1, most) : WEIGHT
}

const ofList = (list: TreeNode | undefined, scope: Scope): number =>
  list === undefined || isFixed(list, scope) ? WEIGHT : Math.max(1, powerOf(list, scope))

/** What is made of each value of a list, as if it were made of the list. */
function ofEach(list: TreeNode | undefined, each: TreeNode | undefined, scope: Scope): number {
  const power = ofList(list, scope)
  const [body, names] = [child(each ?? {}, 'expr'), lambdaNames(child(each ?? {}, 'lhs'))]
  if (list === undefined || body === null || names.length !== 1 || power > OWN) return WEIGHT
  let isPlain = true
  const made = mapNode(body, (part) => {
    isPlain &&= !['LAMBDA', 'SUBQUERY'].includes(text(part, 'class'))
    const isValue =
      text(part, 'class') === 'COLUMN_REF' && sameName(texts(part, 'column_names')[0]!, names[0]!)
    return isValue ? list : null
  })
  return isPlain ? Math.max(1, powerOf(made, scope)) : WEIGHT
}

function isWord(constant: TreeNode): boolean {
  const written = child(constant, 'value')?.value
  return typeof written === 'string' && /^\p{L}+$/u.test(written) && !NAMED_NUMBER.test(written)
}

/** Words that a cast reads as numbers or dates. */
const NAMED_NUMBER = /^(nan|inf|infinity|epoch|today|now|tomorrow|yesterday)$/i

const isFixed = (value: TreeNode, scope: Scope): boolean =>
  ['constant', 'nothing'].includes(originOf(value, scope))
