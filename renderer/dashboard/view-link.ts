/** A view as a piece of the address: the question in URL-safe base64, so that a link restores it anywhere. */
import { OpenQuestion } from '../../shared/model/open-question.ts'

/** The question as base64url of its JSON. */
export function linkPart(question: OpenQuestion): string {
  const bytes = new TextEncoder().encode(JSON.stringify(question))
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The question of a link, or null where it holds none: links are typed, cut and mangled by people and programs. */
export function questionOf(part: string): OpenQuestion | null {
  try {
    const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    const parsed = OpenQuestion.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
