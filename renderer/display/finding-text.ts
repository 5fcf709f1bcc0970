/** The words of a finding in the language on screen; the tables of words are shared with the environment. */

import { findingWords } from '../../shared/model/finding-words.ts'
import type { Finding } from '../../shared/model/findings.ts'
import type { Language } from '../../shared/model/words.ts'

export interface FindingText {
  title: string
  /** What to do about it, where that is known. */
  next: string | null
}

export function findingText(finding: Finding, language: Language): FindingText {
  return { title: findingWords(finding, language), next: null }
}
