/** The frame of a screen that is read rather than worked in panes: a head with title and actions, a scrolling body. */
import type { ReactNode } from 'react'
import styles from './Page.module.css'

export interface PageProps {
  title: ReactNode
  /** One line under the title. */
  lead?: ReactNode
  actions?: ReactNode
  /** Without padding, for bodies that bring their own panes. */
  flush?: boolean
  testId?: string | undefined
  children: ReactNode
}

export function Page({ title, lead, actions, flush = false, testId, children }: PageProps) {
  return (
    <section className={styles.page} data-testid={testId}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h1 className={styles.title}>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  )
}
