/**
 * The standing of a number, the same in grid, chart, review and print: a fixed colour, a shape and a word, so that
 * it reads in greyscale and for the colour-blind.
 */
import { useTranslation } from 'react-i18next'
import styles from './DisclosureMark.module.css'

const DISCLOSURE_SHAPES = { safe: '●', masked: '◆', hidden: '■', unverified: '▲' } as const
export type DisclosureState = keyof typeof DISCLOSURE_SHAPES

export interface DisclosureMarkProps {
  state: DisclosureState
  /** Replaces the word, e.g. `‹10` in a cell; the shape stays. */
  label?: string | undefined
  /** Without a word on screen; screen readers still hear it. */
  compact?: boolean
}

export function DisclosureMark({ state, label, compact = false }: DisclosureMarkProps) {
  const { t } = useTranslation('terms')
  const word = label ?? t(`disclosure.${state}`)
  return (
    <span className={styles.mark} data-disclosure={state} title={t(`disclosureHint.${state}`)}>
      <span className={compact ? 'vw-visually-hidden' : undefined}>{word}</span>
      <span aria-hidden className={styles.shape}>
        {DISCLOSURE_SHAPES[state]}
      </span>
    </span>
  )
}
