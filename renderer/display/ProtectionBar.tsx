/** One line about the whole: cells shown and hidden, findings by severity, how the pattern was found, rule editions. */
import { useTranslation } from 'react-i18next'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { formatElapsed } from '../ui/formats.ts'
import { SeveritySign } from './ProtectedGrid.tsx'
import styles from './ProtectionBar.module.css'
import type { Table } from './protected-cell.ts'

/** The edition of a set whose rules have no dated one; its name says nothing to a reader. */
const UNDATED = 'general'
const SEVERITIES = ['blocking', 'warning', 'note'] as const

export function ProtectionBar({ table }: { table: Table }) {
  const { t } = useTranslation('disclosure')
  const { summary } = table
  return (
    <div className={styles.bar} data-testid="protection-summary">
      {table.verified ? (
        <>
          <DisclosureMark state="safe" label={t('summary.shown', { count: summary.shown })} />
          <DisclosureMark state="hidden" label={t('summary.primary', { count: summary.primary })} />
          <DisclosureMark state="hidden" label={t('summary.secondary', { count: summary.secondary })} />
        </>
      ) : (
        <DisclosureMark state="unverified" />
      )}
      <span className={styles.gap} />
      {SEVERITIES.map((severity) => {
        const count = table.findings.filter((finding) => finding.severity === severity).length
        return (
          <span key={severity} className={styles.count} data-none={count === 0}>
            <SeveritySign severity={severity} />
            {t(`severityCount.${severity}`, { count })}
          </span>
        )
      })}
      <span className={styles.gap} />
      {summary.pattern && summary.primary + summary.secondary > 0 && (
        <span className="vw-dim">
          {t(`summary.pattern.${summary.pattern}`, {
            gap: `${((summary.gap ?? 0) * 100).toFixed(1)}%`,
            time: formatElapsed(summary.elapsedMs),
          })}
        </span>
      )}
      <span className="vw-dim">
        {table.ruleEditions.map(({ set, edition, confirmed }) => (
          <span
            key={`${set} ${edition}`}
            className={styles.rule}
            title={edition === UNDATED ? undefined : t('rule.edition', { set, edition })}
          >
            {edition === UNDATED ? set : `${set} ${edition}`}
            {!confirmed && <em className={styles.unconfirmed}> {t('rule.unconfirmed')}</em>}
          </span>
        ))}
      </span>
    </div>
  )
}
