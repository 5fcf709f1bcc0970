/**
 * What is known of a relation while a query is followed: whether its rows rest on nobody, on one person each (or on
 * one person of each of several tables), or on groups of persons; and where, in hidden columns, that is written.
 */

import { LEAST_MINIMUM_PERSONS } from '../../shared/model/committee.ts'
import type { ColumnRole, ExactFrom, FactsPlan, Origin, UnverifiedReason } from '../../shared/model/facts.ts'
import { ALWAYS_EXACT, FACT_PREFIX } from '../../shared/model/facts.ts'
import type { UnverifiedCode } from '../../shared/model/unverified-words.ts'
import type { KnownTable, TreeNode } from './measure.ts'
import type { Rows } from './row-numbers.ts'
import type { Moment } from './standard-errors.ts'
import { text } from './tree.ts'

/** The facts of a column of grouped rows, as names of hidden columns beside it. */
export interface StoredFacts {
  role: ColumnRole
  persons: string
  institutions: string | null
  top1: string | null
  top2: string | null
  denominator: string | null
  /** Hidden boolean: every person's part has the same sign, so parts of several rows cannot cancel. */
  oneSign: string | null
  exact: boolean
  /** Where `exact` is not said of every row: from how many persons on it holds. */
  exactFrom?: ExactFrom | null
  databases: string[]
  /** See Facts in ./group-facts.ts. */
  rising?: boolean
  rational?: boolean
  fewDecide?: boolean
  put?: boolean
  /** Hidden column: who stands behind what it decides, where that is known all the same. */
  decided?: string
  holdsSeveral?: boolean
  exponential?: 'number' | 'factor' | undefined
  /** Hidden columns. */
  logarithm?: string
  shift?: { part: string; degree: number }
  others?: string
  compound?: boolean
  apart?: string
  /** False where it is not known whether there is an exponent in it. */
  isProduct?: boolean
  moment?: Moment | undefined
  /** With a hidden column (./sway.ts), null where it is not known; left out of what was counted over persons' rows. */
  sway?: { part: string; degree: number } | null
}

/** Every hidden column that these facts name. */
export const hiddenColumnsOf = (facts: StoredFacts): string[] => {
  const { persons, institutions, top1, top2, denominator, oneSign, decided, logarithm, others, apart } = facts
  const named = [persons, institutions, top1, top2, denominator, oneSign, decided, logarithm, others, apart]
  return [...named, facts.shift?.part, facts.sway?.part].filter((name) => typeof name === 'string')
}

/** What has an exponent in it is one of these. */
export const MADE: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['rate', 'derived'])

/** What is said of the rows of a column whose facts these are; null: no more than bounds. */
export const exactnessOf = ({ exact, exactFrom = null }: Pick<StoredFacts, 'exact' | 'exactFrom'>) =>
  exact ? ALWAYS_EXACT : exactFrom

/** A rate tells of its numerator: in one column with other numbers nothing says which of its cells do. */
export const areToldAlike = (facts: Pick<StoredFacts, 'role' | 'denominator'>[]): boolean =>
  new Set(facts.map(({ role }) => role)).size < 2 || facts.every(({ denominator }) => denominator === null)

/** Whether a number of these may be made of several numbers of groups, as a rate is. */
export const holdsCompound = (facts: Pick<StoredFacts, 'role' | 'compound'>[]): boolean =>
  facts.some(({ role, compound }) => compound === true || role === 'rate')

export interface RelationColumn {
  name: string
  /** True when no person's data entered the value. */
  open: boolean
  identity: 'person' | 'institution' | null
  type: string | null
  /** Grouped rows only; null: the row's own persons. */
  facts: StoredFacts | null
  /** Hidden column beside one that names a person: the same person's number (shared/model/person-ordinals.ts). */
  ordinal?: string | null
  /** What is known of all values of a table's column: none is NULL, each is a number above zero, or both. */
  sure?: 'filled' | 'positive' | 'above' | null
  /** Where values come from; left out: from the person alone, or of an open table from anywhere. */
  origin?: Origin
  /** Whether a condition put something in place of a person's value, or gave it or nothing (./few-decide.ts). */
  sifting?: 'replaced' | 'gated' | undefined
  /** Whether it is made of several numbers of a person's, or of what the query puts in their place (./blends.ts). */
  blend?: 'several' | 'one' | 'pair' | 'scaled' | undefined
  /** What of the day somebody was born on it is, in the catalog's own words (./birthdays.ts). */
  born?: 'year' | 'month' | undefined
  /** Whether it goes by who somebody is (./weights.ts). */
  naming?: 'gated' | 'weighed' | undefined
  /** How many numbers of a person's own were taken times each other, infinite for weights (./weighing.ts); left out: not known. */
  power?: number
  /**
   * Its place among as many columns that together tell each row from all others; of one type, where others may not.
   * `days`: also as a date.
   */
  tells?: { at: number; of: number; as: string | null; days?: boolean }
  /** Persons' rows, and keys made of them: of how many numbers of groups it was made (./held-rows.ts). */
  numbers?: 'one' | 'several' | undefined
  /** A number of a group and what differs from row to row make it together (./held-rows.ts). */
  held?: boolean
  /** Hidden columns of persons' rows: what was added in it under a condition (./added-conditions.ts). */
  terms?: string[]
  /** Why the value may be shown for what it is but not counted with. */
  lost: UnverifiedReason | null
}

interface RelationBase {
  columns: RelationColumn[]
  databases: string[]
  /** Set when which rows there are was chosen across persons (LIMIT, QUALIFY): nothing may be counted over them. */
  chosen: UnverifiedReason | null
  /** It has one row at most. */
  single?: boolean
  /** By what of who persons are it goes whose rows there are (./weights.ts). */
  byName?: string | undefined
  /** Which rows there are is said by a number of a group (./held-rows.ts). */
  held?: boolean | undefined
}
export interface OpenRelation extends RelationBase {
  level: 'open'
  /**
   * table: rows of one open table of the catalog; own: those the person around has in the extract; made: as many as
   * somebody's data say; left out: the query's own.
   */
  rows?: 'table' | 'own' | 'made'
}
export interface PersonRelation extends RelationBase {
  level: 'person'
  /** Where the number of a person's rows comes from (./row-numbers.ts). */
  rows: Rows
  /** True where the same row of a person may stand several times, as in both halves of a union. */
  repeats?: boolean | undefined
  /** Columns, hidden or not, each naming one person of the row; NULL where the row has none. */
  persons: { name: string; nullable: boolean; ordinal?: string | null }[]
  institution: string | null
  /** Hidden column: no number drawn from the row may claim more persons than this. */
  cap: string | null
  /** Rows that stand for the absence of persons may be among them (an open table LEFT JOIN a table of persons). */
  padded: boolean
  /** Set where other persons decided in what order rows come. */
  ordered?: UnverifiedReason | null
}
export interface GroupRelation extends RelationBase {
  level: 'group'
  rowPersons: string
  rowInstitutions: string | null
  rowExact: boolean
  /** Visible columns whose numbers say in what order rows come. */
  ordered?: string[] | undefined
  /** Visible columns of which no two rows have the same values; undefined where that is not known. */
  keyedBy?: string[] | undefined
  /** True where one person's same data may be in several rows by the query's own doing, so that rows differ by few. */
  overlapping?: boolean | undefined
  /** True where it may be in so many rows as the query made for it: how many there are is then a number of the query's. */
  byRows?: boolean | undefined
}
export type Relation = OpenRelation | PersonRelation | GroupRelation

/** Thrown where a query leaves what can be followed; the whole result is unverified for this reason. */
export class Unfollowed extends Error {
  readonly reason: UnverifiedReason
  constructor(code: UnverifiedCode, params: Record<string, string> = {}) {
    super(code)
    this.reason = { code, params }
  }
  static of(reason: UnverifiedReason): Unfollowed {
    return new Unfollowed(reason.code as UnverifiedCode, reason.params)
  }
}

/** How facts may be measured. */
export interface Ways {
  /** Persons by their numbers where tables have them; else by their pseudonyms. */
  numbers: boolean
  /** Rows of a table from which on persons are counted in bit masks and shares may be bounds. */
  masksFrom: number
}

/** No dated rule asks for more (resources/rules); a permit's own minimum may. */
const MANY = 20

type Numbered = NonNullable<KnownTable['numbered']>

/** What all rooms of one query share while it is followed. */
export class Journey {
  readonly #tables: Map<string, KnownTable>
  readonly ways: Ways
  /** Facts so far that are bounds, and say so. */
  readonly bounds = { shares: false, institutions: false }
  /** The numbers of persons in the tables read so far. */
  readonly numbers = { least: 0, most: -1 }
  /** Of a SELECT over groups: which visible columns each of its grouping sets keeps (./grouping-sets.ts). */
  readonly groupingSets = new WeakMap<TreeNode, number[][]>()
  #largest = 0
  #count = 0
  #steps = 0
  readonly #unlinked: boolean
  /** From so many persons told apart on, a number rests on all. */
  readonly enough: number
  /** Persons on whom a number rests at least that is shown; never too few for the permit. */
  readonly minimum: number
  constructor(tables: KnownTable[], ways: Ways) {
    this.ways = ways
    const asked = tables.map(({ minimumPersons }) => minimumPersons ?? 0)
    this.enough = Math.max(MANY, ...asked)
    this.minimum = Math.max(LEAST_MINIMUM_PERSONS, ...asked)
    this.#unlinked = tables.some((table) => table.unlinked === true)
    this.#tables = new Map(tables.map((table) => [placeOf(table.catalog, table.schema, table.name), table]))
  }
  /** Persons of two databases under two identifiers each would be counted twice. */
  requireOneNaming(...databases: readonly (readonly string[])[]): void {
    if (this.#unlinked && union(...databases).length > 1) throw new Unfollowed('databases-not-linked')
  }
  table(catalog: string, schema: string, name: string): KnownTable | null {
    return this.#tables.get(placeOf(catalog, schema, name)) ?? null
  }
  /** A table is read with its hidden numbers. */
  readNumbered({ rows, ordinals }: Numbered): void {
    const { numbers } = this
    this.#largest = Math.max(this.#largest, rows)
    numbers.least = numbers.most < 0 ? ordinals.least : Math.min(numbers.least, ordinals.least)
    numbers.most = Math.max(numbers.most, ordinals.most)
  }
  /** Facts stored with a table may be bounds already. */
  noteBounds(plan: FactsPlan | null): void {
    this.bounds.shares ||= plan?.columns.some((item) => item.sharesAtMost === true) ?? false
    this.bounds.institutions ||= plan?.kind === 'aggregated' && plan.institutionsAtLeast === true
  }
  /** Rows of the largest table with numbers. */
  get largest(): number {
    return this.#largest
  }
  isLarge(): boolean {
    return this.#largest >= this.ways.masksFrom
  }
  /** The numbers of a table as it stands in FROM. */
  numberedAt(node: TreeNode): Numbered | null {
    if (!this.ways.numbers) return null
    const [catalog, schema, name] = ['catalog_name', 'schema_name', 'table_name'].map((field) =>
      text(node, field),
    )
    const shown = schema!.startsWith(FACT_PREFIX) ? schema!.slice(FACT_PREFIX.length) : schema!
    return this.table(catalog!, shown, name!)?.numbered ?? null
  }
  /** Counts a query followed; some are followed more than once, so that nesting could make the work endless. */
  step(): void {
    this.#steps += 1
    if (this.#steps > MOST_STEPS) throw new Unfollowed('not-measured')
  }
  /** A hidden name that no other in the query has. */
  hidden(kind: string): string {
    this.#count += 1
    return `${FACT_PREFIX}${kind}${this.#count}`
  }
}

/** Ordinary analyses need fewer than a hundred. */
const MOST_STEPS = 3_000

const placeOf = (...parts: string[]): string => parts.map((part) => part.toLowerCase()).join('\u0000')

/** A query followed: its tree with hidden columns after the visible ones, and what they say. */
export interface Followed {
  node: TreeNode
  relation: Relation
}

/** As DuckDB finds names, quoted or not. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Each once, in order. */
export const union = (...lists: (readonly string[])[]): string[] => [...new Set(lists.flat())].sort()
