/** What can be drawn along a scale, by the name DuckDB has for a type. */
const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/
const TEMPORAL = /^(DATE|TIMESTAMP.*)$/

/** Integers, decimals and floats. */
export const isNumericType = (type: string): boolean => NUMERIC.test(type)
/** Dates and instants. */
export const isTemporalType = (type: string): boolean => TEMPORAL.test(type)
