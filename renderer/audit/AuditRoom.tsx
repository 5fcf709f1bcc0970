/**
 * The audit log: what happened, newest first, narrowed by day, event, person or subject; who did what how often; the
 * permits, which an operator ends here; and the proof that the log is whole.
 */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { japanDay } from '../../shared/model/japan-time.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { DateField } from '../ui/DateField.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import styles from './Audit.module.css'
import { ConflictsTable } from './ConflictsTable.tsx'
import { EntriesTable } from './EntriesTable.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { PermitsTable } from './PermitsTable.tsx'
import { PersonSelect } from './PersonSelect.tsx'
import { UseReport } from './UseReport.tsx'
import { type Narrowing, NOTHING_NARROWED, useEntries } from './use-entries.ts'
import { Verdict } from './Verdict.tsx'

const DAYS = ['from', 'until'] as const

const MONTH_MS = 29 * 86_400_000

/** The last thirty days in Japan: what a report is of where no days were chosen. */
const lastThirtyDays = () => ({
  from: japanDay(new Date(Date.now() - MONTH_MS)),
  until: japanDay(new Date()),
})

export function AuditRoom() {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const [narrowing, setNarrowing] = useState(NOTHING_NARROWED)
  const [log, setLog] = useState<'entries' | 'people' | 'use' | 'permits'>('entries')
  const [lately] = useState(lastThirtyDays)
  const [place, go] = useLocation()
  const shown = place === '/conflicts' ? 'conflicts' : log
  const show = (view: string) => {
    if (view !== 'conflicts') setLog(view as typeof log)
    go(view === 'conflicts' ? '/conflicts' : '/')
  }
  // The operator reads the log; conflicts are the officers' matter.
  const isOfficer = useVisitor().roles.includes('officer')
  const set = (part: Partial<Narrowing>) => setNarrowing({ ...narrowing, ...part })
  const entries = useEntries(useDeferredValue(narrowing))
  const verify = useAct('audit.verify')
  const pages = entries.data?.pages
  const listed = pages?.flatMap((page) => page.entries) ?? []

  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      flush
      testId="audit"
      actions={
        <>
          <SegmentedControl
            value={shown}
            onChange={show}
            data={[
              { value: 'entries', label: t('view.entries') },
              { value: 'people', label: t('view.people') },
              { value: 'use', label: t('view.use') },
              { value: 'permits', label: t('view.permits') },
              ...(isOfficer ? [{ value: 'conflicts', label: t('conflicts.view') }] : []),
            ]}
            data-testid="audit-view"
          />
          <Button
            leftSection={<IconShieldCheck size={15} />}
            loading={verify.isPending}
            onClick={() => verify.mutate({})}
            data-testid="audit-verify"
          >
            {t('verify.do')}
          </Button>
        </>
      }
    >
      <div className={styles.room}>
        {shown !== 'conflicts' && shown !== 'permits' && (
          <div className={styles.tools}>
            {DAYS.map((field) => (
              <DateField
                key={field}
                clearable
                leftSection={t(`filter.${field}`)}
                leftSectionWidth={46}
                aria-label={t(`filter.${field}Day`)}
                value={narrowing[field] || (shown === 'use' ? lately[field] : '')}
                onChange={(day) => set({ [field]: day })}
                data-testid={`audit-filter-${field}`}
              />
            ))}
            {shown === 'entries' && (
              <>
                <EventSelect value={narrowing.event} onChange={(event) => set({ event })} />
                <PersonSelect value={narrowing.by} onChange={(by) => set({ by })} />
                <TextInput
                  size="xs"
                  placeholder={t('filter.subject')}
                  aria-label={t('filter.subject')}
                  value={narrowing.subject}
                  onChange={(event) => set({ subject: event.currentTarget.value })}
                  data-testid="audit-filter-subject"
                />
                <span className="vw-dim" data-testid="audit-total">
                  {pages?.[0] && t('total', { count: pages[0].total })}
                </span>
              </>
            )}
          </div>
        )}
        {verify.data && <Verdict verdict={verify.data} />}
        {verify.error && <Notice tone="danger" {...wordsOf(verify.error, language)} />}
        {shown === 'conflicts' ? (
          <ConflictsTable />
        ) : shown === 'permits' ? (
          <PermitsTable />
        ) : shown === 'use' ? (
          <UseReport
            period={{ from: narrowing.from || lately.from, until: narrowing.until || lately.until }}
            onNarrow={(part) => {
              set(part)
              setLog('entries')
            }}
          />
        ) : shown === 'people' ? (
          <PeopleTable
            period={narrowing}
            onNarrow={(part) => {
              set(part)
              setLog('entries')
            }}
          />
        ) : (
          <Awaited
            problem={entries.isError ? wordsOf(entries.error, language) : null}
            ready={pages !== undefined}
            retry={[t('retry'), () => void entries.refetch()]}
          >
            <EntriesTable
              entries={listed}
              more={entries.hasNextPage}
              loading={entries.isFetchingNextPage}
              onMore={() => void entries.fetchNextPage()}
              onNarrow={set}
            />
          </Awaited>
        )}
      </div>
    </Page>
  )
}

/** Events by their words; one without words, as a later version may write, stands as it is written. */
function EventSelect({ value, onChange }: { value: string; onChange(event: string): void }) {
  const { t, i18n } = useTranslation('audit')
  const data = useMemo(() => {
    const words: Record<string, string> = i18n.getResource(i18n.language, 'audit', 'event')
    const known = Object.entries(words).map(([event, label]) => ({ value: event, label }))
    const unknown = value !== '' && !(value in words) ? [{ value, label: value }] : []
    return [...unknown, ...known.sort((a, b) => a.label.localeCompare(b.label, i18n.language))]
  }, [i18n, i18n.language, value])
  return (
    <Select
      searchable
      clearable
      placeholder={t('filter.event')}
      aria-label={t('filter.event')}
      data={data}
      value={value === '' ? null : value}
      onChange={(event) => onChange(event ?? '')}
      maxDropdownHeight={420}
      data-testid="audit-filter-event"
    />
  )
}
