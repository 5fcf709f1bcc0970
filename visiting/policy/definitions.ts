/** Views and macros of the workspace, parsed and ready to be put where they are used. */
import type { SqlNode } from './sql-parser.ts'

export interface ViewDefinition {
  kind: 'view'
  /** Names the view gives its columns; may be fewer than it has. */
  columns: string[]
  query: SqlNode
}

export interface MacroDefinition {
  kind: 'macro'
  parameters: { name: string; default: SqlNode | null }[]
  /** A scalar macro has an expression, a table macro a query. */
  body: { expression: SqlNode } | { query: SqlNode }
}

export type Definition = ViewDefinition | MacroDefinition

/** By lower-case name. */
export type Definitions = ReadonlyMap<string, Definition>
