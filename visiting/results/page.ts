/**
 * A page of a result as an Arrow IPC stream: the researcher's columns, a mask for each and, for aggregated results,
 * the persons behind each cell. A masked cell is null and its value is in no buffer of the stream; the stream is
 * built from nothing but the names and types of the stored columns and the cells that may travel (./gather.ts).
 */
import {
  type DataType,
  Field,
  Int32,
  makeData,
  type RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Uint8,
} from 'apache-arrow'
import { recordBatch } from '../../shared/arrow/record-batches.ts'
import type { FactsPlan } from '../../shared/model/facts.ts'
import { numberAt } from './cell-value.ts'
import { columnsOf, factsOf } from './facts-of.ts'
import { type Choice, gather, gatheredType } from './gather.ts'
import {
  hasRowsAsData,
  type MaskLimits,
  maskCode,
  maskOf,
  personsToShow,
  type ResultGround,
} from './masking.ts'
import { type Rows, visibleColumns } from './stored-result.ts'

/** Encodes rows for a client. Of a result that may not travel, only names and types are left. */
export function encodePage(rows: Rows, ground: ResultGround, limits: MaskLimits): Uint8Array {
  const { plan } = ground
  const travels = hasRowsAsData(ground, limits)
  const spans = travels ? rows.spans : []
  const length = travels ? rows.count : 0
  const visible = visibleColumns(rows.schema)
  const fields = visible.map((index) => rows.schema.fields[index]!)
  const columns = columnsOf(
    plan,
    fields.map((field) => field.name),
  )
  const masks = fields.map(() => new Uint8Array(length))
  const persons = plan.kind === 'aggregated' ? fields.map(() => new PersonsColumn(length)) : []
  const choices = fields.map(() => emptyChoice(length))

  let at = 0
  spans.forEach((span, chunk) => {
    const facts = factsOf(plan, columns, span.batch)
    for (let row = span.from; row < span.until; row++, at++) {
      const rowPersons = facts.rowPersons(row)
      for (let i = 0; i < fields.length; i++) {
        const cell = facts.cell(i, row)
        const value = span.batch.data.children[visible[i]!]!
        const isZero = cell.persons === 0 && numberAt(value, row) === 0
        const mask = maskOf({ kind: plan.kind, column: columns[i]!, rowPersons, facts: cell, isZero }, limits)
        masks[i]![at] = maskCode(mask)
        persons[i]?.set(at, personsToShow(cell, mask, limits))
        if (mask !== 'shown') continue
        choices[i]!.chunk[at] = chunk
        choices[i]!.row[at] = row
      }
    }
  })

  return encode(length, [
    ...fields.map((field, i) => ({
      name: field.name,
      type: gatheredType(field.type),
      data: gather(
        field.type,
        spans.map((span) => span.batch.data.children[visible[i]!]!),
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

/** Counts masked cells of one batch; used over a whole result, one batch in memory at a time. */
export function countMasked(batch: RecordBatch, plan: FactsPlan, limits: MaskLimits): number {
  const visible = visibleColumns(batch.schema)
  const columns = columnsOf(
    plan,
    visible.map((index) => batch.schema.fields[index]!.name),
  )
  const facts = factsOf(plan, columns, batch)
  let masked = 0
  for (let row = 0; row < batch.numRows; row++) {
    const rowPersons = facts.rowPersons(row)
    if (plan.kind === 'aggregated' && (rowPersons === null || rowPersons < limits.minimumPersons)) {
      masked += visible.length
      continue
    }
    for (let i = 0; i < visible.length; i++) {
      const cell = facts.cell(i, row)
      const isZero = cell.persons === 0 && numberAt(batch.data.children[visible[i]!]!, row) === 0
      const column = columns[i]!
      if (maskOf({ kind: plan.kind, column, rowPersons, facts: cell, isZero }, limits) !== 'shown') masked++
    }
  }
  return masked
}
