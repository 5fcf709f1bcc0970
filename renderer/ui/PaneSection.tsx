import type { ReactNode } from 'react'
import styles from './PaneSection.module.css'
import { Scroller } from './Scroller.tsx'

export interface PaneSectionProps {
  title: string
  /** What is inside does not scroll by itself. */
  scrolls?: boolean
  testId?: string
  children: ReactNode
}

/** A pane with its name above it, which stays where the pane scrolls. */
export function PaneSection({ title, scrolls = false, testId, children }: PaneSectionProps) {
  return (
    <section className={styles.section} data-testid={testId}>
      <h2 className={styles.heading}>{title}</h2>
      {scrolls ? (
        <Scroller className={styles.scrolls} label={title}>
          {children}
        </Scroller>
      ) : (
        <div className={styles.fill}>{children}</div>
      )}
    </section>
  )
}
