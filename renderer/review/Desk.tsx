/**
 * One output on the reviewer's desk: the table with its findings above, the researcher's words, SQL and figure below,
 * the decision at the side. Opening it is written to the audit log.
 */
import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { unopened } from '../../shared/model/openings.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import { useAnswer } from '../client/calls.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { DueText } from '../display/DueText.tsx'
import { FormReportView } from '../display/FormReportView.tsx'
import type { GridPlace } from '../display/grid-keys.ts'
import { ItemPicker } from '../display/ItemPicker.tsx'
import { NoteView } from '../display/NoteView.tsx'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { ProtectedTableView } from '../display/ProtectedTableView.tsx'
import { ProtectionBar } from '../display/ProtectionBar.tsx'
import { rowName } from '../display/protected-cell.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { BackTitle } from '../ui/BackTitle.tsx'
import { formatMoment } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import { Panes } from '../ui/Panes.tsx'
import { useAltKeys } from '../ui/use-alt-keys.ts'
import { AboutItem } from './AboutItem.tsx'
import { DecisionPanel } from './DecisionPanel.tsx'
import styles from './Desk.module.css'
import { changeAt, changesOf, MOST_CHANGES, withChange } from './decision.ts'
import { useVoteDraft, voteKey } from './drafts.ts'
import { QueueSteps } from './QueueSteps.tsx'
import { RiskMark } from './RiskMark.tsx'
import { SideBySide } from './SideBySide.tsx'
import { SubmittedPicture } from './SubmittedPicture.tsx'
import { useOpened, useOpening } from './use-opening.ts'

type DeskAnswer = RouteOutput<'reviews.desk'>

export function Desk({ outputId }: { outputId: OutputId }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const answer = useAnswer('reviews.desk', { outputId })
  const [writing, setWriting] = useState<{ line: number } | null>(null)
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
      actions={<QueueSteps outputId={outputId} />}
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
              { id: 'desk-main', minSize: 420, content: <DeskMain desk={desk} onWriting={setWriting} /> },
              {
                id: 'desk-decision',
                defaultSize: 316,
                minSize: 250,
                keepsPixels: true,
                content: <DecisionPanel desk={desk} writing={writing} />,
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

interface DeskMainProps {
  desk: DeskAnswer
  /** A change was begun; it is written on in the panel. */
  onWriting(writing: { line: number }): void
}

function DeskMain({ desk, onWriting }: DeskMainProps) {
  const { t } = useTranslation(['review', 'disclosure'])
  const language = useLanguage()
  const { items, output } = desk.detail
  const [place, setPlace] = useState(0)
  const item = items[place] ?? items[0]!
  const key = voteKey(useVisitor(), output)
  const [draft, change] = useVoteDraft(key)
  const [opened, add] = useOpened(desk)
  const { problem, again } = useOpening(desk, place)
  const [shown, setShown] = useState<'leaves' | 'submitted' | 'sides'>('leaves')
  const isNew = output.round === 1 && output.course.kind !== 'reuse'
  const ledger = useAnswer('reviews.ledger', { outputId: output.id })
  // What is too close as of now, beside what was found when it was submitted.
  const more = ledger.data?.items.find(({ name }) => name === item.name)?.findings ?? []
  const table = item.kind === 'table' ? withFindings(item.table, more) : null
  const datasets = useDatasets()
  const [wanted, setWanted] = useState<GridPlace | null>(null)
  const go = (cell: { row: number; column: string }) => {
    const column = table?.columns.findIndex(({ name }) => name === cell.column) ?? -1
    if (column < 0) return
    setShown('leaves')
    setWanted({ row: cell.row, column })
  }
  const pick = (next: number) => {
    setWanted(null)
    setPlace(next)
  }
  const stepBy = (step: number) => items.length > 1 && pick((place + step + items.length) % items.length)
  useAltKeys({ Period: () => stepBy(1), Comma: () => stepBy(-1) })
  /** Begins a change that names the cell, and the item where there are several. */
  const begin = (cell: GridPlace) => {
    if (!table || changesOf(draft).length >= MOST_CHANGES) return
    const row = rowName(table, cell.row) ?? t('disclosure:where.rowNumber', { row: cell.row + 1 })
    const where = `${row} › ${table.columns[cell.column]?.name ?? ''}`
    const begun = changeAt(items.length > 1 ? `${place + 1}. ${item.title} › ${where}` : where)
    const changes = withChange(draft.changes, begun)
    change({ changes })
    onWriting({ line: changes.length - 1 })
  }
  const note = desk.item.whyNot === null ? { label: t('note.do'), onNote: begin } : null
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
                onChange={pick}
                {...(desk.item.whyNot === null
                  ? {
                      opened: items.flatMap((one, at) => (unopened([one], opened).length === 0 ? [at] : [])),
                    }
                  : {})}
              />
              {problem && (
                <Notice
                  tone="danger"
                  {...wordsOf(problem, language)}
                  actions={
                    <Button variant="default" onClick={again}>
                      {t('retry')}
                    </Button>
                  }
                />
              )}
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
                        ...(isNew ? [] : [{ value: 'sides', label: t('view.sides') }]),
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
                        datasets={datasets}
                        note={note}
                        wanted={wanted}
                      />
                    ) : shown === 'sides' ? (
                      <SideBySide
                        key={item.name}
                        outputId={output.id}
                        name={item.name}
                        table={table ?? item.table}
                      />
                    ) : (
                      <SubmittedPicture
                        key={item.name}
                        outputId={output.id}
                        item={place}
                        table={item.table}
                        onSeen={() => add([{ item: item.name, part: 'picture' }])}
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
          content: (
            <AboutItem
              key={item.name}
              desk={desk}
              item={item}
              ledger={ledger}
              onGo={go}
              onFigure={() => add([{ item: item.name, part: 'figure' }])}
            />
          ),
        },
      ]}
    />
  )
}
