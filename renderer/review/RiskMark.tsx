import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { riskLevel } from './decision.ts'
import styles from './RiskMark.module.css'

type Item = RouteOutput<'reviews.queue'>['items'][number]

/** A score of 0–100 as a bar, a word and the number; what it is the sum of, on hover and for screen readers. */
export function RiskMark({ risk, parts }: { risk: number; parts: Item['riskParts'] }) {
  const { t } = useTranslation('review')
  const level = riskLevel(risk)
  const explained = parts.map(({ of, count, points }) =>
    t('riskPart', { of: t(`riskOf.${of}`), count, points }),
  )
  return (
    <Tooltip
      multiline
      label={
        <>
          <div>{t('riskHint')}</div>
          {explained.length === 0 && <div>{t('riskNothing')}</div>}
          {explained.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </>
      }
    >
      <span className={styles.risk} data-level={level} data-testid="risk">
        <span className={styles.track} aria-hidden>
          <span className={styles.bar} style={{ width: `${Math.max(4, risk)}%` }} />
        </span>
        {t(`risk.${level}`)} {risk}
        <span className="vw-visually-hidden">{explained.join('、')}</span>
      </span>
    </Tooltip>
  )
}
