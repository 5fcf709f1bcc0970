/** Port: DuckDB's own parser, given by the engine from a process that holds no data. */

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
  /** SQL text of one tree, as DuckDB writes it. */
  deserialize(statement: SqlNode): Promise<string>
  /** Statement types of a text by DuckDB's own splitter, e.g. `['SELECT', 'CREATE']`, with each statement's text. */
  split(
    sql: string,
  ): Promise<{ ok: true; statements: { type: string; sql: string }[] } | { ok: false; offset: number | null }>
}
