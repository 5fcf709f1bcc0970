/**
 * The audit chain: each entry carries the hash of the one before it, so that changing, adding or taking away an entry
 * changes every hash after it. Pure arithmetic over entries; where they are kept is the work of storage.
 *
 * The chain alone does not notice that its newest entries were cut off; for that storage keeps a signed head.
 */
import { hash } from 'node:crypto'

/** What a caller says happened; sequence, time and hashes are added when it is written. */
export interface AuditDraft {
  /** Past tense, e.g. `query-approved`. */
  event: string
  /** Visitor id, or null for the environment itself. */
  by: string | null
  /** What it is about: an id, or null. */
  subject: string | null
  detail: Record<string, unknown>
}

export interface AuditEntry extends AuditDraft {
  seq: number
  at: string
  previousHash: string
  hash: string
}

/** The hash before the first entry. */
const GENESIS = '0'.repeat(64)

/** JSON with the keys of every object in order, so that the same content always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`)
    return `{${fields.join(',')}}`
  }
  return JSON.stringify(value)
}

/** SHA-256, hex, over the canonical JSON of everything but the hash itself. */
const hashOf = (entry: Omit<AuditEntry, 'hash'>): string =>
  hashOfWritten({ ...entry, detail: canonicalJson(entry.detail) })

/** An entry as it is kept: its detail as text. */
export type WrittenEntry = Omit<AuditEntry, 'detail'> & { detail: string }

/**
 * The same hash, with the detail's text in its place. Where it is the entry's own, the text is the canonical JSON that
 * was hashed, to the byte, and need not be read to be trusted.
 */
function hashOfWritten(entry: Omit<WrittenEntry, 'hash'>): string {
  const { seq, at, event, by, subject, detail, previousHash } = entry
  const text = JSON.stringify
  return hash(
    'sha256',
    `{"at":${text(at)},"by":${text(by)},"detail":${detail},"event":${text(event)},"previousHash":${text(previousHash)},"seq":${text(seq)},"subject":${text(subject)}}`,
  )
}

/** The detail of a written entry. */
export function detailOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    // Text that is not JSON any more was edited by hand; it must fail the hash, not the reader.
    return { unreadable: text }
  }
}

/** The entry that follows `last`. Details are stored as canonical JSON, so they are normalised here. */
export function nextEntry(
  last: { seq: number; hash: string } | null,
  draft: AuditDraft,
  at: string,
): AuditEntry {
  const detail = canonicalJson(draft.detail)
  const { event, by, subject } = draft
  const entry = { seq: (last?.seq ?? 0) + 1, at, event, by, subject, previousHash: last?.hash ?? GENESIS }
  return {
    ...entry,
    detail: JSON.parse(detail) as Record<string, unknown>,
    hash: hashOfWritten({ ...entry, detail }),
  }
}

/** Holds a running verification; feed entries in order, then read `firstBad`. */
export class ChainVerifier {
  #last: { seq: number; hash: string } | null = null
  #firstBad: number | null = null
  entries = 0

  /** Takes the next entry as stored. After the first bad entry nothing later can be trusted, so it is kept. */
  take(entry: WrittenEntry): void {
    this.entries += 1
    if (this.#firstBad !== null) return
    const expectedSeq = (this.#last?.seq ?? 0) + 1
    const sound =
      entry.seq === expectedSeq &&
      entry.previousHash === (this.#last?.hash ?? GENESIS) &&
      // Keys that look like numbers are kept in another order than they were hashed in: there the text is read.
      (entry.hash === hashOfWritten(entry) ||
        entry.hash === hashOf({ ...entry, detail: detailOf(entry.detail) }))
    if (sound) this.#last = { seq: entry.seq, hash: entry.hash }
    else this.#firstBad = Math.min(entry.seq, expectedSeq)
  }

  get firstBad(): number | null {
    return this.#firstBad
  }

  get head(): string {
    return this.#last?.hash ?? GENESIS
  }

  get lastSeq(): number {
    return this.#last?.seq ?? 0
  }
}
