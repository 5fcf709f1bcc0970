/**
 * Pseudonyms of an extract: HMAC-SHA-256 of an identifier under a key that belongs to one permit, its first 16 bytes
 * in hexadecimal. The same person has the same pseudonym across the databases of a permit whose linkage was approved,
 * another in each database where it was not, and another under every other permit.
 *
 * DuckDB has no HMAC; it is written in SQL after RFC 2104 from `sha256`, so that a million identifiers need no way
 * through JavaScript. A test holds it against Node's own.
 */
import { createHmac } from 'node:crypto'

export type IdentityKind = 'person' | 'institution'

/** What the key of a pseudonym depends on; equal scopes give equal pseudonyms. */
export function scopeOf(
  kind: IdentityKind,
  database: string,
  { linkageApproved }: { linkageApproved: boolean },
): string {
  return linkageApproved ? kind : `${kind} in ${database}`
}

/**
 * The 32-byte key under `secret` for one scope (such as a permit's persons in one database): equal keys,
 * equal pseudonyms.
 */
export const scopeKey = (secret: Buffer, scope: string): Buffer =>
  createHmac('sha256', secret).update(`visiting-workbench pseudonym: ${scope}`).digest()

/** SQL of the pseudonym of a VARCHAR expression. The key is in the text: trusted connections only. */
export function pseudonymSql(key: Buffer, expression: string): string {
  const inner = `unhex(sha256(${padded(key, 0x36)} || encode(${expression})))`
  return `left(sha256(${padded(key, 0x5c)} || ${inner}), 32)`
}

const BLOCK = 64

function padded(key: Buffer, pad: number): string {
  const block = Buffer.alloc(BLOCK)
  key.copy(block)
  return `unhex('${Buffer.from(block.map((byte) => byte ^ pad)).toString('hex')}')`
}
