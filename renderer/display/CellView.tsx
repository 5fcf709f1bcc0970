/** One cell of the grid: its value, or the mark of why it is not here as data. */
import { useTranslation } from 'react-i18next'
import type { MaskName } from '../../shared/model/facts.ts'
import { DisclosureMark, type DisclosureState } from '../ui/DisclosureMark.tsx'
import styles from './Grid.module.css'

/** The fixed state a mask shows as. */
export const STATE_OF_MASK: Record<Exclude<MaskName, 'shown'>, DisclosureState> = {
  'below-minimum': 'masked',
  dominated: 'masked',
  individual: 'hidden',
  unverified: 'unverified',
}

export interface CellViewProps {
  text: string | null
  mask: MaskName
  /** What the value is in the code list of its column, or that a NULL is a total; a hint beside it, no part of the value. */
  word: string | null
  /** Shown beside the value where the person asked for it. */
  persons: string | null
  minimumPersons: number
}

export function CellView({ text, mask, word, persons, minimumPersons }: CellViewProps) {
  const { t } = useTranslation('workbench')
  if (mask !== 'shown') {
    const label = mask === 'below-minimum' ? `‹${minimumPersons}` : t(`mask.${mask}.short`)
    return <DisclosureMark state={STATE_OF_MASK[mask]} label={label} />
  }
  return (
    <>
      {persons !== null && <span className={styles.persons}>{persons}</span>}
      {text === null ? (
        <span className={styles.null} {...(word !== null && { 'data-word': word })}>
          NULL
        </span>
      ) : (
        <span className={styles.value} {...(word !== null && { 'data-word': word })}>
          {text}
        </span>
      )}
    </>
  )
}
