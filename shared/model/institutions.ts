/**
 * Whether two people work for the same institution, judged by the names in their accounts. Departments of one
 * university are one institution: `東都大学 公衆衛生学教室` and `東都大学 医学部` do not review each other.
 *
 * Names are free text, so this errs on the side of calling two institutions the same.
 */

/** Words that say what kind of body it is, not which one. */
const LEGAL_FORM = /^(?:.*法人|.*会社|（株）|\(株\)|the|university|of|national)$/i

/** The words of a name without the kind of body: `国立大学法人 東都大学 医学部` is `東都大学`, `医学部`. */
function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKC').toLowerCase()
  const words = plain.split(/[\s,、・/]+/).filter((word) => word !== '')
  const telling = words.filter((word) => !LEGAL_FORM.test(word))
  return telling.length > 0 ? telling : words
}

/** False where one of the names is empty. */
export function isSameInstitution(a: string, b: string): boolean {
  const [first, second] = [wordsOf(a), wordsOf(b)]
  const [head, otherHead] = [first[0], second[0]]
  if (head === undefined || otherHead === undefined) return false
  // One name may be written together with its department, without a space between.
  return head.startsWith(otherHead) || otherHead.startsWith(head)
}
