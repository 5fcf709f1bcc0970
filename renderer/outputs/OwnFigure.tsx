/** The figure of an own output as the environment drew it; the very picture that reviewers see and that leaves. */
import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OutputId } from '../../shared/model/ids.ts'
import { useFigurePicture } from '../client/figure-picture.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './FormPreview.module.css'

export function OwnFigure({ outputId, item, title }: { outputId: OutputId; item: number; title: string }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const shown = useFigurePicture(outputId, item)
  if (!shown) return <Loader size="sm" m="md" />
  if ('error' in shown) return <Notice tone="danger" {...wordsOf(shown.error, language)} />
  return (
    <div className={styles.picture}>
      <img
        className={styles.image}
        src={shown.url}
        alt={t('figureAlt', { title })}
        data-testid="output-figure"
      />
    </div>
  )
}
