/**
 * One output on the reviewer's desk: the table with its findings above, the researcher's words, SQL and figure below,
 * the decision at the side. Opening it is written to the audit log.
 */
import { SegmentedControl, Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemDetail } from '../../shared/contract/outputs.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ChoicesView } from '../display/ChoicesView.tsx'
import { DueText } from '../display/DueText.tsx'
import { FormReportView } from '../display/FormReportView.tsx'
import type { GridPlace } from '../display/grid-keys.ts'
import { ItemPicker } from '../display/ItemPicker.tsx'
import { NoteView } from '../display/NoteView.tsx'
import { OutputContextView } from '../display/OutputContextView.tsx'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { ProtectedChart } from '../display/ProtectedChart.tsx'
import { ProtectedTableView } from '../display/ProtectedTableView.tsx'
import { ProtectionBar } from '../display/ProtectionBar.tsx'
import { SqlText } from '../display/SqlText.tsx'
import { Awaited } from '../ui/Awaited.tsx'
import { BackTitle } from '../ui/BackTitle.tsx'
import { formatMoment } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import { Panes } from '../ui/Panes.tsx'
import { DecisionPanel } from './DecisionPanel.tsx'
import styles from './Desk.module.css'
import { Difference } from './Difference.tsx'
import { LedgerPanel } from './LedgerPanel.tsx'
import { PermitOnDesk } from './PermitOnDesk.tsx'
import { RiskMark } from './RiskMark.tsx'
import { SubmittedFigure } from './SubmittedFigure.tsx'
import { SubmittedPicture } from './SubmittedPicture.tsx'

type DeskAnswer = RouteOutput<'reviews.desk'>

export function Desk({ outputId }: { outputId: OutputId }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const answer = useAnswer('reviews.desk', { outputId })
  const desk = answer.data
  const output = desk?.detail.output
  return (
    <Page
      title={
        <BackTitle href="/" back={t('queue.title')} testId="review-back">
          {output?.title}
        </BackTitle>
      }
      lead={desk && <DeskLead desk={desk} />}
      flush
      testId="review-desk"
    >
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={desk !== undefined}
        testId="desk-problem"
      >
        {desk && (
          <Panes
            id="desk"
            orientation="horizontal"
            panes={[
              { id: 'desk-main', minSize: 420, content: <DeskMain desk={desk} /> },
              {
                id: 'desk-decision',
                defaultSize: 316,
                minSize: 250,
                keepsPixels: true,
                content: <DecisionPanel desk={desk} />,
              },
            ]}
          />
        )}
      </Awaited>
    </Page>
  )
}

function DeskLead({ desk }: { desk: DeskAnswer }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const { output } = desk.detail
  return (
    <span className={styles.lead}>
      <OutputStateMark state={output.state} />
      {output.state === 'in-review' && <DueText dueAt={output.dueAt} />}
      <RiskMark risk={desk.item.risk} parts={desk.item.riskParts} />
      <span>{bilingual(language, output, 'permitTitle')}</span>
      <span>{t('round', { round: output.round })}</span>
      <span>{t('submitted', { when: formatMoment(output.submittedAt, language) })}</span>
    </span>
  )
}

function DeskMain({ desk }: { desk: DeskAnswer }) {
  const { t } = useTranslation('review')
  const { items, output } = desk.detail
  const [place, setPlace] = useState(0)
  const item = items[place] ?? items[0]!
  const [shown, setShown] = useState<'leaves' | 'submitted'>('leaves')
  const ledger = useAnswer('reviews.ledger', { outputId: output.id })
  // What is too close as of now, beside what was found when it was submitted.
  const more = ledger.data?.items.find(({ name }) => name === item.name)?.findings ?? []
  const table = item.kind === 'table' ? withFindings(item.table, more) : null
  const [wanted, setWanted] = useState<GridPlace | null>(null)
  const go = (cell: { row: number; column: string }) => {
    const column = table?.columns.findIndex(({ name }) => name === cell.column) ?? -1
    if (column < 0) return
    setShown('leaves')
    setWanted({ row: cell.row, column })
  }
  return (
    <Panes
      id="desk-main"
      orientation="vertical"
      panes={[
        {
          id: 'desk-table',
          defaultSize: '64%',
          minSize: 160,
          content: (
            <div className={styles.table}>
              <ItemPicker
                items={items}
                value={place}
                onChange={(next) => {
                  setWanted(null)
                  setPlace(next)
                }}
              />
              {item.kind === 'text' ? (
                <NoteView text={item.text} findings={item.findings} />
              ) : (
                <>
                  <div className={styles.bar}>
                    <ProtectionBar table={table ?? item.table} />
                    <SegmentedControl
                      value={shown}
                      onChange={(value) => setShown(value as typeof shown)}
                      data={[
                        { value: 'leaves', label: t('view.leaves') },
                        { value: 'submitted', label: t('view.submitted') },
                      ]}
                      title={t('view.hint')}
                      data-testid="desk-view"
                    />
                  </div>
                  {item.report && <FormReportView report={item.report} />}
                  <div className={styles.fill}>
                    {shown === 'leaves' ? (
                      <ProtectedTableView
                        key={item.name}
                        table={table ?? item.table}
                        id="desk"
                        wanted={wanted}
                      />
                    ) : (
                      <SubmittedPicture
                        key={item.name}
                        outputId={output.id}
                        item={place}
                        table={item.table}
                      />
                    )}
                  </div>
                </>
              )}
            </div>
          ),
        },
        {
          id: 'desk-about',
          minSize: 90,
          content: <About key={item.name} desk={desk} item={item} ledger={ledger} onGo={go} />,
        },
      ]}
    />
  )
}

interface AboutProps {
  desk: DeskAnswer
  item: ItemDetail
  ledger: { data: RouteOutput<'reviews.ledger'> | undefined; error: unknown }
  onGo(cell: { row: number; column: string }): void
}

function About({ desk, item, ledger, onGo }: AboutProps) {
  const { t } = useTranslation('review')
  const table = item.kind === 'table' ? item : null
  const { id, round, course } = desk.detail.output
  const isNew = round === 1 && course.kind !== 'reuse'
  return (
    <Tabs defaultValue={isNew ? 'context' : 'difference'} keepMounted={false} className={styles.tabs}>
      <Tabs.List>
        {!isNew && (
          <Tabs.Tab value="difference" data-testid="desk-tab-difference">
            {t('tab.difference')}
          </Tabs.Tab>
        )}
        <Tabs.Tab value="context" data-testid="desk-tab-context">
          {t('tab.context')}
        </Tabs.Tab>
        {table && (
          <Tabs.Tab value="sql" data-testid="desk-tab-sql">
            SQL
          </Tabs.Tab>
        )}
        {(table?.chart || table?.figure) && (
          <Tabs.Tab value="chart" data-testid="desk-tab-chart">
            {t('tab.chart')}
          </Tabs.Tab>
        )}
        <Tabs.Tab value="permit" data-testid="desk-tab-permit">
          {t('tab.permit')}
        </Tabs.Tab>
        <Tabs.Tab value="ledger" data-testid="desk-tab-ledger">
          {t('tab.ledger', { earlier: ledger.data?.earlier.length ?? '…' })}
        </Tabs.Tab>
        <Tabs.Tab value="rounds" data-testid="desk-tab-rounds">
          {t('tab.rounds', { count: desk.votes.length })}
        </Tabs.Tab>
      </Tabs.List>
      {!isNew && (
        <Tabs.Panel value="difference" className={styles.panel} tabIndex={0}>
          <Difference outputId={id} item={item.name} onGo={onGo} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="context" className={styles.panel} tabIndex={0}>
        {item.kind === 'table' ? (
          <>
            <OutputContextView context={item.context} />
            <ChoicesView
              choice={item.protection}
              table={item.table}
              relations={desk.detail.relations.filter(({ items }) =>
                items.includes(desk.detail.items.indexOf(item)),
              )}
            />
          </>
        ) : (
          <p className={styles.words}>{item.what}</p>
        )}
      </Tabs.Panel>
      {table && (
        <Tabs.Panel value="sql" className={styles.panel} tabIndex={0}>
          <SqlText sql={table.sql} label="SQL" />
          <p className={styles.digest}>
            {t('extract')} <span className="vw-mono">{table.extractDigest}</span>
          </p>
        </Tabs.Panel>
      )}
      {table && (table.chart || table.figure) && (
        <Tabs.Panel value="chart" className={styles.panel} tabIndex={0}>
          {table.figure ? (
            <SubmittedFigure
              outputId={id}
              item={desk.detail.items.indexOf(item)}
              title={item.title}
              figure={table.figure}
            />
          ) : (
            table.chart && <ProtectedChart table={table.table} chart={table.chart} />
          )}
        </Tabs.Panel>
      )}
      <Tabs.Panel value="permit" className={styles.panel} tabIndex={0}>
        <PermitOnDesk permit={desk.permit} />
      </Tabs.Panel>
      <Tabs.Panel value="ledger" className={styles.panel} tabIndex={0}>
        <LedgerPanel ledger={ledger.data} error={ledger.error} item={item.name} />
      </Tabs.Panel>
      <Tabs.Panel value="rounds" className={styles.panel} tabIndex={0}>
        <Rounds votes={desk.votes} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Rounds({ votes }: { votes: DeskAnswer['votes'] }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  if (votes.length === 0) return <p className={styles.none}>{t('rounds.none')}</p>
  return (
    <div className={styles.rounds} data-testid="desk-votes">
      {votes.map((vote) => (
        <Notice
          key={`${vote.round} ${vote.by}`}
          tone={vote.decision === 'approve' ? 'good' : 'warning'}
          title={t(`rounds.${vote.decision}`, { round: vote.round, by: vote.byName?.[language] ?? vote.by })}
        >
          {vote.changes.length > 0 && (
            <ol className={styles.list}>
              {vote.changes.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          )}
          {vote.comment && <div className={styles.words}>{vote.comment}</div>}
          {vote.judgement && (
            <div className={styles.words}>
              {t('rounds.judgement')} {vote.judgement}
            </div>
          )}
          {vote.privateNote && (
            <div className={`${styles.words} vw-dim`}>
              {t('rounds.private')} {vote.privateNote}
            </div>
          )}
          <div className="vw-dim">{formatMoment(vote.at, language)}</div>
        </Notice>
      ))}
    </div>
  )
}
