import { app, dialog } from 'electron'
import { start } from './start.ts'

// What goes wrong before there is a window is said in words; the details are for the log.
start().catch((problem: unknown) => {
  console.error(problem)
  dialog.showErrorBox(
    'Visiting Workbench',
    `起動できませんでした。もう一度お試しになり、続くときは運用者に連絡してください。\n\n` +
      `The application could not start. Try again; if it goes on, tell the operator.`,
  )
  app.exit(1)
})
