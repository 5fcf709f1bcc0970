/**
 * Keys of the workbench that hold wherever the focus is in it, as people know them from DataGrip and from browsers.
 * Those a browser keeps for itself (Ctrl+T, Ctrl+W) stand on Alt. Pure; ./use-editor-commands.ts listens.
 */

export type EditorAct =
  | 'run-all'
  | 'plan'
  | 'cancel'
  | 'new-tab'
  | 'close-tab'
  | 'reopen-tab'
  | 'next-tab'
  | 'previous-tab'
  | 'next-result'
  | 'previous-result'
  | 'rename-tab'
  | 'duplicate-tab'
  | 'save'
  | 'open-file'
  | 'toggle-explorer'
  | 'toggle-results'
  | 'toggle-inspector'

export interface PressedKey {
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** Letters by where they are on the keyboard, so that they are found whatever Alt makes of them. */
const KEYS: Record<string, EditorAct> = {
  'Ctrl+Shift+Enter': 'run-all',
  'Ctrl+Shift+KeyE': 'plan',
  'Ctrl+F2': 'cancel',
  'Alt+KeyT': 'new-tab',
  'Alt+KeyW': 'close-tab',
  'Alt+Shift+KeyT': 'reopen-tab',
  'Alt+PageDown': 'next-tab',
  'Alt+PageUp': 'previous-tab',
  'Alt+Shift+PageDown': 'next-result',
  'Alt+Shift+PageUp': 'previous-result',
  F2: 'rename-tab',
  'Alt+Shift+KeyD': 'duplicate-tab',
  'Ctrl+KeyS': 'save',
  'Ctrl+KeyO': 'open-file',
  'Ctrl+KeyB': 'toggle-explorer',
  'Ctrl+KeyJ': 'toggle-results',
  'Ctrl+Alt+KeyB': 'toggle-inspector',
}

/** Null where the keys mean nothing here and are left to the editor. */
export function actOf({ code, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): EditorAct | null {
  const held = [ctrlKey || metaKey ? 'Ctrl+' : '', altKey ? 'Alt+' : '', shiftKey ? 'Shift+' : ''].join('')
  return KEYS[held + code] ?? null
}

/** How a key is written on the screen. */
export function keysOf(act: EditorAct, { mac }: { mac: boolean }): string {
  const keys = Object.entries(KEYS).find(([, one]) => one === act)?.[0] ?? ''
  const plain = keys.replace('Key', '')
  return mac ? plain.replace('Ctrl', '⌘').replace('Alt', '⌥') : plain
}
