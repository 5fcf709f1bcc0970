/** The figure of an own output as the environment drew it; the very picture that reviewers see and that leaves. */
import { Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputId } from '../../shared/model/ids.ts'
import { fetchBytes } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './FormPreview.module.css'

export function OwnFigure({ outputId, item, title }: { outputId: OutputId; item: number; title: string }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const [shown, setShown] = useState<{ url: string } | { error: unknown } | null>(null)
  useEffect(() => {
    let url: string | null = null
    let gone = false
    fetchBytes('outputs.figure', { outputId, item })
      .then(({ bytes }) => {
        if (gone) return
        url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
        setShown({ url })
      })
      .catch((error: unknown) => {
        if (!gone) setShown({ error })
      })
    return () => {
      gone = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [outputId, item])
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
