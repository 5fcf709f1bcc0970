/** Editor tabs with what can be done to the statement in front: run, cancel, format. */
import { ActionIcon, Button, Kbd, Modal, TextInput, Tooltip } from '@mantine/core'
import {
  IconAlignLeft,
  IconFolderOpen,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconPlayerTrackNextFilled,
  IconPlus,
} from '@tabler/icons-react'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermitId } from '../../shared/model/ids.ts'
import type { LibraryMacro } from '../../shared/model/macro.ts'
import { useLanguage } from '../ui/language.ts'
import { mac } from '../ui/mac.ts'
import { TabBar } from '../ui/TabBar.tsx'
import { showToast } from '../ui/toasts.ts'
import type { KnownTable } from './completion.ts'
import styles from './EditorPane.module.css'
import { EditorTabMenu } from './EditorTabMenu.tsx'
import { keysOf } from './editor-keys.ts'
import { engineErrorWords, withCloseColumns } from './engine-error.ts'
import { formatSql } from './format-sql.ts'
import { showPane, togglePane } from './hidden-panes.ts'
import { planChosen } from './plan-chosen.ts'
import { placesOfError, standsAsRun } from './run-marks.ts'
import { cancelQuery, runStatements } from './run-query.ts'
import { SqlEditor, type SqlEditorHandle } from './SqlEditor.tsx'
import { readSqlFile } from './sql-files.ts'
import { type Statement, statementsOf } from './statement-at.ts'
import {
  activeTab,
  addTab,
  changeTab,
  chooseTab,
  closeTab,
  duplicateTab,
  reopenTab,
  runningRun,
  stepRun,
  stepTab,
  useTabs,
} from './tabs.ts'
import { useEditorCommands } from './use-editor-commands.ts'

export interface EditorPaneProps {
  permitId: PermitId
  tables: readonly KnownTable[]
  macros: readonly LibraryMacro[]
  /** Why nothing can be run under this permit, in words; null where it can. */
  whyNotRun: string | null
  onEditor(handle: SqlEditorHandle): void
  onRunEnded(): void
  /** Shows a table in the list of data. */
  onGoToTable(table: KnownTable): void
}

const modifier = mac ? '⌘' : 'Ctrl'

/** What a button does, and the keys for it. */
function Keyed({ words, keys }: { words: string; keys: string }) {
  return (
    <>
      {words}{' '}
      {keys.split('+').map((key) => (
        <Kbd key={key} size="xs" mr={3}>
          {key}
        </Kbd>
      ))}
    </>
  )
}

export function EditorPane({
  permitId,
  tables,
  macros,
  whyNotRun,
  onEditor,
  onRunEnded,
  onGoToTable,
}: EditorPaneProps) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const state = useTabs()
  const tab = activeTab(state)
  const script = tab ? state.scripts[tab.id] : undefined
  const running = runningRun(script)?.run
  const [editor, setEditor] = useState<SqlEditorHandle | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const chooser = useRef<HTMLInputElement>(null)

  const marks = useMemo(() => {
    if (!tab || !script) return []
    return script.runs.flatMap((run) => {
      const places = placesOfError(run, tab.sql)
      if (places.length === 0) return []
      const error = run.query?.error ?? run.problem?.engineError
      const message = error
        ? engineErrorWords(
            withCloseColumns(error, { sql: run.sql, tables }),
            (key, values) => t(key, { ...values }),
            language,
          ).title
        : (run.problem?.words[language].title ?? '')
      // Stale once the statement was changed: its place may have moved.
      return standsAsRun(run, tab.sql) ? places.map((place) => ({ ...place, message })) : []
    })
  }, [tab, script, tables, t, language])

  const isScript = useMemo(() => statementsOf(tab?.sql ?? '').length > 1, [tab?.sql])
  const tabId = tab?.id ?? ''
  useEditorCommands(tables, {
    running: running !== undefined,
    run: start,
    'run-all': startAll,
    format,
    insert: (name) => editor?.insert(name),
    plan: () => planChosen(editor),
    cancel: () => void cancelQuery(tabId),
    'new-tab': newTab,
    'close-tab': () => close(tabId),
    'reopen-tab': reopenTab,
    'next-tab': () => stepTab(1),
    'previous-tab': () => stepTab(-1),
    'next-result': () => stepRun(tabId, 1),
    'previous-result': () => stepRun(tabId, -1),
    'rename-tab': () => setRenaming(tabId),
    'duplicate-tab': () => duplicate(tabId),
    'toggle-explorer': () => togglePane('explorer-pane'),
    'toggle-results': () => togglePane('result-pane'),
    'toggle-inspector': () => togglePane('inspector-pane'),
    'open-file': () => chooser.current?.click(),
    save: () => showToast({ tone: 'info', title: t('tabs.kept'), body: t('tabs.keptNext') }),
  })

  if (!tab) return null

  function start() {
    // The grid gives way to the run's progress, and would take the keys with it.
    if (document.activeElement?.closest('[data-testid=pane-result-pane]')) editor?.focus()
    // Hands may be quicker than the editor is there.
    runChosen(editor ? editor.chosenStatement() : (statementsOf(tab?.sql ?? '')[0] ?? null))
  }

  /** All statements of the tab, one after the other. */
  function startAll() {
    runChosen(tab ? { text: tab.sql, start: 0 } : null)
  }

  function runChosen(chosen: Pick<Statement, 'text' | 'start'> | null) {
    if (!tab || whyNotRun !== null) return
    const statements = statementsOf(chosen?.text ?? '').map(({ text, start }) => ({
      sql: text,
      start: (chosen?.start ?? 0) + start,
    }))
    if (statements.length === 0) return showToast({ tone: 'info', title: t('run.nothing') })
    showPane('result-pane')
    void runStatements({ tabId: tab.id, permitId, statements, onEnd: onRunEnded })
  }

  function format() {
    if (!tab || !editor) return
    const formatted = formatSql(tab.sql)
    if (formatted === null) return showToast({ tone: 'warning', title: t('editor.cannotFormat') })
    editor.replaceAll(formatted)
  }

  function close(id: string) {
    const closing = state.tabs.find((each) => each.id === id)
    if (!closing || state.tabs.length < 2) return
    const told = state.scripts[id]
    if (runningRun(told)) void cancelQuery(id)
    closeTab(id)
    // Text that was run is in the history as well.
    if (closing.sql.trim() && !told)
      showToast({
        tone: 'info',
        title: t('tabs.closed', { name: closing.name }),
        body: t('tabs.closedNext', { keys: keysOf('reopen-tab', { mac }) }),
      })
  }

  function duplicate(id: string) {
    const name = state.tabs.find((each) => each.id === id)?.name ?? ''
    duplicateTab(id, t('tabs.copyOf', { name }).slice(0, 60))
  }

  function closeOthers(id: string) {
    for (const other of state.tabs) {
      if (other.id === id) continue
      if (runningRun(state.scripts[other.id])) void cancelQuery(other.id)
      closeTab(other.id)
    }
  }

  function newTab() {
    addTab({ name: t('tabs.numbered', { number: state.tabs.length + 1 }), sql: '' })
  }

  async function openFiles(files: readonly File[]) {
    for (const { name, sql } of await Promise.all(files.map(readSqlFile)))
      if (sql === null)
        showToast({ tone: 'warning', title: t('tabs.noText', { name }), body: t('tabs.noTextNext') })
      else addTab({ name, sql })
  }

  function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    if (renaming && name) changeTab(renaming, { name: name.slice(0, 60) })
    setRenaming(null)
  }

  const runButton = running ? (
    <Button
      color="red"
      variant="light"
      leftSection={<IconPlayerStopFilled size={13} />}
      disabled={running.cancelling}
      onClick={() => void cancelQuery(tab.id)}
      data-testid="cancel-query"
    >
      {running.cancelling ? t('run.cancelling') : t('run.cancel')}
    </Button>
  ) : (
    <Tooltip label={whyNotRun ?? <Keyed words={t('run.hint')} keys={`${modifier}+Enter`} />}>
      <Button
        leftSection={<IconPlayerPlayFilled size={13} />}
        onClick={start}
        disabled={!editor}
        {...(whyNotRun === null ? {} : { 'data-disabled': true })}
        data-testid="run-query"
      >
        {t('run.run')}
      </Button>
    </Tooltip>
  )

  return (
    <div className={styles.pane}>
      <TabBar
        label={t('tabs.name')}
        tabs={state.tabs.map(({ id, name }) => ({ id, label: name, testId: 'editor-tab' }))}
        value={tab.id}
        onChange={chooseTab}
        onClose={close}
        onRename={setRenaming}
        menu={(id) => (
          <EditorTabMenu
            alone={state.tabs.length < 2}
            noneClosed={state.closed.length === 0}
            onRename={() => setRenaming(id)}
            onDuplicate={() => duplicate(id)}
            onClose={() => close(id)}
            onCloseOthers={() => closeOthers(id)}
          />
        )}
        after={
          <>
            <Tooltip label={t('tabs.add')}>
              <ActionIcon m={4} aria-label={t('tabs.add')} onClick={newTab} data-testid="add-tab">
                <IconPlus size={15} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('tabs.open', { keys: keysOf('open-file', { mac }) })}>
              <ActionIcon
                m={4}
                aria-label={t('command.open-file')}
                onClick={() => chooser.current?.click()}
                data-testid="open-sql"
              >
                <IconFolderOpen size={15} />
              </ActionIcon>
            </Tooltip>
          </>
        }
        end={
          <>
            <Tooltip label={t('editor.format')}>
              <ActionIcon aria-label={t('editor.format')} onClick={format} data-testid="format-sql">
                <IconAlignLeft size={16} />
              </ActionIcon>
            </Tooltip>
            {isScript && !running && (
              <Tooltip
                label={whyNotRun ?? <Keyed words={t('run.allHint')} keys={keysOf('run-all', { mac })} />}
              >
                <Button
                  variant="default"
                  className={styles.runAll ?? ''}
                  aria-label={t('run.all')}
                  leftSection={<IconPlayerTrackNextFilled size={13} />}
                  onClick={startAll}
                  {...(whyNotRun === null ? {} : { 'data-disabled': true })}
                  data-testid="run-all"
                >
                  {t('run.all')}
                </Button>
              </Tooltip>
            )}
            {runButton}
          </>
        }
      />
      <div className={styles.editor}>
        <input
          ref={chooser}
          type="file"
          accept=".sql,.txt,text/plain"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            void openFiles(Array.from(currentTarget.files ?? []))
            // The same file may be chosen again.
            currentTarget.value = ''
          }}
          data-testid="open-sql-file"
        />
        <SqlEditor
          onFiles={(files) => void openFiles(files)}
          tabId={tab.id}
          sql={tab.sql}
          tables={tables}
          macros={macros}
          marks={marks}
          onChange={(sql) => changeTab(tab.id, { sql })}
          onRun={start}
          onFormat={format}
          onPlan={() => planChosen(editor)}
          onGoToTable={onGoToTable}
          onReady={(handle) => {
            setEditor(handle)
            onEditor(handle)
          }}
        />
      </div>
      <Modal opened={renaming !== null} onClose={() => setRenaming(null)} title={t('tabs.rename')} size="sm">
        <form onSubmit={rename} className={styles.rename}>
          <TextInput
            name="name"
            defaultValue={state.tabs.find(({ id }) => id === renaming)?.name ?? ''}
            aria-label={t('tabs.rename')}
            data-autofocus
          />
          <Button type="submit" size="sm">
            {t('tabs.renameDo')}
          </Button>
        </form>
      </Modal>
    </div>
  )
}
