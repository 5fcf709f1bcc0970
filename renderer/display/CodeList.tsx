/** What the codes of a variable mean; long lists stand folded. Nothing where the codes are words of the language already. */
import { useTranslation } from 'react-i18next'
import { meaningOf, type Variable } from '../../shared/model/catalog.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './CodeList.module.css'

const MOST_OPEN = 8

export function CodeList({ of, codes }: { of: string; codes: Variable['codes'] }) {
  const { t } = useTranslation('terms')
  const language = useLanguage()
  if (codes.every(({ code, title }) => code === title[language])) return null
  const list = (
    <ul className={styles.codes} data-testid={`codes-${of}`}>
      {codes.map(({ code }) => (
        <li key={code}>
          <span className="vw-mono">{code}</span> {meaningOf({ codes }, code, language)}
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
