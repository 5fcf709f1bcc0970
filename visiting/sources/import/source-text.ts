/**
 * The text of a source file, piece by piece: compressed with gzip or not, UTF-8 or CP932 (Windows-31J), with or without
 * a byte order mark. Bytes that are no text come through as U+FFFD, so that a reader can tell which row they spoil.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { ImportFault } from './source-rows.ts'

export type Encoding = 'utf-8' | 'cp932'

const undecodable = /[\uFFFD\0]/
/** True where a text holds bytes that were none of its encoding, or a NUL, which is no text in any. */
export const isSpoilt = (text: string): boolean => undecodable.test(text)

async function isCompressed(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

/** @throws ImportFault where a compressed file is cut short or damaged. */
export async function* sourceText(file: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'utf-8')
  const raw = createReadStream(file)
  const compressed = await isCompressed(file)
  const bytes = compressed ? raw.pipe(createGunzip()) : raw
  try {
    for await (const part of bytes) yield decoder.decode(part as Buffer, { stream: true })
    yield decoder.decode()
  } catch (problem) {
    if (compressed && /^Z_|^ERR_/.test(String((problem as NodeJS.ErrnoException).code)))
      throw new ImportFault(
        'the compressed file is damaged or ends too early',
        '圧縮ファイルが壊れているか、途中で切れています',
      )
    throw problem
  } finally {
    raw.destroy()
  }
}
