/**
 * Below the editor: grid, chart and what each number rests on, of what the tab in front ran last, statement by statement;
 * and the history.
 */

import { Button, Tooltip } from '@mantine/core'
import {
  IconBinaryTree,
  IconChartLine,
  IconHistory,
  IconPlayerStop,
  IconSend2,
  IconTable,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Variable } from '../../shared/model/catalog.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import { wordsFor } from '../../shared/model/refusals.ts'
import { useAnswer } from '../client/calls.ts'
import { tellWorkingState } from '../client/working-state.ts'
import { startingChart } from '../display/chart-spec.ts'
import type { DisplayColumn } from '../display/column.ts'
import type { FocusedCell } from '../display/ResultGrid.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useLanguage } from '../ui/language.ts'
import { TabBar } from '../ui/TabBar.tsx'
import { showToast } from '../ui/toasts.ts'
import type { KnownTable } from './completion.ts'
import { History } from './History.tsx'
import { ownRows } from './own-rows.ts'
import { PlanView } from './PlanView.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { RestsOn } from './RestsOn.tsx'
import styles from './ResultPane.module.css'
import { RunProgress } from './RunProgress.tsx'
import { RunReport } from './RunReport.tsx'
import type { Place } from './run-marks.ts'
import { type PictureWish, ShownResult } from './ShownResult.tsx'
import { StatementTabs } from './StatementTabs.tsx'
import { activeTab, chartOf, hasBegun, runningRun, shownRun, useTabs } from './tabs.ts'
import { useResultCommand } from './use-result-command.ts'
import { type Result, whyNotSubmit } from './why-not-submit.ts'

export type ResultTab = 'grid' | 'chart' | 'plan' | 'rests-on' | 'history'

/** A result on its way out, with the chart it was looked at with. */
export interface SubmittedResult {
  resultId: ResultId
  sql: string
  chart: ChartSpec | null
}

export interface ResultPaneProps {
  permitId: PermitId
  /** What the permit and the workspace hold. */
  tables: readonly KnownTable[]
  databaseTitle(id: string): string
  /** The variable whose codes say what the column's values mean. */
  variableOf(column: DisplayColumn): Variable | null
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
  tables,
  databaseTitle,
  variableOf,
  pictureWish,
  onFocusCell,
  onFocusColumn,
  onPlan,
  onGoTo,
  onSubmit,
}: ResultPaneProps) {
  const { t } = useTranslation('workbench')
  const [tab, setTab] = useState<ResultTab>('grid')
  const [isDrawn, setDrawn] = useState(true)
  // Only the run: the grid is not drawn again at every key in the editor.
  const tabId = useTabs((state) => activeTab(state)?.id ?? '')
  const script = useTabs((state) => state.scripts[tabId])
  const run = shownRun(script)
  const asked = useTabs((state) => state.plans[activeTab(state)?.id ?? ''])
  // A plan comes to the front when it is asked for, not when its tab does; a run goes back to its result.
  const seen = useRef(Date.now())
  useEffect(() => {
    if (!asked || asked.asked <= seen.current) return
    seen.current = asked.asked
    setTab('plan')
  }, [asked])
  const startedAt = script?.startedAt ?? 0
  useEffect(() => {
    if (startedAt > seen.current) setTab((now) => (now === 'plan' || now === 'history' ? 'grid' : now))
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
    const state = runningRun(script) ? 'running' : run?.query?.state
    tellWorkingState({
      engine:
        state === 'running' ? 'running' : state === 'failed' ? 'failed' : state === 'lost' ? 'lost' : 'idle',
      rows: shown ? ownRows(shown).rows : null,
      elapsedMs: run?.query && !run.running ? run.query.elapsedMs : null,
    })
  }, [script, run, shown])

  const pane = useRef<HTMLDivElement>(null)
  /** The keyboard comes along. */
  const show = (id: ResultTab) => {
    setTab(id)
    pane.current?.querySelector<HTMLElement>(`[data-tab=${id}]`)?.focus()
  }
  useResultCommand('show-grid', () => show('grid'))
  useResultCommand('show-chart', () => show('chart'))

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

  const isWaiting = runningRun(script) !== null
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
    if (!hasBegun(run))
      return (
        <EmptyState
          title={t(isWaiting ? 'statements.waitingTitle' : 'statements.leftOutTitle')}
          icon={<IconPlayerStop size={34} stroke={1.2} />}
        >
          {isWaiting ? null : t('statements.leftOutNext')}
        </EmptyState>
      )
    if (resultId === null) return <RunReport run={run} tables={tables} onGoTo={onGoTo} />
    if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
    if (!shown) return null
    if (tab === 'rests-on') return <RestsOn result={shown} databaseTitle={databaseTitle} />
    return (
      <ShownResult
        key={shown.id}
        onFocusColumn={onFocusColumn}
        result={shown}
        tab={tab}
        variableOf={variableOf}
        pictureWish={pictureWish}
        onFocusCell={onFocusCell}
        onDrawn={setDrawn}
      />
    )
  }

  return (
    <div ref={pane} className={styles.pane} data-testid="result-pane">
      {script && script.runs.length > 1 && <StatementTabs tabId={tabId} script={script} />}
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
            tab !== 'history' && (
              <Submit
                result={shown}
                onSubmit={onSubmit}
                withChart={tab === 'chart'}
                isEmptyChart={tab === 'chart' && !isDrawn}
              />
            )
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
  isEmptyChart,
}: {
  result: Result
  onSubmit: NonNullable<ResultPaneProps['onSubmit']>
  withChart: boolean
  /** A chart without anything in it says nothing to a reviewer; the table can still be submitted. */
  isEmptyChart: boolean
}) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const remembered = useTabs((state) => chartOf(state, result.sql))
  const why = whyNotSubmit(result)
  const refused = why && wordsFor(why, {}, language)
  const reason = refused ? `${refused.title} ${refused.next}` : isEmptyChart ? t('result.emptyChart') : null
  const submit = () => {
    if (reason !== null) return showToast({ tone: 'info', title: reason })
    const chart = withChart ? (remembered ?? startingChart(result.columns, language)) : null
    onSubmit(result.permitId as PermitId, { resultId: result.id as ResultId, sql: result.sql, chart })
  }
  useResultCommand('submit', submit)
  return (
    <Tooltip label={reason ?? t('result.submitHint')}>
      <Button
        variant="light"
        leftSection={<IconSend2 size={14} />}
        {...(reason === null ? {} : { 'data-disabled': true })}
        aria-disabled={reason !== null}
        onClick={submit}
        data-testid="submit-output"
      >
        {t('result.submit')}
      </Button>
    </Tooltip>
  )
}
