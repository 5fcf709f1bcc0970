/**
 * Copies chosen cells of Arrow columns into fresh buffers. A cell that is not chosen is null there, and no byte of
 * its value is in any buffer: not in values, offsets, children or dictionaries. Masking rests on this, because a
 * null in Arrow is only a cleared bit beside a value that may still lie in the buffer.
 *
 * Dictionary columns come out as plain values: a dictionary would name values of cells that were not chosen.
 */
import { type Data, DataType, Field, List, Map_, makeData, Struct } from 'apache-arrow'

/** Where the cells come from: `chunk[i]` and `row[i]` of the i-th cell; a row of -1 asks for null. */
export interface Choice {
  chunk: Int32Array
  row: Int32Array
}

/** The type a column has after gathering: the same, with dictionaries replaced by their values. */
export function gatheredType(type: DataType): DataType {
  if (DataType.isDictionary(type)) return gatheredType(type.dictionary)
  if (DataType.isList(type)) return new List(gatheredField(type.children[0]!))
  if (DataType.isStruct(type)) return new Struct(type.children.map(gatheredField))
  if (DataType.isMap(type))
    return new Map_(
      gatheredField(type.children[0]!) as ConstructorParameters<typeof Map_>[0],
      type.keysSorted,
    )
  return type
}

const gatheredField = (field: Field): Field => new Field(field.name, gatheredType(field.type), true)

/** Gathers cells of one column. Throws on Arrow types that the engine never writes (unions, views). */
export function gather(type: DataType, chunks: readonly Data[], choice: Choice): Data {
  if (DataType.isDictionary(type)) return gatherDictionary(type.dictionary, chunks, choice)
  const length = choice.row.length
  if (DataType.isNull(type)) return makeData({ type, length, nullCount: length })
  const { nullBitmap, nullCount, valid } = validity(chunks, choice)
  const base = { length, nullCount, nullBitmap: nullCount > 0 ? nullBitmap : null }

  if (DataType.isBool(type)) {
    const data = new Uint8Array((length + 7) >> 3)
    for (let i = 0; i < length; i++) {
      if (!valid[i]) continue
      const from = chunks[choice.chunk[i]!]!
      const at = from.offset + choice.row[i]!
      if ((from.values[at >> 3] >> (at & 7)) & 1) data[i >> 3] = data[i >> 3]! | (1 << (i & 7))
    }
    return makeData({ type, ...base, data })
  }
  if (DataType.isUtf8(type)) return makeData({ type, ...base, ...gatherBytes(chunks, choice, valid, false) })
  if (DataType.isBinary(type))
    return makeData({ type, ...base, ...gatherBytes(chunks, choice, valid, false) })
  if (DataType.isLargeUtf8(type))
    return makeData({ type, ...base, ...gatherBytes(chunks, choice, valid, true) })
  if (DataType.isLargeBinary(type))
    return makeData({ type, ...base, ...gatherBytes(chunks, choice, valid, true) })
  if (DataType.isList(type) || DataType.isMap(type)) {
    const { offsets, inner } = spread(chunks, choice, valid)
    const child = gather(
      type.children[0]!.type,
      chunks.map((chunk) => chunk.children[0]!),
      inner,
    )
    return listData(gatheredType(type), base, offsets, child)
  }
  if (DataType.isFixedSizeList(type)) {
    const child = gather(
      type.children[0]!.type,
      chunks.map((chunk) => chunk.children[0]!),
      repeat(choice, valid, type.listSize),
    )
    return makeData({ type, ...base, child })
  }
  if (DataType.isStruct(type)) {
    const whole = { chunk: choice.chunk, row: choice.row.map((row, i) => (valid[i] ? row : -1)) }
    const children = type.children.map((field, index) =>
      gather(
        field.type,
        chunks.map((chunk) => chunk.children[index]!),
        whole,
      ),
    )
    return makeData({ type: gatheredType(type) as Struct, ...base, children })
  }
  if (isFixedWidth(type)) return gatherFixed(type, base, chunks, choice, valid)
  throw new Error(`the Arrow type ${type} is not written by the engine`)
}

type Base = { length: number; nullCount: number; nullBitmap: Uint8Array | null }

const isFixedWidth = (type: DataType): boolean =>
  DataType.isInt(type) ||
  DataType.isFloat(type) ||
  DataType.isDecimal(type) ||
  DataType.isDate(type) ||
  DataType.isTime(type) ||
  DataType.isTimestamp(type) ||
  DataType.isInterval(type) ||
  DataType.isDuration(type) ||
  DataType.isFixedSizeBinary(type)

/** One bit a cell, and the same as bytes for the loops. */
function validity(chunks: readonly Data[], choice: Choice) {
  const length = choice.row.length
  const nullBitmap = new Uint8Array((length + 7) >> 3)
  const valid = new Uint8Array(length)
  let nullCount = 0
  for (let i = 0; i < length; i++) {
    const row = choice.row[i]!
    if (row >= 0 && chunks[choice.chunk[i]!]!.getValid(row)) {
      valid[i] = 1
      nullBitmap[i >> 3] = nullBitmap[i >> 3]! | (1 << (i & 7))
    } else nullCount++
  }
  return { nullBitmap, nullCount, valid }
}

type Fixed = { type: DataType; data: { set(values: unknown, at: number): void } }

function gatherFixed(
  type: DataType,
  base: Base,
  chunks: readonly Data[],
  choice: Choice,
  valid: Uint8Array,
): Data {
  const stride = chunks[0]?.stride ?? 1
  const data = new type.ArrayType(base.length * stride)
  for (let i = 0; i < base.length; i++) {
    if (!valid[i]) continue
    const { values } = chunks[choice.chunk[i]!]!
    const at = choice.row[i]! * stride
    for (let k = 0; k < stride; k++) data[i * stride + k] = values[at + k]
  }
  const fixed: Fixed & Base = { type, ...base, data }
  return makeData(fixed as unknown as Parameters<typeof makeData>[0])
}

function gatherBytes(chunks: readonly Data[], choice: Choice, valid: Uint8Array, large: false): Bytes
function gatherBytes(chunks: readonly Data[], choice: Choice, valid: Uint8Array, large: true): LargeBytes
function gatherBytes(
  chunks: readonly Data[],
  choice: Choice,
  valid: Uint8Array,
  large: boolean,
): Bytes | LargeBytes {
  const length = choice.row.length
  const offsets = new Float64Array(length + 1)
  for (let i = 0; i < length; i++) {
    const at = choice.row[i]!
    const from = valid[i] ? chunks[choice.chunk[i]!]!.valueOffsets : null
    offsets[i + 1] = offsets[i]! + (from ? Number(from[at + 1]!) - Number(from[at]!) : 0)
  }
  const data = new Uint8Array(offsets[length]!)
  for (let i = 0; i < length; i++) {
    if (!valid[i]) continue
    const { values, valueOffsets } = chunks[choice.chunk[i]!]!
    const at = choice.row[i]!
    data.set(values.subarray(Number(valueOffsets[at]!), Number(valueOffsets[at + 1]!)), offsets[i]!)
  }
  return large
    ? { valueOffsets: BigInt64Array.from(offsets, (offset) => BigInt(offset)), data }
    : { valueOffsets: Int32Array.from(offsets), data }
}
type Bytes = { valueOffsets: Int32Array; data: Uint8Array }
type LargeBytes = { valueOffsets: BigInt64Array; data: Uint8Array }

/** The choice of list elements that belongs to a choice of lists, and the new offsets. */
function spread(chunks: readonly Data[], choice: Choice, valid: Uint8Array) {
  const length = choice.row.length
  const offsets = new Int32Array(length + 1)
  for (let i = 0; i < length; i++) {
    const at = choice.row[i]!
    const from = valid[i] ? chunks[choice.chunk[i]!]!.valueOffsets : null
    offsets[i + 1] = offsets[i]! + (from ? Number(from[at + 1]!) - Number(from[at]!) : 0)
  }
  const inner: Choice = {
    chunk: new Int32Array(offsets[length]!),
    row: new Int32Array(offsets[length]!),
  }
  for (let i = 0; i < length; i++) {
    if (!valid[i]) continue
    const chunk = choice.chunk[i]!
    const first = Number(chunks[chunk]!.valueOffsets[choice.row[i]!]!)
    for (let to = offsets[i]!; to < offsets[i + 1]!; to++) {
      inner.chunk[to] = chunk
      inner.row[to] = first + to - offsets[i]!
    }
  }
  return { offsets, inner }
}

/** Element choice for lists of a fixed size: elements of a missing list are missing too. */
function repeat(choice: Choice, valid: Uint8Array, size: number): Choice {
  const inner: Choice = {
    chunk: new Int32Array(choice.row.length * size),
    row: new Int32Array(choice.row.length * size),
  }
  for (let i = 0; i < choice.row.length; i++) {
    for (let k = 0; k < size; k++) {
      inner.chunk[i * size + k] = choice.chunk[i]!
      inner.row[i * size + k] = valid[i] ? choice.row[i]! * size + k : -1
    }
  }
  return inner
}

function listData(type: DataType, base: Base, valueOffsets: Int32Array, child: Data): Data {
  if (DataType.isMap(type))
    return makeData({ type, ...base, valueOffsets, child: child as Data<Struct<Entry>> })
  return makeData({ type: type as List, ...base, valueOffsets, child })
}
type Entry = { key: DataType; value: DataType }

/** A dictionary cell is looked up and copied as the plain value it stands for. */
function gatherDictionary(valueType: DataType, chunks: readonly Data[], choice: Choice): Data {
  const words: Data[] = []
  const places = chunks.map((chunk) => {
    const first = words.length
    words.push(...(chunk.dictionary?.data ?? []))
    const starts: number[] = []
    let start = 0
    for (const part of chunk.dictionary?.data ?? []) {
      starts.push(start)
      start += part.length
    }
    return { first, starts }
  })
  const looked: Choice = {
    chunk: new Int32Array(choice.row.length),
    row: new Int32Array(choice.row.length).fill(-1),
  }
  for (let i = 0; i < choice.row.length; i++) {
    const row = choice.row[i]!
    if (row < 0) continue
    const chunk = chunks[choice.chunk[i]!]!
    if (!chunk.getValid(row)) continue
    const { first, starts } = places[choice.chunk[i]!]!
    const index = Number(chunk.values[row])
    let part = starts.length - 1
    while (part > 0 && starts[part]! > index) part--
    looked.chunk[i] = first + part
    looked.row[i] = index - starts[part]!
  }
  return gather(valueType, words, looked)
}
