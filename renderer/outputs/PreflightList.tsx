/** The five checks in one line; sentences for those that ask for something. */
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconXboxX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './PreflightList.module.css'
import type { PreflightCheck } from './preflight.ts'

const ICONS = { good: IconCircleCheck, look: IconAlertTriangle, bad: IconXboxX, waiting: IconCircleDashed }

export function PreflightList({ checks }: { checks: readonly PreflightCheck[] }) {
  const { t } = useTranslation('outputs')
  return (
    <div className={styles.list} data-testid="preflight-list">
      <ul className={styles.line} aria-label={t('preflight.five')}>
        {checks.map(({ id, standing, say, params }) => {
          const Icon = ICONS[standing]
          return (
            <li
              key={id}
              className={styles.check}
              data-standing={standing}
              title={t(`preflight.${id}.${say}`, params)}
              data-testid={`preflight-${id}`}
            >
              <Icon size={14} aria-hidden />
              {t(`preflight.${id}.name`)}
              <span className="vw-visually-hidden">{t(`preflight.standing.${standing}`)}</span>
            </li>
          )
        })}
      </ul>
      {checks
        .filter(({ standing }) => standing === 'bad' || standing === 'look')
        .map(({ id, standing, say, params }) => (
          <p key={id} className={styles.sentence} data-standing={standing}>
            {t(`preflight.${id}.${say}`, params)}
          </p>
        ))}
    </div>
  )
}
