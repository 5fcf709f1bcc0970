import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './BackTitle.module.css'

/** The title of a thing opened from a list, after the way back to the list. */
export function BackTitle(props: { href: string; back: string; testId: string; children: ReactNode }) {
  const { href, back, testId, children } = props
  return (
    <span className={styles.title}>
      <Button
        component={Link}
        href={href}
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconArrowLeft size={14} />}
        data-testid={testId}
      >
        {back}
      </Button>
      {children}
    </span>
  )
}
