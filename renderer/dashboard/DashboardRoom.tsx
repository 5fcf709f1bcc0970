/**
 * The dashboard on open data, for everybody: choose a table and what stands in rows and columns; the environment
 * aggregates. The question stands in the address, so that a link restores the view.
 */
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import { findTable, firstOf, openTablesOf, startingQuestion } from './askable.ts'
import { Controls } from './Controls.tsx'
import styles from './Dashboard.module.css'
import { TakeAway } from './TakeAway.tsx'
import { View } from './View.tsx'
import { linkPart, questionOf } from './view-link.ts'

export function DashboardRoom() {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const [location, go] = useLocation()
  const answer = useAnswer('catalog.datasets', {})
  const tables = openTablesOf(answer.data?.datasets ?? [])
  const part = location.replace(/^\//, '')
  const linked = part === '' ? null : questionOf(part)
  const known = linked && findTable(tables, linked.table)
  const first = firstOf(tables)
  const open = known || first
  const question = known ? linked : first && startingQuestion(first)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      flush
      testId="dashboard"
      actions={question && <TakeAway question={question} />}
    >
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={open !== undefined && question !== undefined}
        retry={[t('retry'), () => void answer.refetch()]}
      >
        {open && question && (
          <div className={styles.room}>
            <Controls
              tables={tables}
              open={open}
              question={question}
              onQuestion={(next) => go(`/${linkPart(next)}`, { replace: true })}
            />
            <div className={styles.main}>
              {part !== '' && !known && (
                <Notice tone="warning" title={t('link.broken')} testId="dashboard-link-broken" />
              )}
              <View open={open} question={question} />
            </div>
          </div>
        )}
      </Awaited>
    </Page>
  )
}
