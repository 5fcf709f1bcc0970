/** Asks for the plan of the statement at the cursor, or of the selection, of the tab in front. */
import type { SqlEditorHandle } from './SqlEditor.tsx'
import { activeTab, askForPlan, useTabs } from './tabs.ts'

export function planChosen(editor: SqlEditorHandle | null): void {
  const tab = activeTab(useTabs.getState())
  const statement = editor?.chosenStatement()
  if (tab && statement) askForPlan(tab.id, statement.text)
}
