/** What policy knows of the permit and the workspace a statement is written for. */
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PermitId } from '../../shared/model/ids.ts'
import type { Permit, PermitTable } from '../../shared/model/permit.ts'
import type { PersonOrdinals } from '../../shared/model/person-ordinals.ts'

/** Something the researcher keeps in the workspace, as recorded when the statement that made it was run. */
export interface WorkspaceObject {
  name: string
  kind: 'table' | 'view' | 'macro'
  /** Visible columns with their DuckDB types; `[]` for macros. Hidden `__vw_` columns are not listed. */
  columns: { name: string; type: string }[]
  plan: FactsPlan
  /** The approved statement that made it, for views, macros and tables without any rows yet; null for other tables. */
  definition: string | null
}

/** What is known of a table of the extract that was built for the permit. */
export interface ExtractTable {
  schema: string
  name: string
  rows: number
  /** Who have rows in it; null for tables of nobody. */
  persons?: number | null
  ordinals?: PersonOrdinals | null
}

export interface PolicyContext {
  permitId: PermitId
  /** Every table the permit names. */
  tables: readonly PermitTable[]
  workspace: readonly WorkspaceObject[]
  /** The extract as it lies there now; without it persons are told apart by their pseudonyms, more slowly. */
  extract?: readonly ExtractTable[]
  /**
   * Whether one person has one identifier in all databases of the permit. Where not (or not said), rows of two
   * databases are never kept in one table as if their persons could be told apart.
   */
  linkageApproved?: boolean
  /** The permit's smallest number of persons behind a number sent as data. */
  minimumPersons: number
}

/** What of a permit decides about SQL, beside what its researcher keeps. */
export const contextOf = (
  { id, tables, linkageApproved, minimumPersons }: Permit,
  workspace: readonly WorkspaceObject[],
): PolicyContext => ({ permitId: id, tables, workspace, linkageApproved, minimumPersons })

/** Whether nothing changed between two contexts; what is in store is the same object as long as nothing in it changed. */
export const isSameContext = (a: PolicyContext, b: PolicyContext): boolean =>
  a.permitId === b.permitId &&
  a.tables === b.tables &&
  a.workspace === b.workspace &&
  a.extract === b.extract &&
  a.linkageApproved === b.linkageApproved &&
  a.minimumPersons === b.minimumPersons

/** Catalog the extract is attached as, read-only. */
export const EXTRACT = 'extract'
/** Catalog and schema of the researcher's own tables. */
export const WORK = { catalog: 'work', schema: 'main' } as const
