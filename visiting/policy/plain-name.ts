/**
 * Names a researcher may give: to CTEs, tables, views and macros. Plain, so that a name that slipped out of scope
 * could never be a file, an address or a view of the engine's catalog.
 */
import { FACT_PREFIX } from '../../shared/model/facts.ts'
import { LIMITS } from './limits.ts'

const PLAIN = /^[\p{L}_][\p{L}\p{M}\p{N}_ ー・-]*$/u
const OF_THE_ENGINE =
  /^(duckdb_|pg_|pragma_|sqlite_|icu_|__|information_schema|recurring$|extract$|system$|temp$|main$|work$)/i

/**
 * The engine folds the case of ASCII letters only; this side of it folds all letters. A name on which the two differ
 * (`Ä`, `Σ`, the Kelvin sign) could be one name here and another there.
 */
export const foldsAlike = (name: string): boolean => name.toLowerCase() === asciiFolded(name)

const asciiFolded = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** True when a researcher may give this name to something. */
export const isPlainName = (name: string): boolean =>
  name.length <= LIMITS.nameLength && PLAIN.test(name) && foldsAlike(name) && !OF_THE_ENGINE.test(name)

/** True for hidden columns and for the engine's own row numbers, which tell the order rows were stored in. */
export const isReserved = (name: string): boolean =>
  name.toLowerCase().startsWith(FACT_PREFIX) || name.toLowerCase() === 'rowid'

/**
 * Notes the names of a statement and answers false for one that differs from an earlier name only in letters that
 * this side would fold and the engine would not.
 */
export function nameKeeper(known: Iterable<string>): (name: string) => boolean {
  const kept = new Map<string, string>()
  const tellsApart = (name: string): boolean => {
    const alike = name.toLowerCase()
    const exact = asciiFolded(name)
    const earlier = kept.get(alike) ?? exact
    kept.set(alike, earlier)
    return earlier === exact
  }
  for (const name of known) tellsApart(name)
  return tellsApart
}
