/**
 * Text that people judge is text they can see all of. What is not drawn could carry anything past a reviewer, out of the
 * environment, and what turns the direction of writing has another number read than stands there.
 *
 * Judges characters one by one. What can be hidden in what is seen, in the choice of words or in blanks at the end of
 * lines, is not looked for.
 */

/**
 * Controls but tabs and line ends; whatever Unicode says is not drawn, among it marks of direction, joiners, tags and
 * fillers; halves of a character. A variant is chosen with one selector right after a kanji (異体字) or a symbol: there it
 * is seen, anywhere else it is not.
 */
const UNSEEN =
  /(?![\t\n\r])\p{Cc}|(?<!\p{Script=Han})[\u{e0100}-\u{e01ef}]|(?<![\p{Extended_Pictographic}\p{So}\p{Sm}\p{Script=Han}])[\ufe00-\ufe0f]|(?![\ufe00-\ufe0f\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]/u

/** The first character of a text that is not seen, as `U+200B`; null where all are. */
function unseenIn(text: string): string | null {
  const [found] = UNSEEN.exec(text) ?? []
  return found === undefined ? null : `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Where in a value made of lists and fields such a text stands, as `items.0.title`, with the character. */
export function unseenAt(
  value: unknown,
  path: readonly string[] = [],
): { field: string; code: string } | null {
  if (typeof value === 'string') {
    const code = unseenIn(value)
    return code === null ? null : { field: path.join('.'), code }
  }
  if (typeof value !== 'object' || value === null) return null
  for (const [name, part] of Object.entries(value)) {
    const code = unseenIn(name)
    const found = code === null ? unseenAt(part, [...path, name]) : { field: path.join('.'), code }
    if (found) return found
  }
  return null
}
