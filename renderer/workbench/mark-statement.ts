/** Shows beside the lines of an editor which statement a run would take, where several stand under each other. */
import type * as Monaco from 'monaco-editor/editor'
import { statementAt, statementsOf } from './statement-at.ts'

/** Keeps the mark where the cursor is until it is disposed of. With a selection the selection shows what is run. */
export function markStatement(
  editor: Monaco.editor.IStandaloneCodeEditor,
  { className }: { className: string },
): { dispose(): void } {
  const marks = editor.createDecorationsCollection()
  const mark = () => {
    const model = editor.getModel()
    const selection = editor.getSelection()
    const sql = model?.getValue() ?? ''
    if (!model || !selection?.isEmpty() || statementsOf(sql).length < 2) return marks.clear()
    const statement = statementAt(sql, model.getOffsetAt(selection.getPosition()))
    if (!statement) return marks.clear()
    const { lineNumber: startLineNumber } = model.getPositionAt(statement.start)
    const { lineNumber: endLineNumber } = model.getPositionAt(statement.end)
    marks.set([
      {
        range: { startLineNumber, startColumn: 1, endLineNumber, endColumn: 1 },
        options: { isWholeLine: true, linesDecorationsClassName: className },
      },
    ])
  }
  const listening = [
    editor.onDidChangeCursorSelection(mark),
    editor.onDidChangeModelContent(mark),
    editor.onDidChangeModel(mark),
  ]
  mark()
  return {
    dispose: () => {
      marks.clear()
      for (const one of listening) one.dispose()
    },
  }
}
