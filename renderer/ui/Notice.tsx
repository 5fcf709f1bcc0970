/** Words that stay where they concern something: what happened, why, and what to do next. */
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconXboxX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './Notice.module.css'

export type NoticeTone = 'good' | 'info' | 'warning' | 'danger'

const ICONS = { good: IconCircleCheck, info: IconInfoCircle, warning: IconAlertTriangle, danger: IconXboxX }

/** The sign of a tone, for places that have words of their own. */
export function NoticeIcon({ tone }: { tone: NoticeTone }) {
  const Icon = ICONS[tone]
  return <Icon size={17} stroke={1.8} className={styles.icon} data-tone={tone} aria-hidden />
}

export interface NoticeProps {
  tone: NoticeTone
  title: ReactNode
  /** What to do next. */
  next?: ReactNode
  /** Buttons, at the end. */
  actions?: ReactNode
  children?: ReactNode
  testId?: string | undefined
}

export function Notice({ tone, title, next, actions, children, testId }: NoticeProps) {
  return (
    <div
      className={styles.notice}
      data-tone={tone}
      data-testid={testId}
      role={tone === 'danger' ? 'alert' : 'note'}
    >
      <NoticeIcon tone={tone} />
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {next && <div>{next}</div>}
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
