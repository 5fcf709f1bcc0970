/** A text cut where findings point into it. Pure. */
import type { Finding } from '../../shared/model/findings.ts'

export interface NotePart {
  /** Offset in the text. */
  at: number
  words: string
  finding: Finding | null
}

/** The whole text in order; findings without a place, or over another one, are left out. */
export function noteParts(text: string, findings: readonly Finding[]): NotePart[] {
  const places = findings
    .flatMap((finding) => {
      const { at, literal } = finding.params
      return typeof at === 'number' && typeof literal === 'string' ? [{ at, literal, finding }] : []
    })
    .sort((a, b) => a.at - b.at)
  const parts: NotePart[] = []
  let done = 0
  for (const { at, literal, finding } of places) {
    if (at < done || at + literal.length > text.length) continue
    if (at > done) parts.push({ at: done, words: text.slice(done, at), finding: null })
    parts.push({ at, words: text.slice(at, at + literal.length), finding })
    done = at + literal.length
  }
  if (done < text.length) parts.push({ at: done, words: text.slice(done), finding: null })
  return parts
}
