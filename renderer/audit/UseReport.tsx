/** How the environment was used in a period, and what in it is unusual: on screen, on paper, and as CSV. */
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { UseReport as Report } from '../../shared/contract/audit-use.ts'
import { bridge } from '../client/bridge.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { saveCsv } from '../client/save-csv.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { CsvButton } from '../ui/CsvButton.tsx'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { PrintCopy } from '../ui/PrintCopy.tsx'
import styles from './Audit.module.css'
import type { Narrowing } from './use-entries.ts'

type Person = Report['people'][number]['person']

export interface UseReportProps {
  /** Both days are given. */
  period: Pick<Narrowing, 'from' | 'until'>
  onNarrow(part: Partial<Narrowing>): void
}

export function UseReport({ period, onNarrow }: UseReportProps) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const { from, until } = period
  const answer = useAnswer('audit.use', { from, until })
  const report = answer.data

  return (
    <Awaited
      problem={answer.isError ? wordsOf(answer.error, language) : null}
      ready={report !== undefined}
      retry={[t('retry'), () => void answer.refetch()]}
    >
      {report && (
        <div className={styles.peopleScroller} data-testid="audit-use">
          <div className={styles.useActs}>
            <Button
              variant="default"
              leftSection={<IconPrinter size={15} />}
              onClick={() => window.print()}
              data-testid="audit-use-print"
            >
              {t('use.print')}
            </Button>
            <CsvButton
              label="CSV"
              whyNot={bridge.host === 'browser' ? null : t('use.csvInBrowser')}
              onSave={() =>
                saveCsv(
                  'audit.use-csv',
                  { from, until, language },
                  { fileName: `use-${from}-${until}.csv`, language },
                )
              }
              testId="audit-use-csv"
            />
          </div>
          <Content report={report} onNarrow={onNarrow} />
          <PrintCopy>
            <h1>{t('use.title', { from, until })}</h1>
            <Content report={report} onNarrow={onNarrow} />
          </PrintCopy>
        </div>
      )}
    </Awaited>
  )
}

function Content({ report, onNarrow }: { report: Report } & Pick<UseReportProps, 'onNarrow'>) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const nameOf = ({ id, name }: Person) => name?.[language] ?? id
  return (
    <>
      <Part title={t('use.signals')}>
        <p className={styles.useHint}>{t('use.signalsHint', report.unusual)}</p>
        {report.signals.length === 0 ? (
          <p className={styles.useHint} data-testid="audit-use-quiet">
            {t('use.quiet')}
          </p>
        ) : (
          <ul className={styles.signals} data-testid="audit-use-signals">
            {report.signals.map((signal) => (
              <Signal
                key={`${signal.kind} ${signal.day} ${signal.permitId} ${signal.people.map(({ id }) => id)} ${signal.example?.seqs}`}
                signal={signal}
                titles={report.permits}
                onNarrow={onNarrow}
              />
            ))}
          </ul>
        )}
        {report.notCompared > 0 && (
          <p className={styles.useHint}>{t('use.notCompared', { count: report.notCompared })}</p>
        )}
      </Part>
      <Part title={t('use.people')}>
        <Numbers
          first={t('column.by')}
          rows={report.people.map(({ person, ...row }) => ({ ...row, key: person.id, name: nameOf(person) }))}
          onOpen={(by) => onNarrow({ by })}
        />
      </Part>
      <Part title={t('use.permits')}>
        <Numbers
          first={t('use.permit')}
          rows={report.permits.map(
            ({ permitId, titleJa, titleEn, refused: _refused, downloaded: _downloaded, ...row }) => ({
              ...row,
              key: permitId,
              name: (language === 'ja' ? titleJa : titleEn) ?? permitId,
            }),
          )}
          onOpen={(subject) => onNarrow({ subject })}
        />
      </Part>
      <Part title={t('use.days')}>
        <Numbers
          first={t('use.day')}
          rows={report.days.map(({ day, ...row }) => ({ ...row, key: day, name: day }))}
          onOpen={(day) => onNarrow({ from: day, until: day })}
        />
      </Part>
      <p className={styles.useHead}>
        {t('use.head', { count: report.entries })}{' '}
        <span className="vw-mono" data-testid="audit-use-head">
          {report.head.seq}:{report.head.hash}
        </span>
      </p>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.usePart} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

interface SignalProps extends Pick<UseReportProps, 'onNarrow'> {
  signal: Report['signals'][number]
  titles: Report['permits']
}

function Signal({ signal, titles, onNarrow }: SignalProps) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const { kind, people, permitId, day, count, example } = signal
  const permit = titles.find((one) => one.permitId === permitId)
  const [first] = people
  const narrowed = {
    event:
      { refused: 'request-refused', 'pictures-of-rows': 'picture-seen' }[kind as string] ?? 'query-approved',
    by: people.length === 1 && first ? first.id : '',
    subject: permitId ?? '',
    ...(day === null ? {} : { from: day, until: day }),
  }
  return (
    <li data-kind={kind}>
      <span aria-hidden>▲</span>{' '}
      <button type="button" className={styles.narrow} onClick={() => onNarrow(narrowed)}>
        {t(`use.signal.${kind}`, { count, shown: formatNumber(count, language) })}
      </button>
      {' · '}
      {people.map(({ id, name }) => name?.[language] ?? id).join(t('conflicts.comma'))}
      {day !== null && ` · ${day}`}
      {permitId !== null && ` · ${(language === 'ja' ? permit?.titleJa : permit?.titleEn) ?? permitId}`}
      {example && (
        <div className={styles.useExample}>
          {t('use.differ', { one: example.seqs[0], other: example.seqs[1] })}{' '}
          <code>{example.before || t('use.none')}</code> ↔ <code>{example.after || t('use.none')}</code>
        </div>
      )}
    </li>
  )
}

/** Of what permit a refusal or an export was, the log does not say. */
type Row = Omit<Report['days'][number], 'day' | 'people' | 'refused' | 'downloaded'> & {
  refused?: number
  downloaded?: number
  key: string
  name: string
  days?: number
  people?: number
}

const PICTURES = ['individual', 'masked', 'unverified', 'unknown'] as const

function Numbers({ first, rows, onOpen }: { first: string; rows: Row[]; onOpen(key: string): void }) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  if (rows.length === 0) return <p className={styles.useHint}>{t('none')}</p>
  const columns: [name: string, value: (row: Row) => number | undefined][] = [
    ['days', ({ days }) => days],
    ['people', ({ people }) => people],
    ['queries', ({ queries }) => queries],
    ...PICTURES.map((kind): [string, (row: Row) => number] => [kind, ({ pictures }) => pictures[kind]]),
    ['refused', ({ refused }) => refused],
    ['submitted', ({ submitted }) => submitted],
    ['downloaded', ({ downloaded }) => downloaded],
    ['offHours', ({ offHours }) => offHours],
  ]
  const used = columns.filter(([, value]) => rows.some((row) => value(row) !== undefined))
  return (
    <table className={styles.people}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {used.map(([name]) => (
            <th key={name} scope="col" className={styles.count}>
              {t(`use.column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <button type="button" className={styles.narrow} onClick={() => onOpen(row.key)}>
                {row.name}
              </button>
            </th>
            {used.map(([name, value]) => (
              <td key={name} className={styles.count}>
                {value(row) ? formatNumber(value(row)!, language) : <span className="vw-dim">–</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
