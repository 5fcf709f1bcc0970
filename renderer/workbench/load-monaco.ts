/** Loads the editor once, with its own menus in the language on screen at that moment. */
import type { Language } from '../ui/language.ts'
import type * as Setup from './monaco-setup.ts'

let loading: Promise<typeof Setup> | null = null

export function loadMonaco(language: Language): Promise<typeof Setup> {
  loading ??= (async () => {
    // The words have to be there before any module of the editor reads them.
    if (language === 'ja') await import('monaco-editor/nls/lang/ja')
    return import('./monaco-setup.ts')
  })()
  return loading
}
