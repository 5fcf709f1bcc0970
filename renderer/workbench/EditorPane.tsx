/** Editor tabs with what can be done to the statement in front: run, cancel, format. */
import { ActionIcon, Button, Kbd, Modal, TextInput, Tooltip } from '@mantine/core'
import { IconAlignLeft, IconPlayerPlayFilled, IconPlayerStopFilled, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermitId } from '../../shared/model/ids.ts'
import type { LibraryMacro } from '../../shared/model/macro.ts'
import { useCommands } from '../client/commands.ts'
import { confirm } from '../ui/confirm.tsx'
import { useLanguage } from '../ui/language.ts'
import { TabBar } from '../ui/TabBar.tsx'
import { showToast } from '../ui/toasts.ts'
import { addressOf, type KnownTable } from './completion.ts'
import styles from './EditorPane.module.css'
import { engineErrorWords } from './engine-error.ts'
import { formatSql } from './format-sql.ts'
import { focusNextPane } from './next-pane.ts'
import { placeOfError } from './run-marks.ts'
import { cancelQuery, runQuery } from './run-query.ts'
import { SqlEditor, type SqlEditorHandle } from './SqlEditor.tsx'
import { activeTab, addTab, changeTab, chooseTab, closeTab, useTabs } from './tabs.ts'

export interface EditorPaneProps {
  permitId: PermitId
  tables: readonly KnownTable[]
  macros: readonly LibraryMacro[]
  /** Why nothing can be run under this permit, in words; null where it can. */
  whyNotRun: string | null
  onEditor(handle: SqlEditorHandle): void
  onRunEnded(): void
}

const modifier = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'

export function EditorPane({ permitId, tables, macros, whyNotRun, onEditor, onRunEnded }: EditorPaneProps) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const state = useTabs()
  const tab = activeTab(state)
  const run = tab ? state.runs[tab.id] : undefined
  const [editor, setEditor] = useState<SqlEditorHandle | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)

  const marks = useMemo(() => {
    if (!tab || !run || run.running) return []
    const place = placeOfError(run, tab.sql)
    if (!place) return []
    const error = run.query?.error ?? run.problem?.engineError
    const message = error
      ? engineErrorWords(error, (key, values) => t(key, { ...values }), language).title
      : (run.problem?.words[language].title ?? '')
    // Stale once the statement was changed: its place may have moved.
    return tab.sql.slice(run.start, run.start + run.sql.length) === run.sql ? [{ ...place, message }] : []
  }, [tab, run, t, language])

  // The latest of each, so that the list of commands stays the same while the person types.
  const acts = useRef({ start, format })
  acts.current = { start, format }
  const tabId = tab?.id
  const running = run?.running ?? false
  const tabCount = state.tabs.length
  useCommands(
    'workbench',
    useMemo(
      () => [
        {
          id: 'run',
          label: t('command.run'),
          words: 'run',
          keys: `${modifier}+Enter`,
          run: () => acts.current.start(),
        },
        ...(running && tabId
          ? [
              {
                id: 'cancel',
                label: t('command.cancel'),
                words: 'cancel',
                run: () => void cancelQuery(tabId),
              },
            ]
          : []),
        { id: 'format', label: t('command.format'), words: 'format', run: () => acts.current.format() },
        {
          id: 'new-tab',
          label: t('command.newTab'),
          words: 'new tab',
          run: () => addTab({ name: t('tabs.numbered', { number: tabCount + 1 }), sql: '' }),
        },
        {
          id: 'next-pane',
          label: t('command.nextPane'),
          words: 'next pane',
          keys: 'F6',
          run: () => focusNextPane({ back: false }),
        },
        ...tables.map((table) => ({
          id: `insert ${addressOf(table)}`,
          label: t('command.insert', { name: addressOf(table) }),
          words: table.title,
          ofMany: true,
          run: () => editor?.insert(addressOf(table)),
        })),
      ],
      [t, running, tabId, tabCount, tables, editor],
    ),
  )

  if (!tab) return null

  function start() {
    if (!tab || whyNotRun !== null) return
    const statement = editor?.chosenStatement()
    if (!statement) return showToast({ tone: 'info', title: t('run.nothing') })
    void runQuery({ tabId: tab.id, permitId, sql: statement.text, start: statement.start, onEnd: onRunEnded })
  }

  function format() {
    if (!tab || !editor) return
    const formatted = formatSql(tab.sql)
    if (formatted === null) return showToast({ tone: 'warning', title: t('editor.cannotFormat') })
    editor.replaceAll(formatted)
  }

  async function close(id: string) {
    const closing = state.tabs.find((each) => each.id === id)
    const told = state.runs[id]
    // Text that was run is in the history; other text would be gone.
    if (closing?.sql.trim() && !told) {
      const question = { title: t('tabs.close'), body: t('tabs.closeBody', { name: closing.name }) }
      if (!(await confirm({ ...question, confirmLabel: t('tabs.closeDo'), tone: 'danger' }))) return
    }
    if (told?.running) void cancelQuery(id)
    closeTab(id)
  }

  function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    if (renaming && name) changeTab(renaming, { name: name.slice(0, 60) })
    setRenaming(null)
  }

  const runButton = run?.running ? (
    <Button
      color="red"
      variant="light"
      leftSection={<IconPlayerStopFilled size={13} />}
      disabled={!run.query || run.cancelling}
      onClick={() => void cancelQuery(tab.id)}
      data-testid="cancel-query"
    >
      {run.cancelling ? t('run.cancelling') : t('run.cancel')}
    </Button>
  ) : (
    <Tooltip
      label={
        whyNotRun ?? (
          <>
            {t('run.hint')} <Kbd size="xs">{modifier}</Kbd> <Kbd size="xs">Enter</Kbd>
          </>
        )
      }
    >
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
        onClose={(id) => void close(id)}
        onRename={setRenaming}
        after={
          <Tooltip label={t('tabs.add')}>
            <ActionIcon
              m={4}
              aria-label={t('tabs.add')}
              onClick={() => addTab({ name: t('tabs.numbered', { number: state.tabs.length + 1 }), sql: '' })}
              data-testid="add-tab"
            >
              <IconPlus size={15} />
            </ActionIcon>
          </Tooltip>
        }
        end={
          <>
            <Tooltip label={t('editor.format')}>
              <ActionIcon aria-label={t('editor.format')} onClick={format} data-testid="format-sql">
                <IconAlignLeft size={16} />
              </ActionIcon>
            </Tooltip>
            {runButton}
          </>
        }
      />
      <div className={styles.editor}>
        <SqlEditor
          tabId={tab.id}
          sql={tab.sql}
          tables={tables}
          macros={macros}
          marks={marks}
          onChange={(sql) => changeTab(tab.id, { sql })}
          onRun={start}
          onFormat={format}
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
