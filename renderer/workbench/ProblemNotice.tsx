/** What went wrong, in words, where it concerns the person. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { problemIn, wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './ProblemNotice.module.css'

export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const words = wordsOf(error, language)
  return (
    <div className={styles.place}>
      <Notice
        tone="danger"
        title={words.title}
        next={words.next}
        testId={`problem-${problemIn(error)?.code ?? 'bug'}`}
        actions={
          onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t('retry')}
            </Button>
          )
        }
      />
    </div>
  )
}
