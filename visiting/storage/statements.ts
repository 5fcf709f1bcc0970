/**
 * Statements of the records file, each read once: what one request asks the next asks again, and to read a statement
 * takes as long as to run it.
 */
import type Database from 'libsql'

const KEPT = 300

export interface Statements {
  prepare(text: string): Database.Statement
  all<Row>(text: string, values: readonly unknown[]): Row[]
  /** How many rows it changed. */
  run(text: string, values?: readonly unknown[]): number
}

/** The most recently used are kept, KEPT of them. */
export function statementsOf(database: Database.Database): Statements {
  const kept = new Map<string, Database.Statement>()
  const prepare = (text: string): Database.Statement => {
    const statement = kept.get(text) ?? database.prepare(text)
    kept.delete(text)
    kept.set(text, statement)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    return statement
  }
  return {
    prepare,
    all: <Row>(text: string, values: readonly unknown[]) => prepare(text).all(values) as Row[],
    run: (text, values = []) => prepare(text).run(values).changes,
  }
}
