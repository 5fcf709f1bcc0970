/** Values of Arrow cells for the disclosure checks and for masking; their text is written by shared/arrow. */
import { type Data, DataType } from 'apache-arrow'
import { cellText } from '../../shared/arrow/data-text.ts'

export type CellValue = string | number | bigint | boolean | null

/** Numbers where they are exact, otherwise bigint or text; dates, moments and all else as text. */
export function valueAt(data: Data, row: number): CellValue {
  const { type } = data
  const text = cellText(data, row)
  if (text === null) return null
  if (DataType.isBool(type)) return text === 'true'
  if (DataType.isFloat(type)) return Number(data.values[row])
  if (DataType.isInt(type)) {
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : BigInt(text)
  }
  if (!DataType.isDecimal(type)) return text
  // Up to 15 digits a double keeps every decimal apart from its neighbours.
  if (text.replace(/[-.]/g, '').length <= 15) return Number(text)
  return type.scale === 0 ? BigInt(text) : text
}

/** A cell of any number type as a double; null for NULL, for what is no number, and for no finite one. */
export function numberAt(data: Data, row: number): number | null {
  if (!isNumeric(data.type) || !data.getValid(row)) return null
  const value = Number(DataType.isDecimal(data.type) ? cellText(data, row) : data.values[row])
  return Number.isFinite(value) ? value : null
}

/** Integers, floats and decimals; a date or a truth value is none. */
export const isNumeric = (type: DataType): boolean =>
  DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)
