/** Port: DuckDB's own parser, given by the engine from a process that holds no data. */

import type { PlanOperator } from '../../shared/model/query-plan.ts'
import type { EngineError } from '../../shared/model/query-states.ts'

/** A query, and the structure of the tables it names. */
export interface StructureQuestion {
  /** With whole names, as policy wrote it. */
  sql: string
  /** As the researcher wrote it: for the places of errors. */
  written: string
  tables: { catalog: string; schema: string; name: string; columns: { name: string; type: string }[] }[]
}

/** A node of the tree DuckDB's `json_serialize_sql` gives. */
export type SqlNode = { [field: string]: SqlValue }
export type SqlValue = string | number | boolean | null | SqlNode | SqlValue[]

export type Parsed =
  | { ok: true; statements: SqlNode[] }
  /** `offset`: zero-based place in the text where the parser stopped, where known. */
  | { ok: false; kind: 'syntax' | 'not-select' | 'too-complex'; offset: number | null }

export interface SqlParser {
  /** The tree of SELECT statements (also CTE, VALUES, FROM-first, PIVOT, DESCRIBE, SUMMARIZE …). */
  serialize(sql: string): Promise<Parsed>
  /** SQL text of one tree, as DuckDB writes it, and what it reads back from that text. */
  write(statement: SqlNode): Promise<{ sql: string; readBack: Parsed }>
  /** Statement types of a text by DuckDB's own splitter, e.g. `['SELECT', 'CREATE']`, with each statement's text. */
  split(
    sql: string,
  ): Promise<{ ok: true; statements: { type: string; sql: string }[] } | { ok: false; offset: number | null }>
  /** DuckDB's plan of a query over empty tables, or what is wrong with it. Throws a Refusal where it takes too long. */
  explain(question: StructureQuestion): Promise<{ operators: PlanOperator[] } | { error: EngineError }>
}
