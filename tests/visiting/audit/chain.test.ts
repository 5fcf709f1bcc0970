import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuditEntry, ChainVerifier, canonicalJson, nextEntry } from '../../../visiting/audit/chain.ts'

function chainOf(events: string[]): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (const event of events)
    entries.push(
      nextEntry(
        entries.at(-1) ?? null,
        { event, by: 'usr_demosato', subject: null, detail: { event, nested: { b: 1, a: [1, 2] } } },
        '2026-11-23T00:00:00.000Z',
      ),
    )
  return entries
}

function verify(entries: AuditEntry[]): number | null {
  const verifier = new ChainVerifier()
  for (const entry of entries) verifier.take({ ...entry, detail: JSON.stringify(entry.detail) })
  return verifier.firstBad
}

describe('the audit chain', () => {
  test('holds as written', () => {
    expect(verify(chainOf(['a', 'b', 'c']))).toBeNull()
  })

  test('names the entry whose content was changed', () => {
    const entries = chainOf(['a', 'b', 'c', 'd'])
    entries[2] = { ...entries[2]!, event: 'x' }
    expect(verify(entries)).toBe(3)
  })

  test('names the place where an entry was taken out', () => {
    const entries = chainOf(['a', 'b', 'c', 'd'])
    entries.splice(1, 1)
    expect(verify(entries)).toBe(2)
  })

  test('any change of any field of any entry is found, at that entry', () => {
    const fields = ['at', 'event', 'by', 'subject', 'previousHash', 'hash'] as const
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.constantFrom(...fields),
        fc.string({ minLength: 1 }),
        (events, place, field, value) => {
          const entries = chainOf(events)
          const at = place % entries.length
          fc.pre(entries[at]![field] !== value)
          entries[at] = { ...entries[at]!, [field]: value }
          expect(verify(entries)).toBe(at + 1)
        },
      ),
    )
  })

  test('a detail is known by its text, also where its keys read like numbers', () => {
    const draft = { event: 'a', by: null, subject: null, detail: { 10: 'ten', 9: 'nine', b: 1, a: 2 } }
    const entry = nextEntry(null, draft, '2026-11-23T00:00:00.000Z')
    const firstBad = (detail: string) => {
      const verifier = new ChainVerifier()
      verifier.take({ ...entry, detail })
      return verifier.firstBad
    }
    expect(firstBad(JSON.stringify(entry.detail))).toBeNull()
    for (const detail of ['', '{}', '{"9":"nine"', JSON.stringify({ ...entry.detail, a: 3 }), 'null', '"}'])
      expect(firstBad(detail)).toBe(1)
  })

  test('the order of keys does not matter, everything else does', () => {
    expect(canonicalJson({ b: 1, a: { d: 2, c: 3 } })).toBe(canonicalJson({ a: { c: 3, d: 2 }, b: 1 }))
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }))
  })
})
