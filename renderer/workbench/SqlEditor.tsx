/** The editor of the tab in front. One Monaco for all tabs; each tab keeps its own undo history and cursor. */
import { Loader, useComputedColorScheme } from '@mantine/core'
import type * as Monaco from 'monaco-editor/editor'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LibraryMacro } from '../../shared/model/macro.ts'
import { useLanguage } from '../ui/language.ts'
import { showToast } from '../ui/toasts.ts'
import { useArrival } from '../ui/use-arrival.ts'
import type { KnownTable } from './completion.ts'
import { loadMonaco } from './load-monaco.ts'
import { markStatement } from './mark-statement.ts'
import type * as Setup from './monaco-setup.ts'
import { scopeAt } from './query-scope.ts'
import type { Place } from './run-marks.ts'
import styles from './SqlEditor.module.css'
import { filesOf } from './sql-files.ts'
import { type Statement, statementAt } from './statement-at.ts'

/** A place in a tab's text that something is wrong with. */
export interface Mark extends Place {
  message: string
}

export interface SqlEditorHandle {
  /** The selection, or the statement around the cursor. */
  chosenStatement(): Statement | null
  insert(text: string): void
  /** Replaces the whole text, as one step of undo. */
  replaceAll(text: string): void
  /** Puts the cursor where something is, in sight. */
  goTo(place: Place): void
  focus(): void
}

export interface SqlEditorProps {
  tabId: string
  sql: string
  tables: readonly KnownTable[]
  macros: readonly LibraryMacro[]
  marks: readonly Mark[]
  onChange(sql: string): void
  onRun(): void
  onFormat(): void
  onPlan(): void
  onGoToTable(table: KnownTable): void
  onReady(handle: SqlEditorHandle): void
  /** Files that were dropped here. */
  onFiles(files: File[]): void
}

export function SqlEditor(props: SqlEditorProps) {
  const { tabId, sql, tables, macros, marks } = props
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const scheme = useComputedColorScheme('light')
  const box = useRef<HTMLDivElement>(null)
  const [setup, setSetup] = useState<typeof Setup | null>(null)
  /** An editor with the Monaco it was made by: in another language it is another Monaco. */
  const [inUse, setInUse] = useState<{
    monaco: typeof Monaco
    editor: Monaco.editor.IStandaloneCodeEditor
  } | null>(null)
  const editor = inUse?.editor ?? null
  const latest = useRef(props)
  latest.current = props
  const kept = useRef(
    new Map<string, { model: Monaco.editor.ITextModel; view: Monaco.editor.ICodeEditorViewState | null }>(),
  )

  useArrival(box, () => box.current?.querySelector<HTMLElement>('[role=textbox]'))

  useEffect(() => {
    let gone = false
    void loadMonaco(language).then((loaded) => {
      if (!gone) setSetup(loaded)
    })
    return () => {
      gone = true
    }
  }, [language])

  // biome-ignore lint/correctness/useExhaustiveDependencies: words change with the language, and so does the setup
  useEffect(() => {
    if (!setup || !box.current) return
    const { monaco } = setup
    const models = kept.current
    const made = monaco.editor.create(box.current, {
      model: null,
      automaticLayout: true,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--vw-mono'),
      fontSize: 13,
      lineHeight: 20,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      renderLineHighlight: 'all',
      tabSize: 2,
      padding: { top: 8, bottom: 8 },
      wordBasedSuggestions: 'off',
      fixedOverflowWidgets: true,
      overviewRulerBorder: false,
      hideCursorInOverviewRuler: true,
      lineNumbersMinChars: 3,
      folding: false,
      // Names dragged from the explorer are taken below, as plain text.
      dropIntoEditor: { enabled: false },
      stickyScroll: { enabled: false },
      unicodeHighlight: { ambiguousCharacters: false },
      accessibilitySupport: 'auto',
      ariaLabel: t('editor.name'),
    })
    made.addAction({
      id: 'vw.run',
      label: t('editor.run'),
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      contextMenuGroupId: '1_run',
      contextMenuOrder: 1,
      run: () => {
        made.trigger('run', 'hideSuggestWidget', null)
        latest.current.onRun()
      },
    })
    made.addAction({
      id: 'vw.format',
      label: t('command.format'),
      keybindings: [monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF],
      contextMenuGroupId: '1_run',
      contextMenuOrder: 2,
      run: () => latest.current.onFormat(),
    })
    made.addAction({
      id: 'vw.plan',
      label: t('editor.plan'),
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyE],
      contextMenuGroupId: '1_run',
      contextMenuOrder: 3,
      run: () => latest.current.onPlan(),
    })
    made.addAction({
      id: 'vw.go-to-table',
      label: t('editor.goToTable'),
      keybindings: [monaco.KeyCode.F12, monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyB],
      contextMenuGroupId: '1_run',
      contextMenuOrder: 4,
      run: () => {
        const table = tableAt(made, latest.current.tables)
        if (table) latest.current.onGoToTable(table)
        else showToast({ tone: 'info', title: t('editor.noTable') })
      },
    })
    made.onDidChangeModelContent(() => latest.current.onChange(made.getValue()))
    const marking = markStatement(made, { className: styles.statement ?? '' })
    setInUse({ monaco, editor: made })
    latest.current.onReady(handleOf(made))
    return () => {
      marking.dispose()
      made.dispose()
      for (const { model } of models.values()) model.dispose()
      models.clear()
      setInUse(null)
    }
  }, [setup])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is read when a tab comes to the front only
  useEffect(() => {
    if (!inUse) return
    const { monaco, editor } = inUse
    let tab = kept.current.get(tabId)
    if (!tab) {
      tab = { model: monaco.editor.createModel(sql, 'duckdb-sql'), view: null }
      kept.current.set(tabId, tab)
    }
    editor.setModel(tab.model)
    if (tab.view) editor.restoreViewState(tab.view)
    editor.focus()
    return () => {
      const leaving = kept.current.get(tabId)
      if (leaving) leaving.view = editor.saveViewState()
    }
  }, [inUse, tabId])

  useEffect(() => {
    setup?.monaco.editor.setTheme(scheme === 'dark' ? 'vw-dark' : 'vw-light')
  }, [setup, scheme])

  useEffect(() => {
    setup?.offer({ tables, macros, language })
  }, [setup, tables, macros, language])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another model
  useEffect(() => {
    const model = editor?.getModel()
    if (!inUse || !model) return
    const { monaco } = inUse
    monaco.editor.setModelMarkers(
      model,
      'environment',
      marks.map(({ line, column, message }) => {
        const lineNumber = Math.min(line, model.getLineCount())
        const word = model.getWordAtPosition({ lineNumber, column })
        const startColumn = word?.startColumn ?? column
        // A name with its schema is one name.
        const rest = model.getLineContent(lineNumber).slice(startColumn - 1)
        const length = /^[\p{L}\p{N}_."]+/u.exec(rest)?.[0].length ?? 1
        return {
          severity: monaco.MarkerSeverity.Error,
          message,
          startLineNumber: line,
          startColumn,
          endLineNumber: line,
          endColumn: startColumn + length,
        }
      }),
    )
  }, [inUse, marks, tabId])

  function drop(event: DragEvent) {
    const files = filesOf(event)
    if (files.length > 0) {
      event.preventDefault()
      return props.onFiles(files)
    }
    const text = event.dataTransfer.getData('text/plain')
    const at = editor?.getTargetAtClientPoint(event.clientX, event.clientY)?.position
    if (!editor || !text) return
    event.preventDefault()
    if (at) editor.setPosition(at)
    handleOf(editor).insert(text)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a target for names dragged here; by keyboard they come with Enter
    <div
      className={styles.editor}
      data-testid="editor"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {/* The editor's own class gives the theme's colours to its menu, which hangs here and else is transparent. */}
      <div ref={box} className={`${styles.box} monaco-component`} />
      {!editor && (
        <div className={styles.waiting}>
          <Loader size="xs" />
        </div>
      )}
    </div>
  )
}

/** The table whose name, or whose alias in the statement, stands at the cursor. */
function tableAt(
  editor: Monaco.editor.IStandaloneCodeEditor,
  tables: readonly KnownTable[],
): KnownTable | undefined {
  const model = editor.getModel()
  const position = editor.getPosition()
  const word = position && model?.getWordAtPosition(position)?.word.toLowerCase()
  if (!model || !position || !word) return undefined
  const cursor = model.getOffsetAt(position)
  const statement = statementAt(model.getValue(), cursor)
  const { names } = scopeAt(statement?.text ?? '', cursor - (statement?.start ?? cursor), tables)
  const found = names.get(word)
  // What the statement names itself stands in no list.
  if (found && tables.includes(found)) return found
  return tables.find(({ name }) => name.toLowerCase() === word)
}

function handleOf(editor: Monaco.editor.IStandaloneCodeEditor): SqlEditorHandle {
  return {
    chosenStatement() {
      const model = editor.getModel()
      const selection = editor.getSelection()
      if (!model || !selection) return null
      if (selection.isEmpty())
        return statementAt(model.getValue(), model.getOffsetAt(selection.getPosition()))
      const raw = model.getValueInRange(selection)
      const start = model.getOffsetAt(selection.getStartPosition()) + (raw.length - raw.trimStart().length)
      const text = raw.trim().replace(/;\s*$/, '')
      return text ? { text, start, end: start + text.length } : null
    },
    insert(text) {
      editor.focus()
      const at = editor.getSelection()?.getStartPosition()
      const before = at ? (editor.getModel()?.getLineContent(at.lineNumber)[at.column - 2] ?? '') : ''
      // A name never grows onto the word before it; behind a point it belongs there.
      editor.trigger('explorer', 'type', { text: /[\w)"']/.test(before) ? ` ${text}` : text })
    },
    replaceAll(text) {
      const model = editor.getModel()
      if (!model) return
      editor.executeEdits('format', [{ range: model.getFullModelRange(), text }])
      editor.pushUndoStop()
      editor.setPosition({ lineNumber: 1, column: 1 })
      editor.setScrollPosition({ scrollLeft: 0, scrollTop: 0 })
      editor.focus()
    },
    goTo({ line, column }) {
      editor.setPosition({ lineNumber: line, column })
      editor.revealLineInCenterIfOutsideViewport(line)
      editor.focus()
    },
    focus: () => editor.focus(),
  }
}
