/** A text file written row by row, in pieces of about a megabyte; a full disk is an error of the call that meets it. */
import { type FileHandle, open } from 'node:fs/promises'

const piece = 1_000_000

/**
 * Made by `create`, which throws where the file is there already; then `add` rows with their line ends, and
 * `finish`.
 */
export class RowFile {
  readonly #handle: FileHandle
  #waiting: string[] = []
  #size = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async create(path: string): Promise<RowFile> {
    return new RowFile(await open(path, 'wx'))
  }

  /** Answers a promise only where it has to wait for the disk. */
  add(row: string): Promise<void> | undefined {
    this.#waiting.push(row)
    this.#size += row.length
    return this.#size >= piece ? this.#flush() : undefined
  }

  /** Writes what is left; closes in any case. */
  async finish(): Promise<void> {
    try {
      await this.#flush()
    } finally {
      await this.close()
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join('')
    this.#waiting = []
    this.#size = 0
    await this.#handle.writeFile(text)
  }
}
