/**
 * Writes a result as an Arrow IPC stream, batch by batch, and remembers where each batch lies. Durable: a temporary
 * name, fsync, rename; a file under its final name is always whole.
 */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Data, type Field, RecordBatchStreamWriter, Schema } from 'apache-arrow'
import { recordBatch } from '../../../shared/arrow/record-batches.ts'

export interface WrittenResult {
  schemaBytes: number
  batches: { rows: number; offset: number; bytes: number }[]
  bytes: number
}

/** Gathers the pieces of each message instead of queueing them for a stream. */
class PieceWriter extends RecordBatchStreamWriter {
  #pieces: Uint8Array[] = []

  protected override _write(chunk: ArrayBufferView): this {
    if (chunk.byteLength > 0) {
      this.#pieces.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      this._position += chunk.byteLength
    }
    return this
  }

  takePieces(): Uint8Array[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }
}

export class ResultFile {
  readonly #handle: FileHandle
  readonly #path: string
  readonly #schema: Schema
  readonly #writer = new PieceWriter()
  #written: WrittenResult = { schemaBytes: 0, batches: [], bytes: 0 }
  /** One write runs while the next batch is made. */
  #pending: Promise<unknown> = Promise.resolve()

  private constructor(handle: FileHandle, path: string, fields: Field[]) {
    this.#handle = handle
    this.#path = path
    this.#schema = new Schema(fields)
  }

  static async create(path: string, fields: Field[]): Promise<ResultFile> {
    const file = new ResultFile(await open(`${path}.part`, 'w', 0o600), path, fields)
    file.#writer.reset(undefined, file.#schema)
    file.#written.schemaBytes = file.#send()
    return file
  }

  get bytes(): number {
    return this.#written.bytes
  }

  /** The data is the file's until the next `write` has come back. */
  async write(columns: Data[], rows: number): Promise<void> {
    this.#writer.write(recordBatch(this.#schema, columns, rows))
    const offset = this.#written.bytes
    await this.#pending
    this.#written.batches.push({ rows, offset, bytes: this.#send() })
  }

  async finish(): Promise<WrittenResult> {
    this.#writer.finish()
    await this.#pending
    this.#send()
    await this.#pending
    await this.#handle.sync()
    await this.#handle.close()
    await rename(`${this.#path}.part`, this.#path)
    await syncFolder(dirname(this.#path))
    return this.#written
  }

  async abandon(): Promise<void> {
    await this.#pending.catch(() => {})
    await this.#handle.close().catch(() => {})
    await rm(`${this.#path}.part`, { force: true })
  }

  /** Begins to write what the writer has gathered; returns its size. */
  #send(): number {
    const pieces = this.#writer.takePieces()
    const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
    this.#written.bytes += bytes
    this.#pending = writeAll(this.#handle, pieces, bytes)
    // Looked at when the next batch comes; until then a failure is not unhandled.
    this.#pending.catch(() => {})
    return bytes
  }
}

async function writeAll(handle: FileHandle, pieces: Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await handle.writev(pieces)
  if (bytesWritten === bytes) return
  // A short write: the rest in one piece.
  const rest = Buffer.concat(pieces).subarray(bytesWritten)
  for (let at = 0; at < rest.length; ) at += (await handle.write(rest, at)).bytesWritten
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
