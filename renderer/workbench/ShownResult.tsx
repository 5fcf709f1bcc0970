/** A result on screen, as grid, picture or chart, with one line above that says how it stands. */
import { SegmentedControl, Switch, useComputedColorScheme } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import { meaningOf, type Variable } from '../../shared/model/catalog.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import { unverifiedWords } from '../../shared/model/unverified-words.ts'
import { fetchBytes } from '../client/calls.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { startingChart } from '../display/chart-spec.ts'
import type { DisplayColumn } from '../display/column.ts'
import { FindInResult } from '../display/FindInResult.tsx'
import { type PictureAsked, PictureGrid } from '../display/PictureGrid.tsx'
import { ResultChart } from '../display/ResultChart.tsx'
import { type FocusedCell, ResultGrid } from '../display/ResultGrid.tsx'
import { useArrangement } from '../display/use-arrangement.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { choosesRows } from './chooses-rows.ts'
import { ownRows } from './own-rows.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import styles from './ResultPane.module.css'
import { chartOf, rememberChart, useTabs } from './tabs.ts'
import type { Result } from './why-not-submit.ts'

/** Asks the grid's room to show a row as picture; `asked` tells two askings for one row apart. */
export interface PictureWish {
  row: number
  asked: number
}

/** How the result stands, in one line; `found` is the number of rows that hold what is sought. */
function Summary({ result, found = null }: { result: Result; found?: number | null }) {
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
        <span role="status" data-testid="row-count">
          {found === null
            ? t('result.rows', { count: rows, shown: shown(rows) })
            : t('result.found', { count: rows, shown: shown(rows), found: shown(found) })}
        </span>
      )}
      {hasOthers && <DisclosureMark state="masked" label={t('result.others')} />}
    </span>
  )
}

interface ShownResultProps {
  result: Result
  tab: 'grid' | 'chart'
  variableOf(column: DisplayColumn): Variable | null
  pictureWish: PictureWish | null
  onFocusCell(cell: FocusedCell | null, result: Result | null): void
  onFocusColumn(column: number, result: Result): void
  /** Told whether the chart shows anything, once it is known. */
  onDrawn(drawn: boolean): void
}

export function ShownResult({
  result,
  tab,
  variableOf,
  pictureWish,
  onFocusCell,
  onFocusColumn,
  onDrawn,
}: ShownResultProps) {
  const { t } = useTranslation('workbench')
  const theme = useComputedColorScheme('light')
  const language = useLanguage()
  const chart = useTabs((state) => chartOf(state, result.sql))
  const datasets = useDatasets()
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
  const variables = useMemo(() => result.columns.map(variableOf), [result, variableOf])
  const wordOf = useCallback(
    (column: number, value: string) => meaningOf(variables[column], value, language),
    [variables, language],
  )
  const renderProblem = useCallback(
    (error: unknown, retry: () => void) => <ProblemNotice error={error} onRetry={retry} />,
    [],
  )

  const findBox = useRef<HTMLInputElement>(null)
  const arrangement = useArrangement({
    resultId: result.id,
    columns: result.columns.length,
    rowCount: result.rowCount ?? 0,
    hasOthers: result.hasOthers,
    fetchPage,
  })

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
        <EmptyState title={t('chart:cannot.title')}>
          <span data-testid="chart-cannot" data-why={why}>
            {t(`chart:cannot.${why}`, { minimum: result.minimumPersons })}
            {reason && ` ${reason.title} ${reason.next}`}
          </span>
        </EmptyState>
      )
    }
    return (
      <ResultChart
        resultId={result.id}
        columns={result.columns}
        datasets={datasets}
        groupingSets={result.groupingSets}
        rowCount={result.rowCount - (result.hasOthers ? 1 : 0)}
        hasOthers={result.hasOthers}
        minimumPersons={result.minimumPersons}
        theme={theme}
        spec={chart ?? startingChart(result.columns, language)}
        onSpec={(spec) => rememberChart(result.sql, spec)}
        onDrawn={onDrawn}
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
                {why === 'tooSmall' && choosesRows(result.sql) && (
                  <span className={styles.chosen} data-testid="rows-chosen">
                    {t('pictureOnly.tooSmall.chosen', { minimum: result.minimumPersons })}{' '}
                    <code>{`HAVING count(DISTINCT person_id) >= ${result.minimumPersons}`}</code>
                  </span>
                )}
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
                  title={t('result.showPersonsHint')}
                  checked={showPersons}
                  onChange={(event) => setShowPersons(event.currentTarget.checked)}
                  data-testid="show-persons"
                />
              )}
            </>
          )}
          {!asPicture && <FindInResult arrangement={arrangement} box={findBox} />}
          <span className={styles.spacer} />
          <Summary
            result={result}
            found={asPicture || arrangement.find.trim() === '' ? null : (arrangement.order?.length ?? null)}
          />
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
            groupingSets={result.groupingSets}
            wordOf={wordOf}
            fetchPage={fetchPage}
            arrangement={arrangement}
            onFind={() => findBox.current?.select()}
            onFocusCell={focusCell}
            onFocusColumn={(column) => onFocusColumn(column, result)}
            renderProblem={renderProblem}
          />
        )}
      </div>
    </div>
  )
}
