/** Places in a text: the engine counts UTF-8 bytes or code points, the interface UTF-16 units, lines and columns. */

/** A function from a place in UTF-8 bytes to the place in UTF-16 units. Places past the end give the end. */
export function utf16FromBytes(text: string): (bytes: number) => number {
  // Most SQL is ASCII, where both are the same.
  if (!hasNonAscii(text)) return (bytes) => Math.min(bytes, text.length)
  const bytesAt = new Uint32Array(text.length + 1)
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    bytesAt[i] = bytes
    const unit = text.charCodeAt(i)
    // Each half of a surrogate pair stands for two of the pair's four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit <= 0xdfff ? 2 : 3
  }
  bytesAt[text.length] = bytes
  return (wanted) => {
    let low = 0
    let high = text.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((bytesAt[middle] ?? bytes) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The UTF-16 offset of the code point with this index. */
export function utf16FromCodePoints(text: string, index: number): number {
  let offset = 0
  for (let i = 0; i < index && offset < text.length; i++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  }
  return offset
}

/** One-based line and column (in UTF-16 units) of an offset. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 }
}

function hasNonAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return true
  return false
}
