/**
 * The process that answers the dashboard: DuckDB over the folders of the open tables and nothing else, its
 * configuration locked. It is handed SQL made of catalog names and quoted values; should that ever fail, there is
 * nothing else here to read.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../../../shared/model/sql-text.ts'
import type { ReaderCell, ReaderReply, ReaderRequest } from './messages.ts'

let connection: DuckDBConnection | null = null

async function open({ folders, memoryBytes }: Extract<ReaderRequest, { act: 'open' }>): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${Math.floor(memoryBytes / 1_048_576)}MiB`,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  connection = await instance.connect()
  await connection.run(`SET allowed_directories = [${folders.map(literal).join(', ')}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}

async function answer(sql: string): Promise<ReaderCell[][] | null> {
  try {
    const reader = await connection?.runAndReadAll(sql)
    return (reader?.getRowsJS() as ReaderCell[][] | undefined) ?? null
  } catch {
    return null
  }
}

const send = (reply: ReaderReply): void => void process.send?.(reply)

process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  const request = message as ReaderRequest
  if (request.act === 'open')
    open(request).then(
      () => send({ say: 'ready' }),
      () => process.exit(1),
    )
  else void answer(request.sql).then((rows) => send({ say: 'answered', id: request.id, rows }))
})
