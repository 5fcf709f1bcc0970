/** The pseudonymised form of a record: what identifies directly is gone, the medical content is untouched. */
import { createHmac } from 'node:crypto'
import { identifiersOf, type KnownIdentifiers, tellsWho } from './identifiers.ts'
import { DeidentifyFault, type DeidentifyRules, type SourceRecord, type Value } from './rules.ts'

export interface Pseudonymised {
  record: SourceRecord
  /** Columns whose text held a direct identifier and was therefore emptied. */
  emptied: string[]
}

/**
 * `searched`: columns whose text is searched for direct identifiers; all columns where not given. `everybody`: the
 * identifiers of all persons of the file.
 * @param pseudonymOf gives a person's pseudonym from what identifies them; must be stable.
 * @throws DeidentifyFault where the person column is missing or empty.
 */
export function pseudonymise(
  record: SourceRecord,
  rules: Pick<DeidentifyRules, 'person' | 'pseudonym' | 'remove'> & {
    searched?: ReadonlySet<string>
    everybody?: KnownIdentifiers
  },
  pseudonymOf: (identifier: string) => Value,
): Pseudonymised {
  const identifier = record[rules.person]
  if (identifier === undefined || identifier === null || identifier === '')
    throw new DeidentifyFault(`no person in ${rules.person}`)
  const direct = new Set([rules.person, ...rules.remove])
  const own = identifiersOf(record, direct)
  const kept: SourceRecord = { [rules.pseudonym]: pseudonymOf(String(identifier)) }
  const emptied: string[] = []
  for (const [column, value] of Object.entries(record)) {
    if (direct.has(column)) continue
    const leaks =
      (rules.searched?.has(column) ?? true) && tellsWho(value, { own, everybody: rules.everybody ?? null })
    if (leaks) emptied.push(column)
    kept[column] = leaks ? null : value
  }
  return { record: kept, emptied }
}

/** The environment's own key of a person: 63 bits of HMAC-SHA-256 as a decimal text, for a BIGINT column. */
export function personKey(secret: Uint8Array, identifier: string): string {
  const digest = createHmac('sha256', secret)
    .update(`person\u0000${identifier.normalize('NFKC')}`)
    .digest()
  return (digest.readBigUInt64BE(0) >> 1n).toString()
}

/** Days by which all dates of a person move, −within…within without 0; the same for each date of the person. */
export function shiftDays(secret: Uint8Array, identifier: string, withinDays: number): number {
  const digest = createHmac('sha256', secret)
    .update(`shift\u0000${identifier.normalize('NFKC')}`)
    .digest()
  const place = Number(digest.readBigUInt64BE(0) % BigInt(2 * withinDays))
  return place < withinDays ? place - withinDays : place - withinDays + 1
}
