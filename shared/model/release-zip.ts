/**
 * The container of a release: a ZIP with one possible form for given files. Entries are stored uncompressed, sorted
 * by path, without dates, comments or extra fields, so that every byte of the file is either content, whose digest is
 * signed, or follows from it. The reader writes the entries it found again and refuses any difference: no hidden,
 * repeated or trailing part can ride along, and one changed byte anywhere is noticed.
 *
 * Any ZIP tool opens it. Whether the content is the environment's is judged by ./release-manifest.ts.
 * Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 */
import { isSafePath } from './release-manifest.ts'

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
/** 2.0: the version any tool understands. */
const VERSION = 20
/** 1 January 1980, the first day the format knows. */
const NO_DATE = 0x21

/** Writes files (path → content) as a release package. Paths must be safe; throws a RangeError otherwise. */
export function writeReleaseZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [path] of entries) if (!isSafePath(path)) throw new RangeError(`unsafe path in package: ${path}`)
  const overhead = (path: string) => LOCAL_BYTES + CENTRAL_BYTES + 2 * path.length
  const size = entries.reduce((sum, [path, content]) => sum + overhead(path) + content.length, END_BYTES)
  if (size >= 0xffffffff || entries.length >= 0xffff) throw new RangeError('too large for a package')

  const zip = new Uint8Array(size)
  const view = new DataView(zip.buffer)
  const offsets: number[] = []
  const sums: number[] = []
  let at = 0
  for (const [path, content] of entries) {
    const sum = crc32(content)
    offsets.push(at)
    sums.push(sum)
    view.setUint32(at, LOCAL, true)
    describe(view, at + 4, { sum, size: content.length, path })
    zip.set(asciiBytes(path), at + LOCAL_BYTES)
    zip.set(content, at + LOCAL_BYTES + path.length)
    at += LOCAL_BYTES + path.length + content.length
  }
  const directoryAt = at
  entries.forEach(([path, content], index) => {
    view.setUint32(at, CENTRAL, true)
    view.setUint16(at + 4, VERSION, true)
    describe(view, at + 6, { sum: sums[index] ?? 0, size: content.length, path })
    view.setUint32(at + 42, offsets[index] ?? 0, true)
    zip.set(asciiBytes(path), at + CENTRAL_BYTES)
    at += CENTRAL_BYTES + path.length
  })
  view.setUint32(at, END, true)
  view.setUint16(at + 8, entries.length, true)
  view.setUint16(at + 10, entries.length, true)
  view.setUint32(at + 12, at - directoryAt, true)
  view.setUint32(at + 16, directoryAt, true)
  return zip
}

export type ReleaseZip =
  | { ok: true; entries: Map<string, Uint8Array> }
  | { ok: false; why: 'not-a-package' | 'not-canonical' | 'path-unsafe'; path: string }

/** Reads a release package; the entries are views of the given bytes. */
export function readReleaseZip(zip: Uint8Array): ReleaseZip {
  const entries = new Map<string, Uint8Array>()
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  let at = 0
  while (at + LOCAL_BYTES <= zip.length && view.getUint32(at, true) === LOCAL) {
    const size = view.getUint32(at + 18, true)
    const pathEnd = at + LOCAL_BYTES + view.getUint16(at + 26, true)
    if (pathEnd + size > zip.length) return { ok: false, why: 'not-a-package', path: '' }
    const path = String.fromCharCode(...zip.subarray(at + LOCAL_BYTES, Math.min(pathEnd, at + 300)))
    if (!isSafePath(path)) return { ok: false, why: 'path-unsafe', path }
    if (entries.has(path)) return { ok: false, why: 'not-canonical', path }
    entries.set(path, zip.subarray(pathEnd, pathEnd + size))
    at = pathEnd + size
  }
  if (entries.size === 0 || at + END_BYTES > zip.length) return { ok: false, why: 'not-a-package', path: '' }
  const canonical = writeReleaseZip(entries)
  const same = canonical.length === zip.length && canonical.every((byte, index) => byte === zip[index])
  return same ? { ok: true, entries } : { ok: false, why: 'not-canonical', path: '' }
}

/** The fields that local header and central directory share: version needed, flags, method, date, sums, lengths. */
function describe(view: DataView, at: number, entry: { sum: number; size: number; path: string }): void {
  view.setUint16(at, VERSION, true)
  view.setUint16(at + 8, NO_DATE, true)
  view.setUint32(at + 10, entry.sum, true)
  view.setUint32(at + 14, entry.size, true)
  view.setUint32(at + 18, entry.size, true)
  view.setUint16(at + 22, entry.path.length, true)
}

const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  return sum
})

/** CRC-32 as ZIP wants it (ISO 3309); against accidents only, the signature is what protects. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (CRC_TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
