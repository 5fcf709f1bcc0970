/**
 * Engine vectors to Arrow buffers, column by column and without a JavaScript value in between: numbers are copied as
 * they lie, validity bitmaps have the same layout on both sides, and strings that lie together are read together,
 * because one native call a string costs three times the copying.
 */
import duckdb from '@duckdb/node-bindings'
import { type Data, type DataType, makeData } from 'apache-arrow'
import { arrowTypeOf, decimalOf } from '../../../shared/arrow/column-types.ts'

export interface ColumnBuffer {
  append(vector: duckdb.Vector, rows: number): void
  /** Bytes gathered since the last `take`. */
  readonly bytes: number
  /**
   * What was gathered; the buffer begins anew. The memory is used again from the second `take` after this one: two sets
   * take turns, so that one can be written while the other fills, and none is thrown away.
   */
  take(): Data
}

/** Bytes of a value in the engine's vector, and how it becomes Arrow. */
export function columnBufferFor(typeName: string): ColumnBuffer {
  const type = arrowTypeOf(typeName)
  const decimal = decimalOf(typeName)
  if (decimal) {
    const stored = decimal.width <= 4 ? 2 : decimal.width <= 9 ? 4 : decimal.width <= 18 ? 8 : 16
    return stored === 16 ? new FixedBuffer(type, 16) : new DecimalBuffer(type, stored)
  }
  const width = WIDTHS[typeName]
  if (width !== undefined) return new FixedBuffer(type, width)
  return typeName === 'BOOLEAN' ? new BooleanBuffer(type) : new TextBuffer(type)
}

const WIDTHS: Record<string, number> = {
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  FLOAT: 4,
  DATE: 4,
  BIGINT: 8,
  UBIGINT: 8,
  DOUBLE: 8,
  TIME: 8,
  TIMESTAMP: 8,
  TIMESTAMP_S: 8,
  TIMESTAMP_MS: 8,
  TIMESTAMP_NS: 8,
  'TIMESTAMP WITH TIME ZONE': 8,
  HUGEINT: 16,
}

const FIRST_ROWS = 4_096

abstract class Buffered implements ColumnBuffer {
  protected rows = 0
  #bitmap: Uint8Array | null = null
  readonly #type: DataType

  constructor(type: DataType) {
    this.#type = type
  }

  append(vector: duckdb.Vector, rows: number): void {
    const validity = duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null
    if (validity) this.#addValidity(validity, rows)
    else if (this.#bitmap) this.#addValid(rows)
    this.addValues(vector, rows, validity)
    this.rows += rows
  }

  get bytes(): number {
    return this.valueBytes() + (this.#bitmap ? this.rows >> 3 : 0)
  }

  take(): Data {
    const nullBitmap = this.#bitmap?.subarray(0, (this.rows + 7) >> 3) ?? null
    const length = this.rows
    const buffers = this.giveValues(length)
    this.rows = 0
    this.#bitmap = null
    return makeData({
      type: this.#type,
      length,
      nullCount: nullBitmap ? -1 : 0,
      nullBitmap,
      ...buffers,
    } as Parameters<typeof makeData>[0])
  }

  protected abstract addValues(vector: duckdb.Vector, rows: number, validity: Uint8Array | null): void
  protected abstract valueBytes(): number
  protected abstract giveValues(rows: number): { data: Uint8Array; valueOffsets?: Int32Array }

  #addValidity(validity: Uint8Array, rows: number): void {
    const bitmap = this.#roomFor(rows)
    if (this.rows % 8 === 0) {
      bitmap.set(validity.subarray(0, (rows + 7) >> 3), this.rows >> 3)
      clearAfter(bitmap, this.rows + rows)
      return
    }
    for (let i = 0; i < rows; i++) {
      if (isSet(validity, i)) setBit(bitmap, this.rows + i)
    }
  }

  #addValid(rows: number): void {
    const bitmap = this.#roomFor(rows)
    for (let i = this.rows; i < this.rows + rows; i++) setBit(bitmap, i)
  }

  /** The bitmap with room for more rows; rows before the first null become valid when it is made. */
  #roomFor(rows: number): Uint8Array {
    const needed = (this.rows + rows + 7) >> 3
    if (this.#bitmap === null) {
      this.#bitmap = new Uint8Array(Math.max(needed, FIRST_ROWS >> 3))
      this.#bitmap.fill(0xff, 0, (this.rows + 7) >> 3)
      clearAfter(this.#bitmap, this.rows)
    } else if (this.#bitmap.length < needed) {
      this.#bitmap = grown(this.#bitmap, needed)
    }
    return this.#bitmap
  }
}

class FixedBuffer extends Buffered {
  #data = new Uint8Array(0)
  #spare = new Uint8Array(0)
  readonly #width: number

  constructor(type: DataType, width: number) {
    super(type)
    this.#width = width
  }

  protected addValues(vector: duckdb.Vector, rows: number): void {
    const start = this.rows * this.#width
    const end = start + rows * this.#width
    if (this.#data.length < end) this.#data = grown(this.#data, Math.max(end, FIRST_ROWS * this.#width))
    this.#data.set(duckdb.vector_get_data(vector, end - start), start)
  }

  protected valueBytes(): number {
    return this.rows * this.#width
  }

  protected giveValues(rows: number): { data: Uint8Array } {
    const data = this.#data.subarray(0, rows * this.#width)
    ;[this.#data, this.#spare] = [this.#spare, this.#data]
    return { data }
  }
}

/** Narrow decimals are widened to Arrow's 128 bits, the sign repeated in the upper words. */
class DecimalBuffer extends Buffered {
  #words = new Int32Array(0)
  #spare = new Int32Array(0)
  readonly #stored: number

  constructor(type: DataType, stored: number) {
    super(type)
    this.#stored = stored
  }

  protected addValues(vector: duckdb.Vector, rows: number): void {
    const source = duckdb.vector_get_data(vector, rows * this.#stored)
    let at = this.rows * 4
    const end = at + rows * 4
    if (this.#words.length < end) {
      const wider = new Int32Array(Math.max(end, FIRST_ROWS * 4, this.#words.length * 2))
      wider.set(this.#words)
      this.#words = wider
    }
    const words = this.#words
    const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
    for (let i = 0; i < rows; i++, at += 4) {
      const low = this.#stored === 2 ? view.getInt16(i * 2, true) : view.getInt32(i * this.#stored, true)
      const sign = this.#stored === 8 ? view.getInt32(i * 8 + 4, true) : low >> 31
      words[at] = low
      words[at + 1] = sign
      words[at + 2] = sign >> 31
      words[at + 3] = sign >> 31
    }
  }

  protected valueBytes(): number {
    return this.rows * 16
  }

  protected giveValues(rows: number): { data: Uint8Array } {
    const data = new Uint8Array(this.#words.buffer, 0, rows * 16)
    ;[this.#words, this.#spare] = [this.#spare, this.#words]
    return { data }
  }
}

class BooleanBuffer extends Buffered {
  #bits = new Uint8Array(0)

  protected addValues(vector: duckdb.Vector, rows: number): void {
    const needed = (this.rows + rows + 7) >> 3
    if (this.#bits.length < needed) this.#bits = grown(this.#bits, Math.max(needed, FIRST_ROWS >> 3))
    const source = duckdb.vector_get_data(vector, rows)
    for (let i = 0; i < rows; i++) if (source[i] !== 0) setBit(this.#bits, this.rows + i)
  }

  protected valueBytes(): number {
    return this.rows >> 3
  }

  protected giveValues(rows: number): { data: Uint8Array } {
    const data = this.#bits.subarray(0, (rows + 7) >> 3)
    this.#bits = new Uint8Array(0)
    return { data }
  }
}

/** Strings of up to 12 bytes lie inside the engine's 16-byte entry, longer ones behind a pointer in it. */
const ENTRY = 16
const INLINE = 12
/** Strings this close behind each other are read with one call, the gap with them (never a page apart). */
const GAP = 64

class TextBuffer extends Buffered {
  #data = new Uint8Array(0)
  #offsets = new Int32Array(FIRST_ROWS + 1)
  #spareData = new Uint8Array(0)
  #spareOffsets = new Int32Array(FIRST_ROWS + 1)

  protected addValues(vector: duckdb.Vector, rows: number, validity: Uint8Array | null): void {
    const entries = duckdb.vector_get_data(vector, rows * ENTRY)
    const words = new Uint32Array(entries.buffer, entries.byteOffset, rows * 4)
    let end = this.#addOffsets(words, rows, validity)
    if (this.#data.length < end + INLINE) this.#data = grown(this.#data, end + INLINE)
    const data = this.#data
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    const offsets = this.#offsets
    const first = this.rows
    for (let i = 0; i < rows; i++) {
      const start = offsets[first + i] ?? 0
      const length = (offsets[first + i + 1] ?? 0) - start
      if (length === 0) continue
      if (length <= INLINE) {
        // In whole words: what one writes too much is where the next string comes, or after the last.
        view.setUint32(start, words[i * 4 + 1] ?? 0, true)
        if (length > 4) view.setUint32(start + 4, words[i * 4 + 2] ?? 0, true)
        if (length > 8) view.setUint32(start + 8, words[i * 4 + 3] ?? 0, true)
        continue
      }
      // As many following long strings as lie right behind this one in the engine's memory.
      const pointer = pointerAt(words, i)
      end = pointer + length
      let last = i
      let gaps = false
      for (let j = i + 1; j < rows; j++) {
        const size = (offsets[first + j + 1] ?? 0) - (offsets[first + j] ?? 0)
        if (size <= INLINE) {
          if (size === 0) continue
          break
        }
        const next = pointerAt(words, j)
        if (next < end || next > end + GAP) break
        if (next > end) gaps = true
        end = next + size
        last = j
      }
      const source = duckdb.get_data_from_pointer(
        entries.buffer as ArrayBuffer,
        entries.byteOffset + i * ENTRY + 8,
        end - pointer,
      )
      if (!gaps) data.set(source, start)
      else {
        for (let j = i; j <= last; j++) {
          const to = offsets[first + j] ?? 0
          const size = (offsets[first + j + 1] ?? 0) - to
          if (size === 0) continue
          const from = pointerAt(words, j) - pointer
          data.set(source.subarray(from, from + size), to)
        }
      }
      i = last
    }
  }

  /** Lengths become running offsets; returns the end of the text. */
  #addOffsets(words: Uint32Array, rows: number, validity: Uint8Array | null): number {
    const first = this.rows
    if (this.#offsets.length < first + rows + 1) {
      const wider = new Int32Array(Math.max(first + rows + 1, this.#offsets.length * 2))
      wider.set(this.#offsets)
      this.#offsets = wider
    }
    const offsets = this.#offsets
    let end = offsets[first] ?? 0
    for (let i = 0; i < rows; i++) {
      if (validity === null || isSet(validity, i)) end += words[i * 4] ?? 0
      offsets[first + i + 1] = end
    }
    return end
  }

  protected valueBytes(): number {
    return (this.#offsets[this.rows] ?? 0) + this.rows * 4
  }

  protected giveValues(rows: number): { data: Uint8Array; valueOffsets: Int32Array } {
    const valueOffsets = this.#offsets.subarray(0, rows + 1)
    const data = this.#data.subarray(0, valueOffsets[rows] ?? 0)
    ;[this.#data, this.#spareData] = [this.#spareData, this.#data]
    ;[this.#offsets, this.#spareOffsets] = [this.#spareOffsets, this.#offsets]
    return { data, valueOffsets }
  }
}

/** User space has 47 bits: a pointer is an exact number. */
const pointerAt = (words: Uint32Array, i: number): number =>
  (words[i * 4 + 3] ?? 0) * 0x1_0000_0000 + (words[i * 4 + 2] ?? 0)

const isSet = (bitmap: Uint8Array, i: number): boolean => (((bitmap[i >> 3] ?? 0) >> (i & 7)) & 1) === 1

function setBit(bitmap: Uint8Array, i: number): void {
  bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7))
}

/** Clears the bits of the byte that `end` falls in, from `end` on. */
function clearAfter(bitmap: Uint8Array, end: number): void {
  if (end % 8 !== 0) bitmap[end >> 3] = (bitmap[end >> 3] ?? 0) & ((1 << (end & 7)) - 1)
}

function grown(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const wider = new Uint8Array(Math.max(needed, bytes.length * 2))
  wider.set(bytes)
  return wider
}
