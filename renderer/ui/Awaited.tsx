import { Button, Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './Awaited.module.css'
import { Notice } from './Notice.tsx'

export interface AwaitedProps {
  /** What went wrong, in words; null while nothing did. */
  problem: { title: string; next?: string | undefined } | null
  ready: boolean
  retry?: [label: string, act: () => void]
  testId?: string
  children: ReactNode
}

/** The body of a page whose answer is on its way: what went wrong, a sign of waiting, or the thing itself. */
export function Awaited({ problem, ready, retry, testId, children }: AwaitedProps) {
  if (ready) return children
  if (!problem)
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    )
  return (
    <div className={styles.padded}>
      <Notice
        tone="danger"
        {...problem}
        testId={testId}
        actions={
          retry && (
            <Button variant="default" onClick={retry[1]}>
              {retry[0]}
            </Button>
          )
        }
      />
    </div>
  )
}
