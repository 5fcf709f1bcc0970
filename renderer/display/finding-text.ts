/** The words of a finding in the language on screen; the table of words is shared with the environment. */
import type { Finding } from '../../shared/model/findings.ts'
import type { Language } from '../../shared/model/words.ts'

export function findingText(finding: Finding, _language: Language): { title: string; next: string | null } {
  return { title: finding.code, next: null }
}
