/**
 * A page of a result as an Arrow IPC stream: the researcher's columns, a mask for each and, for aggregated results,
 * the persons behind each cell. A masked cell is null and its value is in no buffer of the stream; the stream is
 * built from nothing but the names and types of the stored columns and the cells that may travel (./gather.ts).
 */
import { type DataType, Field, Int32, makeData, RecordBatchStreamWriter, Schema, Uint8 } from 'apache-arrow'
import { recordBatch } from '../../shared/arrow/record-batches.ts'
import type { FactsPlan } from '../../shared/model/facts.ts'
import { type Choice, gather, gatheredType } from './gather.ts'
import { judgeBatch } from './judge-batch.ts'
import { type MaskLimits, maskCode, personsToShow } from './masking.ts'
import type { PageRows } from './page-rows.ts'
import { visibleColumns } from './stored-result.ts'

/** Encodes rows for a client. */
export function encodePage(
  { schema, batches, chosen, hasOthers }: PageRows,
  plan: FactsPlan,
  limits: MaskLimits,
): Uint8Array {
  const length = chosen.row.length + (hasOthers ? 1 : 0)
  const visible = visibleColumns(schema)
  const fields = visible.map((index) => schema.fields[index]!)
  const judged = batches.map((batch) => judgeBatch(batch, plan, limits))
  // What is not said to be shown is masked, and so is the row that stands for others.
  const masks = fields.map(() => new Uint8Array(length).fill(maskCode('below-minimum')))
  const persons = plan.kind === 'aggregated' ? fields.map(() => new PersonsColumn(length)) : []
  const choices = fields.map(() => emptyChoice(length))

  for (let at = 0; at < chosen.row.length; at++) {
    const [chunk, row] = [chosen.chunk[at]!, chosen.row[at]!]
    const of = judged[chunk]!
    for (let i = 0; i < fields.length; i++) {
      const mask = of.mask(i, row)
      masks[i]![at] = maskCode(mask)
      persons[i]?.set(at, personsToShow(of.facts(i, row), mask, limits))
      if (mask !== 'shown') continue
      choices[i]!.chunk[at] = chunk
      choices[i]!.row[at] = row
    }
  }

  return encode(length, [
    ...fields.map((field, i) => ({
      name: field.name,
      type: gatheredType(field.type),
      data: gather(
        field.type,
        batches.map((batch) => batch.data.children[visible[i]!]!),
        choices[i]!,
      ),
    })),
    ...fields.map((field, i) => ({
      name: `${field.name}__mask`,
      type: new Uint8(),
      data: makeData({ type: new Uint8(), length, nullCount: 0, data: masks[i]! }),
    })),
    ...persons.map((column, i) => ({
      name: `${fields[i]!.name}__persons`,
      type: new Int32(),
      data: column.data(),
    })),
  ])
}

function emptyChoice(length: number): Choice {
  return { chunk: new Int32Array(length), row: new Int32Array(length).fill(-1) }
}

/** Counts of persons, null where they may not travel. */
class PersonsColumn {
  readonly #values: Int32Array
  readonly #valid: Uint8Array
  #known = 0
  constructor(length: number) {
    this.#values = new Int32Array(length)
    this.#valid = new Uint8Array((length + 7) >> 3)
  }
  set(at: number, persons: number | null) {
    if (persons === null) return
    this.#values[at] = persons
    this.#valid[at >> 3] = this.#valid[at >> 3]! | (1 << (at & 7))
    this.#known++
  }
  data() {
    const length = this.#values.length
    return makeData({
      type: new Int32(),
      length,
      nullCount: length - this.#known,
      nullBitmap: this.#known < length ? this.#valid : null,
      data: this.#values,
    })
  }
}

interface Column {
  name: string
  type: DataType
  data: ReturnType<typeof gather>
}

function encode(length: number, columns: Column[]): Uint8Array {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, type, true)))
  const data = columns.map((column) => column.data)
  const writer = new RecordBatchStreamWriter()
  writer.write(recordBatch(schema, data, length))
  writer.finish()
  return writer.toUint8Array(true)
}
