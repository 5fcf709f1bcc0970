/** Below the editor: grid, chart and what each number rests on, of the last run of the tab in front; and the history. */
import { Button, SegmentedControl, Switch, Tooltip, useComputedColorScheme } from '@mantine/core'
import {
  IconBinaryTree,
  IconChartLine,
  IconHistory,
  IconSend2,
  IconTable,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import { wordsFor } from '../../shared/model/refusals.ts'
import { unverifiedWords } from '../../shared/model/unverified-words.ts'
import { fetchBytes, useAnswer } from '../client/calls.ts'
import { tellWorkingState } from '../client/working-state.ts'
import { startingChart } from '../display/chart-spec.ts'
import { type PictureAsked, PictureGrid } from '../display/PictureGrid.tsx'
import { ResultChart } from '../display/ResultChart.tsx'
import { type FocusedCell, ResultGrid } from '../display/ResultGrid.tsx'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { TabBar } from '../ui/TabBar.tsx'
import { History } from './History.tsx'
import { ownRows } from './own-rows.ts'
import { PlanView } from './PlanView.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { RestsOn } from './RestsOn.tsx'
import styles from './ResultPane.module.css'
import { RunProgress } from './RunProgress.tsx'
import { RunReport } from './RunReport.tsx'
import type { Place } from './run-marks.ts'
import { activeTab, rememberChart, useTabs } from './tabs.ts'
import { type Result, whyNotSubmit } from './why-not-submit.ts'

export type ResultTab = 'grid' | 'chart' | 'plan' | 'rests-on' | 'history'

/** Asks the grid's room to show a row as picture; `asked` tells two askings for one row apart. */
export interface PictureWish {
  row: number
  asked: number
}

/** A result on its way out, with the chart it was looked at with. */
export interface SubmittedResult {
  resultId: ResultId
  sql: string
  chart: ChartSpec | null
}

export interface ResultPaneProps {
  permitId: PermitId
  databaseTitle(id: string): string
  pictureWish: PictureWish | null
  onFocusCell(cell: FocusedCell | null, result: Result | null): void
  onFocusColumn(column: number, result: Result): void
  /** Asks for the plan of the statement at the cursor. */
  onPlan(): void
  /** Puts the editor's cursor on a place in the text. */
  onGoTo(place: Place): void
  /** Absent where outputs cannot be submitted from here. */
  onSubmit?: ((permitId: PermitId, submitted: SubmittedResult) => void) | undefined
}

export function ResultPane({
  permitId,
  databaseTitle,
  pictureWish,
  onFocusCell,
  onFocusColumn,
  onPlan,
  onGoTo,
  onSubmit,
}: ResultPaneProps) {
  const { t } = useTranslation('workbench')
  const [tab, setTab] = useState<ResultTab>('grid')
  // Only the run: the grid is not drawn again at every key in the editor.
  const run = useTabs((state) => state.runs[activeTab(state)?.id ?? ''])
  const asked = useTabs((state) => state.plans[activeTab(state)?.id ?? ''])
  // A plan comes to the front when it is asked for, not when its tab does; a run goes back to its result.
  const seen = useRef(Date.now())
  useEffect(() => {
    if (!asked || asked.asked <= seen.current) return
    seen.current = asked.asked
    setTab('plan')
  }, [asked])
  const startedAt = run?.startedAt ?? 0
  useEffect(() => {
    if (startedAt > seen.current) setTab((now) => (now === 'plan' ? 'grid' : now))
  }, [startedAt])
  // Whichever came last, the plan that was asked for or the run.
  const planned = asked && asked.asked > (run?.startedAt ?? 0) ? asked.sql : (run?.sql ?? null)
  const resultId = run?.query?.resultId ?? null
  const {
    data: result,
    error,
    refetch,
  } = useAnswer('results.view', { resultId: resultId as ResultId }, { enabled: resultId !== null })
  const shown = resultId !== null && result?.id === resultId ? result : undefined
  useEffect(() => {
    const state = run?.running ? 'running' : run?.query?.state
    tellWorkingState({
      engine:
        state === 'running' ? 'running' : state === 'failed' ? 'failed' : state === 'lost' ? 'lost' : 'idle',
      rows: shown ? ownRows(shown).rows : null,
      elapsedMs: run?.query && !run.running ? run.query.elapsedMs : null,
    })
  }, [run, shown])

  // What was in focus belonged to the result before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another result is another focus
  useEffect(() => onFocusCell(null, null), [resultId, onFocusCell])

  const tabs = [
    { id: 'grid', label: t('result.grid'), icon: <IconTable size={14} />, testId: 'tab-grid' },
    { id: 'chart', label: t('result.chart'), icon: <IconChartLine size={14} />, testId: 'tab-chart' },
    { id: 'plan', label: t('result.plan'), icon: <IconBinaryTree size={14} />, testId: 'tab-plan' },
    {
      id: 'rests-on',
      label: t('result.restsOn'),
      icon: <IconUsersGroup size={14} />,
      testId: 'tab-rests-on',
    },
    { id: 'history', label: t('result.history'), icon: <IconHistory size={14} />, testId: 'tab-history' },
  ]

  function body() {
    if (tab === 'history') return <History permitId={permitId} />
    if (tab === 'plan')
      return planned === null ? (
        <EmptyState icon={<IconBinaryTree size={34} stroke={1.2} />} title={t('plan.none')}>
          {t('plan.noneBody')}
        </EmptyState>
      ) : (
        <PlanView key={planned} permitId={permitId} sql={planned} databaseTitle={databaseTitle} />
      )
    if (!run)
      return (
        <EmptyState icon={<IconTable size={34} stroke={1.2} />} title={t('result.none')}>
          {t('result.noneBody')}
        </EmptyState>
      )
    if (run.running) return <RunProgress run={run} />
    if (resultId === null) return <RunReport run={run} onGoTo={onGoTo} />
    if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
    if (!shown) return null
    if (tab === 'rests-on') return <RestsOn result={shown} databaseTitle={databaseTitle} />
    return (
      <Shown
        key={shown.id}
        onFocusColumn={onFocusColumn}
        result={shown}
        tab={tab}
        pictureWish={pictureWish}
        onFocusCell={onFocusCell}
      />
    )
  }

  return (
    <div className={styles.pane} data-testid="result-pane">
      <TabBar
        label={t('result.name')}
        tabs={tabs}
        value={tab}
        onChange={(id) => setTab(id as ResultTab)}
        end={
          tab === 'plan' ? (
            <Button variant="default" onClick={onPlan} data-testid="plan-now">
              {t('plan.now')}
            </Button>
          ) : (
            shown &&
            onSubmit &&
            tab !== 'history' && <Submit result={shown} onSubmit={onSubmit} withChart={tab === 'chart'} />
          )
        }
      />
      <div className={styles.body}>{body()}</div>
    </div>
  )
}

/** The way out of here: submitting the result; where that cannot be, the button says why. */
function Submit({
  result,
  onSubmit,
  withChart,
}: {
  result: Result
  onSubmit: NonNullable<ResultPaneProps['onSubmit']>
  withChart: boolean
}) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const charts = useTabs((state) => state.charts)
  const why = whyNotSubmit(result)
  const reason = why && wordsFor(why, {}, language)
  return (
    <Tooltip label={reason ? `${reason.title} ${reason.next}` : t('result.submitHint')}>
      <Button
        variant="light"
        leftSection={<IconSend2 size={14} />}
        {...(why === null ? {} : { 'data-disabled': true })}
        aria-disabled={why !== null}
        onClick={() => {
          if (why !== null) return
          const chart = withChart ? (charts[result.id] ?? startingChart(result.columns)) : null
          onSubmit(result.permitId as PermitId, { resultId: result.id as ResultId, sql: result.sql, chart })
        }}
        data-testid="submit-output"
      >
        {t('result.submit')}
      </Button>
    </Tooltip>
  )
}

/** How the result stands, in one line. */
function Summary({ result }: { result: Result }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const { standing, minimumPersons, hasOthers } = result
  const { rows, masked } = ownRows(result)
  const shown = (value: number) => formatNumber(value, language)
  return (
    <span className={styles.summary} data-testid="result-summary">
      {standing === 'individual' && <DisclosureMark state="hidden" label={t('standing.individual')} />}
      {standing === 'unverified' && <DisclosureMark state="unverified" />}
      {standing === 'open' && <DisclosureMark state="safe" label={t('standing.open')} />}
      {standing === 'aggregated' && rows === null && (
        <DisclosureMark state="masked" label={t('result.tooSmall', { minimum: minimumPersons })} />
      )}
      {standing === 'aggregated' && masked !== null && masked > 0 && (
        <DisclosureMark state="masked" label={t('result.masked', { count: masked, shown: shown(masked) })} />
      )}
      {rows !== null && (
        <span data-testid="row-count">{t('result.rows', { count: rows, shown: shown(rows) })}</span>
      )}
      {hasOthers && <DisclosureMark state="masked" label={t('result.others')} />}
    </span>
  )
}

interface ShownProps {
  result: Result
  tab: 'grid' | 'chart'
  pictureWish: PictureWish | null
  onFocusCell(cell: FocusedCell | null, result: Result | null): void
  onFocusColumn(column: number, result: Result): void
}

function Shown({ result, tab, pictureWish, onFocusCell, onFocusColumn }: ShownProps) {
  const { t } = useTranslation('workbench')
  const theme = useComputedColorScheme('light')
  const language = useLanguage()
  const charts = useTabs((state) => state.charts)
  const reason = result.reason && unverifiedWords(result.reason, language)
  const why = result.standing === 'aggregated' ? 'tooSmall' : result.standing
  const travels = result.rowCount !== null && (result.standing === 'open' || result.standing === 'aggregated')
  const [asPicture, setAsPicture] = useState(!travels)
  const [showPersons, setShowPersons] = useState(false)
  const [startRow, setStartRow] = useState(0)
  const resultId = result.id as ResultId

  const fetchPage = useCallback(
    async (offset: number, limit: number) =>
      readResultPage((await fetchBytes('results.page', { resultId, offset, limit })).bytes),
    [resultId],
  )
  const fetchPicture = useCallback(
    (asked: PictureAsked) => fetchBytes('results.picture', { resultId, ...asked }),
    [resultId],
  )
  const focusCell = useCallback(
    (cell: FocusedCell | null) => onFocusCell(cell, result),
    [onFocusCell, result],
  )
  const renderProblem = useCallback(
    (error: unknown, retry: () => void) => <ProblemNotice error={error} onRetry={retry} />,
    [],
  )

  // Only a wish made while this result is on screen counts.
  const [wishesBefore] = useState(pictureWish?.asked ?? 0)
  useEffect(() => {
    if (!pictureWish || pictureWish.asked === wishesBefore) return
    setStartRow(pictureWish.row)
    setAsPicture(true)
  }, [pictureWish, wishesBefore])

  if (tab === 'chart') {
    if (!travels || result.rowCount === null) {
      return (
        <EmptyState title={t('chart.cannot.title')}>
          {t('chart.cannot.body', { minimum: result.minimumPersons })}
        </EmptyState>
      )
    }
    return (
      <ResultChart
        resultId={result.id}
        columns={result.columns}
        rowCount={result.rowCount - (result.hasOthers ? 1 : 0)}
        hasOthers={result.hasOthers}
        theme={theme}
        spec={charts[result.id] ?? startingChart(result.columns)}
        onSpec={(spec) => rememberChart(result.id, spec)}
        fetchPage={fetchPage}
        renderProblem={renderProblem}
      />
    )
  }
  return (
    <div className={styles.grid}>
      {!travels && (
        <div className={styles.notice}>
          <Notice
            tone="info"
            title={t(`pictureOnly.${why}.title`, { minimum: result.minimumPersons })}
            next={
              <>
                {t(`pictureOnly.${why}.next`)}
                {reason && ` ${reason.title} ${reason.next}`}
              </>
            }
            actions={<Summary result={result} />}
            testId="picture-only"
          />
        </div>
      )}
      {travels && (
        <div className={styles.view}>
          {result.standing !== 'open' && (
            <>
              <SegmentedControl
                value={asPicture ? 'picture' : 'data'}
                onChange={(value) => {
                  setStartRow(0)
                  setAsPicture(value === 'picture')
                }}
                data={[
                  { value: 'data', label: t('result.asData') },
                  { value: 'picture', label: t('result.asPicture') },
                ]}
                data-testid="view-as"
              />
              {!asPicture && (
                <Switch
                  label={t('result.showPersons')}
                  checked={showPersons}
                  onChange={(event) => setShowPersons(event.currentTarget.checked)}
                  data-testid="show-persons"
                />
              )}
            </>
          )}
          <span className={styles.spacer} />
          <Summary result={result} />
        </div>
      )}
      <div className={styles.fill}>
        {asPicture ? (
          <PictureGrid
            resultId={result.id}
            columns={result.columns}
            // Pictures show each group that is one of the others here.
            rowCount={result.hasOthers ? null : result.rowCount}
            theme={theme}
            lead={t('picture.lead')}
            startRow={startRow}
            fetchPicture={fetchPicture}
            renderProblem={renderProblem}
          />
        ) : (
          <ResultGrid
            resultId={result.id}
            columns={result.columns}
            rowCount={result.rowCount ?? 0}
            hasOthers={result.hasOthers}
            minimumPersons={result.minimumPersons}
            showPersons={showPersons}
            fetchPage={fetchPage}
            onFocusCell={focusCell}
            onFocusColumn={(column) => onFocusColumn(column, result)}
            renderProblem={renderProblem}
          />
        )}
      </div>
    </div>
  )
}
