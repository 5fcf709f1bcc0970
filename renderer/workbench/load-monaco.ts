/**
 * Loads the editor, with its own menus in the language on screen.
 *
 * Monaco takes most of its words once, while its modules are evaluated. So each language has an evaluation of its own:
 * the second one is the same file under another address (`?en`), loaded when somebody changes the language.
 */
import type { Language } from '../ui/language.ts'
import type * as Setup from './monaco-setup.ts'

type MonacoSetup = typeof Setup
/** Where Monaco looks for its words; absent: English, which its modules hold themselves. */
const place = globalThis as { _VSCODE_NLS_MESSAGES?: unknown; _VSCODE_NLS_LANGUAGE?: unknown }

const loaded = new Map<Language, Promise<MonacoSetup>>()
let first: Promise<MonacoSetup> | null = null
let words: Promise<Pick<typeof place, '_VSCODE_NLS_MESSAGES' | '_VSCODE_NLS_LANGUAGE'>> | null = null

/** The words have to be there before any module of the editor reads them, and while it looks up further ones. */
async function speak(language: Language): Promise<void> {
  if (language === 'ja') {
    words ??= import('monaco-editor/nls/lang/ja').then(() => ({ ...place }))
    const { _VSCODE_NLS_MESSAGES, _VSCODE_NLS_LANGUAGE } = await words
    Object.assign(place, { _VSCODE_NLS_MESSAGES, _VSCODE_NLS_LANGUAGE })
  } else {
    delete place._VSCODE_NLS_MESSAGES
    delete place._VSCODE_NLS_LANGUAGE
  }
}

async function evaluate(): Promise<MonacoSetup> {
  if (first === null) {
    first = import('./monaco-setup.ts')
    return first
  }
  const { address } = await first
  // A development server has no single file to evaluate again.
  return import.meta.env.DEV ? first : import(/* @vite-ignore */ `${address}?${loaded.size}`)
}

export async function loadMonaco(language: Language): Promise<MonacoSetup> {
  await speak(language)
  let setup = loaded.get(language)
  if (!setup) {
    setup = evaluate()
    loaded.set(language, setup)
    setup.catch(() => {
      loaded.delete(language)
      if (loaded.size === 0) first = null
    })
  }
  return setup
}
