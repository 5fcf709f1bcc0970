/** Appends to the audit chain, and seals its new head, inside a transaction of the records file. */
import { type AuditDraft, nextEntry } from '../audit/chain.ts'
import type { HeadSeal } from '../audit/head-seal.ts'
import type { Statements } from './statements.ts'

/** Thrown by a write where the environment's key was replaced since these records were opened; nothing is written. */
export class SealedByAnotherKey extends Error {}

const LAST = 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1'
const ENTRY =
  'INSERT INTO audit (seq, at, event, "by", subject, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
const HEAD = `INSERT INTO audit_head (id, seq, hash, signature, key) VALUES (1, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature,
    key = excluded.key
  WHERE audit_head.key IS NULL OR audit_head.key = ?`

/** `before`: whose seal the head has now; `seal`: whose it gets. */
export function appendEntries(
  { all, run }: Statements,
  drafts: readonly AuditDraft[],
  { at, seal, before }: { at: string; seal: HeadSeal; before: HeadSeal },
): void {
  if (drafts.length === 0) return
  let last = all<{ seq: number; hash: string }>(LAST, [])[0] ?? null
  for (const draft of drafts) {
    const { seq, event, by, subject, detail, previousHash, hash } = nextEntry(last, draft, at)
    run(ENTRY, [seq, at, event, by, subject, JSON.stringify(detail), previousHash, hash])
    last = { seq, hash }
  }
  const { seq, hash } = last!
  const changed = run(HEAD, [seq, hash, seal.sign(`${seq}:${hash}`), seal.key, before.key])
  if (changed === 0) throw new SealedByAnotherKey()
}
