/** Two versions of a text as one: what went is struck through, what came is underlined; colour comes on top of that. */
import { type ChangeObject, diffLines, diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Difference.module.css'

export interface TextDifferenceProps {
  before: string
  after: string
  /** Lines for code, words for prose. */
  by: 'lines' | 'words'
}

/** Unchanged lines shown around a change; more are folded away. */
const AROUND = 3

export function TextDifference({ before, after, by }: TextDifferenceProps) {
  const { t } = useTranslation('review')
  const parts = useMemo(() => partsOf({ before, after, by }), [before, after, by])
  return (
    <div className={by === 'lines' ? `${styles.code} vw-mono` : styles.prose}>
      {parts.map(({ value, added, removed }, index) => {
        const words = added ? t('difference.added') : removed ? t('difference.removed') : null
        const Tag = added ? 'ins' : removed ? 'del' : 'span'
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are a fixed list
          <Tag key={index} className={styles.part} title={words ?? undefined}>
            {by === 'lines' && (added || removed) && <span className={styles.sign}>{added ? '+' : '−'}</span>}
            {added || removed || by === 'words' ? value : folded(value)}
          </Tag>
        )
      })}
    </div>
  )
}

function partsOf({ before, after, by }: TextDifferenceProps): ChangeObject<string>[] {
  if (by === 'lines') return diffLines(`${before}\n`, `${after}\n`)
  // Japanese has no spaces between words; the browser knows where they end.
  return diffWordsWithSpace(before, after, {
    intlSegmenter: new Intl.Segmenter('ja', { granularity: 'word' }),
  })
}

function folded(text: string): string {
  const lines = text.split('\n')
  if (lines.length <= 2 * AROUND + 2) return text
  return [...lines.slice(0, AROUND), '  ⋯', ...lines.slice(-AROUND - 1)].join('\n')
}
