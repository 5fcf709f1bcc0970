import { useTranslation } from 'react-i18next'
import { riskLevel } from './decision.ts'
import styles from './RiskMark.module.css'

/** A score of 0–100 as a bar, a word and the number. */
export function RiskMark({ risk }: { risk: number }) {
  const { t } = useTranslation('review')
  const level = riskLevel(risk)
  return (
    <span className={styles.risk} data-level={level} title={t('riskHint')} data-testid="risk">
      <span className={styles.track} aria-hidden>
        <span className={styles.bar} style={{ width: `${Math.max(4, risk)}%` }} />
      </span>
      {t(`risk.${level}`)} {risk}
    </span>
  )
}
