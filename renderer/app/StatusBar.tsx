import { Tooltip } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../client/session.ts'
import { useWorkingState } from '../client/working-state.ts'
import { formatElapsed, formatNumber, shortFingerprint } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './StatusBar.module.css'
import { TooFewAlert } from './TooFewAlert.tsx'

/** The environment and its identity, the permit and its days, the engine, rows and time of the result in front. */
export function StatusBar() {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const { environment, visitor } = useSession()
  const { permit, engine, rows, elapsedMs } = useWorkingState()
  if (!environment) return null
  const { identity } = environment
  return (
    <footer className={styles.bar} data-testid="status-bar">
      <Tooltip label={`${environment.address} · ${identity.fingerprint}`} maw={460}>
        <span className={`${styles.item} ${styles.gives}`} data-testid="status-environment">
          <IconServer2 size={13} aria-hidden style={{ flex: 'none' }} />
          <span className={styles.clip}>{bilingual(language, identity, 'name')}</span>
          <span className={`${styles.dim} vw-mono`}>{shortFingerprint(identity.fingerprint)}</span>
        </span>
      </Tooltip>
      {identity.demonstration && <span className={styles.demonstration}>{t('demonstration.invented')}</span>}
      <span className={styles.spacer} />
      {visitor?.roles.includes('officer') && <TooFewAlert />}
      {visitor && permit && (
        <span
          className={`${styles.item} ${styles.gives}`}
          data-testid="status-permit"
          data-soon={permit.daysLeft <= 30}
        >
          <span className={styles.clip}>{bilingual(language, permit, 'title')}</span>
          <span className={styles.days}>
            {permit.daysLeft === 0 ? t('status.ended') : t('status.daysLeft', { count: permit.daysLeft })}
          </span>
        </span>
      )}
      {visitor && permit && (
        <span className={styles.item} data-testid="status-engine" data-engine={engine}>
          <span className={styles.lamp} aria-hidden />
          {t(`status.engine.${engine}`)}
        </span>
      )}
      {rows !== null && (
        <span className={styles.item} data-testid="status-rows">
          {t('status.rows', { count: rows, shown: formatNumber(rows, language) })}
        </span>
      )}
      {elapsedMs !== null && (
        <span className={styles.item} data-testid="status-elapsed">
          {formatElapsed(elapsedMs)}
        </span>
      )}
    </footer>
  )
}
