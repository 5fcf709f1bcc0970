/** A text or code as it would leave, the places to look at marked in it, each with the reason in words. */
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../shared/model/findings.ts'
import { useLanguage } from '../ui/language.ts'
import { findingText } from './finding-text.ts'
import styles from './NoteView.module.css'
import { noteParts } from './note-parts.ts'
import { SeveritySign } from './ProtectedGrid.tsx'

export interface NoteViewProps {
  text: string
  findings: readonly Finding[]
}

export function NoteView({ text, findings }: NoteViewProps) {
  const { t } = useTranslation('disclosure')
  const language = useLanguage()
  return (
    <div className={styles.note} data-testid="note-view">
      {findings.length > 0 && <p className={styles.lead}>{t('note.marked', { count: findings.length })}</p>}
      <pre className={`${styles.text} vw-mono`}>
        {noteParts(text, findings).map(({ at, words, finding }) =>
          finding === null ? (
            words
          ) : (
            <mark
              key={at}
              className={styles.mark}
              data-severity={finding.severity}
              title={findingText(finding, language).title}
              data-testid="note-mark"
            >
              {finding.severity !== 'note' && <SeveritySign severity={finding.severity} />}
              {words}
            </mark>
          ),
        )}
      </pre>
    </div>
  )
}
