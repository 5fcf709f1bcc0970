/**
 * Base64 read strictly: one text for each sequence of bytes. Ordinary decoders ignore the unused bits of the last
 * character, so that several texts stand for the same bytes; a signature must have one spelling only.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of a base64 text (RFC 4648, section 4, with padding), or null where the text is not canonical. */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let at = 0
  let bits = 0
  let held = 0
  for (const character of text.slice(0, text.length - padding)) {
    held = (held << 6) | ALPHABET.indexOf(character)
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >> bits) & 0xff
    held &= (1 << bits) - 1
  }
  return held === 0 ? bytes : null
}
