/**
 * Port: something that runs trusted SQL of ours against DuckDB. Sources say what to run; the engine's side runs it.
 * Never given a researcher's text: that goes through policy.
 */
export type LoaderValue = string | number | bigint | boolean | null | Date

export interface Loader {
  /** Runs one or several statements. */
  run(sql: string): Promise<void>
  /** Rows of one SELECT. Cast to INTEGER, DOUBLE, VARCHAR or BOOLEAN what must be plain in JavaScript. */
  rows(sql: string): Promise<LoaderValue[][]>
  /** A second pair of hands on the same database and memory limit, with temporary tables of its own. */
  another(): Promise<Loader>
  close(): Promise<void>
}

export interface LoaderOptions {
  memoryBytes: number
  threads: number
  tempFolder: string
}
