/** The very picture that would leave, as the environment drew it. Each look is written to the audit log. */
import { Loader } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableDetail } from '../../shared/contract/outputs.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { useFigurePicture } from '../client/figure-picture.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './SubmittedFigure.module.css'

export interface SubmittedFigureProps {
  outputId: OutputId
  /** Its place among the items. */
  item: number
  title: string
  figure: NonNullable<TableDetail['figure']>
  /** It has come, and is written down. */
  onSeen(): void
}

export function SubmittedFigure({ outputId, item, title, figure, onSeen }: SubmittedFigureProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const shown = useFigurePicture(outputId, item)
  const hasCome = shown !== null && 'url' in shown
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each figure that has come
  useEffect(() => {
    if (hasCome) onSeen()
  }, [hasCome])

  if (!shown) return <Loader size="sm" m="md" />
  if ('error' in shown) return <Notice tone="danger" {...wordsOf(shown.error, language)} />
  return (
    <figure className={styles.figure}>
      <img
        className={styles.image}
        src={shown.url}
        alt={t('figure.alt', { title })}
        data-testid="desk-figure"
      />
      <figcaption className={styles.caption}>
        {t('figure.caption')}
        {figure.png !== '' && (
          <>
            <br />
            PNG <span className="vw-mono">{figure.png}</span>
            <br />
            SVG <span className="vw-mono">{figure.svg}</span>
          </>
        )}
      </figcaption>
    </figure>
  )
}
