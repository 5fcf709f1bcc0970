/** Scripts a person brings from other tools: read as text where they are text, and said by name where they are not. */

/** Longer than what may be run at once; more would not be remembered on this machine either. */
const MOST_BYTES = 200_000

export interface SqlFile {
  name: string
  /** Null where it is too large, or no text. */
  sql: string | null
}

/** Of UTF-8, or of Windows-31J as older Japanese tools write it. Ends of lines become `\n`. */
export async function readSqlFile(file: File): Promise<SqlFile> {
  const name = file.name.replace(/\.(sql|txt)$/i, '').slice(0, 60)
  if (file.size > MOST_BYTES) return { name: file.name, sql: null }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const sql = decoded(bytes, 'utf-8') ?? decoded(bytes, 'shift_jis')
  return sql === null || sql.includes('\0') ? { name: file.name, sql: null } : { name, sql }
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    return null
  }
}

/** The files of a drag, none where something else is dragged. */
export const filesOf = ({ dataTransfer }: { dataTransfer: DataTransfer | null }): File[] =>
  Array.from(dataTransfer?.files ?? [])
