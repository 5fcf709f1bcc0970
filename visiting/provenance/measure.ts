/**
 * What each number rests on: an approved tree goes in; a tree that gives the same rows in the same order, with person
 * and institution identities riding along to the outermost aggregation in `__vw_` columns, comes out, with the plan
 * that says which hidden column speaks of which visible one. Shapes that cannot be followed are `unverified`, with a
 * reason; this room never guesses. Pure: no engine, no data.
 */
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PersonOrdinals } from '../../shared/model/person-ordinals.ts'

export type TreeNode = { [field: string]: TreeValue }
export type TreeValue = string | number | boolean | null | TreeNode | TreeValue[]

/** A table the tree may name. Base tables of the extract, or workspace tables with recorded provenance. */
export interface KnownTable {
  /** As written in the tree after policy made names whole, e.g. catalog 'extract', schema 'ndb', name 'medical_claim'. */
  catalog: string
  schema: string
  name: string
  database: string
  /** 'person': one person a row through `personColumn`; 'open': no persons; otherwise a workspace table's own standing. */
  level: 'person' | 'open' | 'aggregated' | 'unverified'
  columns: { name: string; type: string; identity: 'person' | 'institution' | null }[]
  personColumn: string | null
  institutionColumn: string | null
  /** For tables of the extract whose persons are numbered, with how many have rows, where that is known; see shared/model/person-ordinals.ts. */
  numbered: { rows: number; persons: number | null; ordinals: PersonOrdinals } | null
  /** For workspace tables: the plan recorded when they were made; hidden columns are stored with the rows. */
  plan: FactsPlan | null
  /** True where one person has another identifier in every database of the permit. */
  unlinked?: boolean
  /** The smallest number of persons behind a number that may be sent as data. */
  minimumPersons?: number
}

export interface Measured {
  /** The tree to run; the same as the input where nothing needs to be measured. */
  tree: TreeNode
  plan: FactsPlan
}

/** `stores`: the rows are kept in a table, with what only a query over them asks. */
export type Measure = (
  statement: TreeNode,
  tables: KnownTable[],
  use?: { stores: boolean } | undefined,
) => Measured
