/**
 * How columns of the engine travel as Arrow. Types Arrow holds exactly travel as themselves; HUGEINT travels as a
 * decimal of 128 bits. The others (UHUGEINT, TIME WITH TIME ZONE, TIME_NS, INTERVAL, UUID, BLOB, BIT, ENUM, LIST,
 * ARRAY, STRUCT, MAP, UNION, VARIANT, BIGNUM, GEOMETRY, NULL) travel as the engine's own text, with their type's name
 * in the field's metadata.
 */
import {
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  TimeMicrosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow'

/** Metadata key of a field: the engine's name of the type, e.g. `DECIMAL(10,2)`. */
export const TYPE_KEY = 'duckdb'

/** Time zone in which moments are written, in the engine and on screens. */
export const TIME_ZONE = 'Asia/Tokyo'

const EXACT: Record<string, () => DataType> = {
  BOOLEAN: () => new Bool(),
  TINYINT: () => new Int8(),
  SMALLINT: () => new Int16(),
  INTEGER: () => new Int32(),
  BIGINT: () => new Int64(),
  HUGEINT: () => new Decimal(0, 38, 128),
  UTINYINT: () => new Uint8(),
  USMALLINT: () => new Uint16(),
  UINTEGER: () => new Uint32(),
  UBIGINT: () => new Uint64(),
  FLOAT: () => new Float32(),
  DOUBLE: () => new Float64(),
  DATE: () => new DateDay(),
  TIME: () => new TimeMicrosecond(),
  TIMESTAMP: () => new TimestampMicrosecond(),
  TIMESTAMP_S: () => new TimestampSecond(),
  TIMESTAMP_MS: () => new TimestampMillisecond(),
  TIMESTAMP_NS: () => new TimestampNanosecond(),
  'TIMESTAMP WITH TIME ZONE': () => new TimestampMicrosecond(TIME_ZONE),
  VARCHAR: () => new Utf8(),
}

const DECIMAL = /^DECIMAL\((\d+),\s*(\d+)\)$/

/** Width and scale of a decimal type's name, or null. */
export function decimalOf(typeName: string): { width: number; scale: number } | null {
  const match = DECIMAL.exec(typeName)
  return match ? { width: Number(match[1]), scale: Number(match[2]) } : null
}

/** Whether values of this type travel as the engine's own text although they are no text. */
export const travelsAsText = (typeName: string): boolean =>
  EXACT[typeName] === undefined && decimalOf(typeName) === null && typeName !== 'JSON'

/** The Arrow type in which values of the engine's type travel; of a type without one of its own, Utf8. Never refuses. */
export function arrowTypeOf(typeName: string): DataType {
  const decimal = decimalOf(typeName)
  if (decimal) return new Decimal(decimal.scale, decimal.width, 128)
  return (EXACT[typeName] ?? EXACT.VARCHAR)?.() ?? new Utf8()
}

/** A nullable field of that type, with the engine's name of it in its metadata. */
export const arrowFieldOf = (name: string, typeName: string): Field =>
  new Field(name, arrowTypeOf(typeName), true, new Map([[TYPE_KEY, typeName]]))

/** The engine's name of a field's type; for files written by others, a name that reads its values right. */
export const typeNameOf = (field: Field): string => field.metadata.get(TYPE_KEY) ?? 'VARCHAR'
