import { useMemo } from 'react'
import styles from './SqlText.module.css'
import { sqlTokens } from './sql-tokens.ts'

/** SQL to be read: coloured, with line numbers, not to be changed. */
export function SqlText({ sql, label }: { sql: string; label: string }) {
  const tokens = useMemo(() => sqlTokens(sql), [sql])
  const lines = sql.split('\n').length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard
    <section className={styles.box} aria-label={label} tabIndex={0} data-testid="sql-text">
      <pre className={styles.numbers} aria-hidden>
        {Array.from({ length: lines }, (_, i) => i + 1).join('\n')}
      </pre>
      <pre className={styles.sql}>
        {tokens.map(({ kind, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are its order
          <span key={i} data-kind={kind}>
            {text}
          </span>
        ))}
      </pre>
    </section>
  )
}
