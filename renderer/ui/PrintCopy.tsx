/** What the printer gets: a copy outside the window's panes, so that the whole text comes out and nothing else. */
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import styles from './PrintCopy.module.css'

export function PrintCopy({ children }: { children: ReactNode }) {
  return createPortal(
    <div className={styles.copy} aria-hidden data-testid="print-copy">
      {children}
    </div>,
    document.body,
  )
}
