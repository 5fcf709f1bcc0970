/**
 * DuckDB for data that enters the environment: trusted SQL, written by us, with access to files.
 * Researchers' queries never come here; they run in the locked workers.
 */
import { mkdir } from 'node:fs/promises'
import type { DuckDBInstance } from '@duckdb/node-api'
import type { Loader, LoaderOptions, LoaderValue } from '../sources/loader-port.ts'

/** Opens an in-memory database that spills to `tempFolder`; memory in bytes is DuckDB's soft limit. */
export async function openLoader({ memoryBytes, threads, tempFolder }: LoaderOptions): Promise<Loader> {
  await mkdir(tempFolder, { recursive: true })
  // Loaded here: the service has its queries run elsewhere and never loads data itself.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memoryBytes / 1_048_576)}MiB`,
    threads: String(threads),
    temp_directory: tempFolder,
    preserve_insertion_order: 'true',
  })
  return onConnection({ instance, threads }, () => instance.closeSync())
}

async function onConnection(
  on: { instance: DuckDBInstance; threads: number },
  afterClose: () => void,
): Promise<Loader> {
  const connection = await on.instance.connect()
  return {
    async run(sql) {
      await connection.run(sql)
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRowsJS() as LoaderValue[][]
    },
    async another() {
      await connection.run(workedBy(2, on.threads))
      const second = await onConnection(on, () => {})
      return {
        ...second,
        async close() {
          await second.close()
          await connection.run(workedBy(1, on.threads))
        },
      }
    },
    async close() {
      connection.closeSync()
      afterClose()
    },
  }
}

/**
 * Connections that work at a time are among the engine's threads: one whose work a helper does meanwhile asks for news
 * again and again, on the core that the other connection needs.
 */
const workedBy = (hands: number, threads: number): string =>
  `SET GLOBAL external_threads = ${Math.min(hands, threads)}`
