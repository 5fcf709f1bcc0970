/**
 * Where SQL is written and run against the datasets of a permit. Asks the environment for everything; what may run
 * and what may be seen is decided there.
 */
import { Button, Loader, Select } from '@mantine/core'
import { IconCode } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { PermitId } from '../../shared/model/ids.ts'
import { daysLeft, holdsTable, type Permit, whyNotUnderPermit } from '../../shared/model/permit.ts'
import { wordsFor } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { useAnswer } from '../client/calls.ts'
import { useVisitor } from '../client/session.ts'
import { clearWorkingState, tellWorkingState } from '../client/working-state.ts'
import type { DisplayColumn } from '../display/column.ts'
import type { FocusedCell } from '../display/ResultGrid.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { bilingual, useLanguage } from '../ui/language.ts'
import { mac } from '../ui/mac.ts'
import { Notice } from '../ui/Notice.tsx'
import { type Pane, Panes } from '../ui/Panes.tsx'
import { codedVariable } from './column-codes.ts'
import type { KnownTable } from './completion.ts'
import { EditorPane } from './EditorPane.tsx'
import { Explorer } from './Explorer.tsx'
import { keysOf } from './editor-keys.ts'
import { countOf, examplesFor } from './examples.ts'
import { showPane, useHiddenPanes } from './hidden-panes.ts'
import { type InFocus, Inspector } from './Inspector.tsx'
import { knownTables } from './known-tables.ts'
import { useNextPaneKey } from './next-pane.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { planChosen } from './plan-chosen.ts'
import { ResultPane, type SubmittedResult } from './ResultPane.tsx'
import type { PictureWish } from './ShownResult.tsx'
import type { SqlEditorHandle } from './SqlEditor.tsx'
import { openTabs, useTabs } from './tabs.ts'
import styles from './Workbench.module.css'
import type { Result } from './why-not-submit.ts'

export interface WorkbenchProps {
  /** Opens what submits a result as an output; absent where that room is not there. */
  onSubmit?: (permitId: PermitId, submitted: SubmittedResult) => void
}

const LAST_PERMIT = 'vw.permit'

export function Workbench({ onSubmit }: WorkbenchProps) {
  const { t } = useTranslation('workbench')
  const visitor = useVisitor()
  const { data, error, refetch } = useAnswer('permits.mine', {})
  const [chosen, setChosen] = useState(() => localStorage.getItem(LAST_PERMIT))
  useEffect(() => clearWorkingState, [])
  const [place, go] = useLocation()
  const arriving = useMemo(() => tableAt(place), [place])

  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    )
  }
  const { permits } = data
  const usable = permits.filter((permit) => whyNotUnderPermit(permit, visitor, new Date()) === null)
  const last = permits.find(({ id }) => id === chosen)
  const holding = arriving ? usable.filter((permit) => holdsTable(permit, arriving)) : []
  const permit = (last && holding.includes(last) ? last : holding[0]) ?? last ?? usable[0] ?? permits[0]
  if (!permit)
    return (
      <>
        <h1 className="vw-visually-hidden">{t('app:feature.workbench')}</h1>
        <EmptyState
          icon={<IconCode size={42} stroke={1.2} />}
          title={t('permit.none')}
          actions={
            <>
              <Button component={Link} href="~/applications" data-testid="workbench-apply">
                {t('permit.apply')}
              </Button>
              <Button component={Link} href="~/catalog" variant="default">
                {t('permit.catalog')}
              </Button>
            </>
          }
        >
          {t('permit.noneBody')}
        </EmptyState>
      </>
    )

  const choose = (id: string) => {
    localStorage.setItem(LAST_PERMIT, id)
    setChosen(id)
  }
  return (
    <UnderPermit
      key={permit.id}
      permit={permit}
      permits={permits}
      visitor={visitor}
      onChoose={choose}
      arriving={arriving}
      onArrived={() => {
        choose(permit.id)
        go('/', { replace: true })
      }}
      onSubmit={onSubmit}
    />
  )
}

type NamedTable = Pick<KnownTable, 'schema' | 'name'>

/** The table that the address names, `/schema.name`. */
function tableAt(place: string): NamedTable | null {
  const [, schema, name] = /^\/(\w+)\.(\w+)$/.exec(place) ?? []
  return schema && name ? { schema, name } : null
}

interface UnderPermitProps {
  permit: Permit
  permits: readonly Permit[]
  visitor: Visitor
  onChoose(permitId: string): void
  /** The table to begin at, if it is one of the permit's; `onArrived` once it is in view. */
  arriving: NamedTable | null
  onArrived(): void
  onSubmit: WorkbenchProps['onSubmit'] | undefined
}

function UnderPermit(props: UnderPermitProps) {
  const { permit, permits, visitor, arriving, onChoose, onArrived, onSubmit } = props
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const cache = useQueryClient()
  useNextPaneKey()
  const hidden = useHiddenPanes((panes) => panes.hidden)
  const isShown = ({ id }: Pane) => !hidden.some((pane) => pane === id)
  const [editor, setEditor] = useState<SqlEditorHandle | null>(null)
  const [focus, setFocus] = useState<InFocus>(null)
  const [wantedTable, setWantedTable] = useState<NamedTable | null>(null)
  const [pictureWish, setPictureWish] = useState<PictureWish | null>(null)
  const why = whyNotUnderPermit(permit, visitor, new Date())
  const whyWords = why && wordsFor(why, {}, language)
  const { data: workspace } = useAnswer(
    'permits.workspace',
    { permitId: permit.id },
    { enabled: why === null },
  )
  const { data: catalog } = useAnswer('catalog.datasets', {})
  const { data: library } = useAnswer('catalog.macros', {})

  const own = useMemo(() => workspace?.tables ?? [], [workspace])
  const macros = useMemo(() => library?.macros ?? [], [library])
  const tables = useMemo(() => knownTables(permit, own, language), [permit, own, language])
  const databaseTitle = useCallback(
    (id: string) => catalog?.datasets.find((dataset) => dataset.id === id)?.title[language] ?? id,
    [catalog, language],
  )

  const variableOf = useCallback(
    (column: DisplayColumn) =>
      codedVariable(column, { tables: permit.tables, datasets: catalog?.datasets ?? [] }),
    [permit, catalog],
  )

  useEffect(() => {
    if (arriving) showPane('explorer-pane')
  }, [arriving])

  // Before anything is painted, so that the editor never shows the tabs of another permit.
  const owner = `${visitor.id}.${permit.id}`
  const opened = useTabs((state) => state.owner === owner)
  useLayoutEffect(() => {
    const examples = examplesFor(permit).map(({ id, sql }) => ({ name: t(`example.${id}`), sql }))
    const first =
      examples.length > 0 ? examples : [{ name: t('tabs.numbered', { number: 1 }), sql: countOf(permit) }]
    const keys = { keys: `${mac ? '⌘' : 'Ctrl'}+Enter`, allKeys: keysOf('run-all', { mac }) }
    const hint = `-- ${t('editor.firstHint', keys)}\n`
    openTabs(
      owner,
      first.map(({ name, sql }, i) => ({ name, sql: i === 0 ? hint + sql : sql })),
    )
  }, [owner, permit, t])

  useEffect(() => {
    const { id, titleJa, titleEn, state } = permit
    const left = state === 'ended' ? 0 : daysLeft(permit, new Date())
    tellWorkingState({ permit: { id, titleJa, titleEn, daysLeft: left } })
  }, [permit])

  const onRunEnded = useCallback(() => {
    void cache.invalidateQueries({ queryKey: ['permits.workspace'] })
    void cache.invalidateQueries({ queryKey: ['queries.history'] })
  }, [cache])

  const onFocusCell = useCallback(
    (cell: FocusedCell | null, result: Result | null) =>
      setFocus((before) =>
        cell && result ? { kind: 'cell', cell, result } : before?.kind === 'node' ? before : null,
      ),
    [],
  )

  const onFocusColumn = useCallback(
    (column: number, result: Result) => setFocus({ kind: 'column', column, result }),
    [],
  )

  if (!opened) return null

  const explorer = (
    <div className={styles.side}>
      <div className={styles.permit}>
        <Select
          aria-label={t('permit.choose')}
          data={permits.map((each) => ({ value: each.id, label: bilingual(language, each, 'title') }))}
          value={permit.id}
          onChange={(id) => id && onChoose(id)}
          comboboxProps={{ width: 420, position: 'bottom-start' }}
          data-testid="choose-permit"
        />
      </div>
      <div className={styles.fill}>
        <Explorer
          permit={permit}
          own={own}
          macros={macros}
          quota={workspace ?? null}
          databaseTitle={databaseTitle}
          wanted={wantedTable ?? arriving}
          onWantedShown={() => {
            setWantedTable(null)
            if (arriving) onArrived()
          }}
          onInsert={(text) => editor?.insert(text)}
          onFocus={(node) => setFocus({ kind: 'node', node })}
        />
      </div>
    </div>
  )

  const middle = (
    <div className={styles.middle}>
      {whyWords && (
        <div className={styles.notice}>
          <Notice tone="warning" title={whyWords.title} next={whyWords.next} testId="permit-problem" />
        </div>
      )}
      <div className={styles.fill}>
        <Panes
          id="workbench-rows"
          orientation="vertical"
          panes={[
            {
              id: 'editor-pane',
              defaultSize: '42%',
              minSize: 110,
              content: (
                <EditorPane
                  permitId={permit.id}
                  tables={tables}
                  macros={macros}
                  whyNotRun={whyWords ? whyWords.title : null}
                  onEditor={setEditor}
                  onRunEnded={onRunEnded}
                  onGoToTable={(table) => {
                    showPane('explorer-pane')
                    setWantedTable(table)
                  }}
                />
              ),
            },
            {
              id: 'result-pane',
              minSize: 110,
              content: (
                <ResultPane
                  permitId={permit.id}
                  tables={tables}
                  databaseTitle={databaseTitle}
                  variableOf={variableOf}
                  pictureWish={pictureWish}
                  onFocusCell={onFocusCell}
                  onFocusColumn={onFocusColumn}
                  onPlan={() => planChosen(editor)}
                  onGoTo={(place) => editor?.goTo(place)}
                  onSubmit={onSubmit}
                />
              ),
            },
          ].filter(isShown)}
        />
      </div>
    </div>
  )

  return (
    <div className={styles.workbench} data-testid="workbench">
      <h1 className="vw-visually-hidden">{bilingual(language, permit, 'title')}</h1>
      <Panes
        id="workbench"
        orientation="horizontal"
        panes={[
          {
            id: 'explorer-pane',
            defaultSize: 286,
            minSize: 180,
            maxSize: '45%',
            keepsPixels: true,
            content: explorer,
          },
          { id: 'middle', minSize: 380, content: middle },
          {
            id: 'inspector-pane',
            defaultSize: 250,
            minSize: 170,
            maxSize: '40%',
            keepsPixels: true,
            content: (
              <Inspector
                focus={focus}
                permit={permit}
                databaseTitle={databaseTitle}
                variableOf={variableOf}
                onLookAtPicture={(row) => {
                  showPane('result-pane')
                  setPictureWish({ row, asked: Date.now() })
                }}
              />
            ),
          },
        ].filter(isShown)}
      />
    </div>
  )
}
