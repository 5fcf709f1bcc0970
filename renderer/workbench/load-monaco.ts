/** Loads the editor once, with its own menus in the language on screen at that moment. */
import type { Language } from '../ui/language.ts'
import type * as Setup from './monaco-setup.ts'

let loading: Promise<typeof Setup> | null = null
let loadedIn: Language | null = null

/** Whether the editor's own menus speak another language than the screen: they keep the first one until a reload. */
export const speaksOtherwise = (language: Language): boolean => loadedIn !== null && loadedIn !== language

export function loadMonaco(language: Language): Promise<typeof Setup> {
  loadedIn ??= language
  loading ??= (async () => {
    // The words have to be there before any module of the editor reads them.
    if (language === 'ja') await import('monaco-editor/nls/lang/ja')
    return import('./monaco-setup.ts')
  })()
  loading.catch(() => {
    loading = null
  })
  return loading
}
