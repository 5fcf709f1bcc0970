/** What the codes of a variable mean; long lists stand folded. Nothing where the codes are words of the language already. */
import { useTranslation } from 'react-i18next'
import { type Language, useLanguage } from '../ui/language.ts'
import styles from './CodeList.module.css'

export interface Code {
  code: string
  title: Record<Language, string>
}

const MOST_OPEN = 8

/** The word of a code; null where there is none, or the code is that word. */
export function wordOfCode(codes: readonly Code[], value: string, language: Language): string | null {
  const word = codes.find(({ code }) => code === value)?.title[language] ?? value
  return word === value ? null : word
}

export function CodeList({ of, codes }: { of: string; codes: readonly Code[] }) {
  const { t } = useTranslation('terms')
  const language = useLanguage()
  if (codes.every(({ code, title }) => code === title[language])) return null
  const list = (
    <ul className={styles.codes} data-testid={`codes-${of}`}>
      {codes.map(({ code }) => (
        <li key={code}>
          <span className="vw-mono">{code}</span> {wordOfCode(codes, code, language)}
        </li>
      ))}
    </ul>
  )
  if (codes.length <= MOST_OPEN) return list
  return (
    <details className={styles.folded}>
      <summary>{t('codes', { count: codes.length })}</summary>
      {list}
    </details>
  )
}
