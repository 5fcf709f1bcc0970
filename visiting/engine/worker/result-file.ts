/**
 * Writes a result as an Arrow IPC stream, batch by batch, and remembers where each batch lies. Name and bytes are
 * made durable by whoever takes it away; of a large one most is on the disk by then.
 */
import { writeFileSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
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

/** A result up to this size is written in one go when it is whole: most are, and each step of writing costs a wait. */
const SMALL_BYTES = 262_144
const SYNCED_AT_ONCE = 16_000_000

/** `write` each batch, then `finish` or `abandon` it. A small result is held in memory until its end. */
export class ResultFile {
  readonly #path: string
  readonly #schema: Schema
  readonly #writer = new PieceWriter()
  #written: WrittenResult = { schemaBytes: 0, batches: [], bytes: 0 }
  /** What is not on its way to the disk yet. */
  #held: { pieces: Uint8Array[]; bytes: number } = { pieces: [], bytes: 0 }
  /** Opened when the result turns out to be large. */
  #handle: FileHandle | null = null
  /** One write runs while the next batch is made. */
  #pending: Promise<unknown> = Promise.resolve()
  /** What of a large result is on its way through the disk's own queue, so that little is left when it is whole. */
  #syncing: Promise<unknown> | null = null
  #failure: unknown = null
  #unsynced = 0

  constructor(path: string, fields: Field[]) {
    this.#path = path
    this.#schema = new Schema(fields)
    this.#writer.reset(undefined, this.#schema)
    this.#written.schemaBytes = this.#take()
  }

  get bytes(): number {
    return this.#written.bytes
  }

  /** The data is the file's until the next `write` has come back. */
  async write(columns: Data[], rows: number): Promise<void> {
    this.#writer.write(recordBatch(this.#schema, columns, rows))
    const offset = this.#written.bytes
    await this.#pending
    const held = this.#held.pieces.length
    this.#written.batches.push({ rows, offset, bytes: this.#take() })
    if (this.#handle !== null || this.#held.bytes > SMALL_BYTES) await this.#send()
    else
      for (let at = held; at < this.#held.pieces.length; at++)
        this.#held.pieces[at] = this.#held.pieces[at]!.slice()
  }

  async finish(): Promise<WrittenResult> {
    this.#writer.finish()
    await this.#pending
    this.#take()
    if (this.#handle === null) writeFileSync(this.#path, Buffer.concat(this.#held.pieces), { mode: 0o600 })
    else {
      await this.#send()
      await this.#pending
      await this.#syncing
      if (this.#failure !== null) throw this.#failure
      await this.#handle.sync()
      await this.#handle.close()
    }
    return this.#written
  }

  async abandon(): Promise<void> {
    await this.#pending.catch(() => {})
    await this.#syncing
    await this.#handle?.close().catch(() => {})
    await rm(this.#path, { force: true })
  }

  /** Takes over what the writer has gathered; returns its size. */
  #take(): number {
    const pieces = this.#writer.takePieces()
    const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
    this.#held.pieces.push(...pieces)
    this.#held.bytes += bytes
    this.#written.bytes += bytes
    return bytes
  }

  /** Begins to write what is held. */
  async #send(): Promise<void> {
    this.#handle ??= await open(this.#path, 'w', 0o600)
    const { pieces, bytes } = this.#held
    this.#held = { pieces: [], bytes: 0 }
    this.#pending = writeAll(this.#handle, pieces, bytes)
    this.#unsynced += bytes
    if (this.#syncing === null && this.#unsynced > SYNCED_AT_ONCE) {
      this.#unsynced = 0
      this.#syncing = this.#handle
        .datasync()
        .catch((problem: unknown) => {
          // The disk tells of a failure once; it must not be forgotten by the time the file is finished.
          this.#failure ??= problem
        })
        .then(() => {
          this.#syncing = null
        })
    }
    // Looked at when the next batch comes; until then a failure is not unhandled.
    this.#pending.catch(() => {})
  }
}

async function writeAll(handle: FileHandle, pieces: Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await handle.writev(pieces)
  if (bytesWritten === bytes) return
  // A short write: the rest in one piece.
  const rest = Buffer.concat(pieces).subarray(bytesWritten)
  for (let at = 0; at < rest.length; ) at += (await handle.write(rest, at)).bytesWritten
}
