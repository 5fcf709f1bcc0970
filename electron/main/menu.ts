/** The application menu, in Japanese or English; native roles, so that each system's own shortcuts apply. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../../shared/model/words.ts'

type Item = MenuItemConstructorOptions
type Role = NonNullable<Item['role']>

const WORDS = {
  file: { ja: 'ファイル', en: 'File' },
  edit: { ja: '編集', en: 'Edit' },
  view: { ja: '表示', en: 'View' },
  window: { ja: 'ウインドウ', en: 'Window' },
  about: { ja: 'Visiting Workbench について', en: 'About Visiting Workbench' },
  hide: { ja: 'Visiting Workbench を隠す', en: 'Hide Visiting Workbench' },
  hideOthers: { ja: 'ほかを隠す', en: 'Hide Others' },
  unhide: { ja: 'すべてを表示', en: 'Show All' },
  quit: { ja: '終了', en: 'Quit' },
  close: { ja: '閉じる', en: 'Close' },
  undo: { ja: '元に戻す', en: 'Undo' },
  redo: { ja: 'やり直す', en: 'Redo' },
  cut: { ja: '切り取り', en: 'Cut' },
  copy: { ja: 'コピー', en: 'Copy' },
  paste: { ja: '貼り付け', en: 'Paste' },
  selectAll: { ja: 'すべて選択', en: 'Select All' },
  resetZoom: { ja: '実際の大きさ', en: 'Actual Size' },
  zoomIn: { ja: '拡大', en: 'Zoom In' },
  zoomOut: { ja: '縮小', en: 'Zoom Out' },
  togglefullscreen: { ja: '全画面表示', en: 'Full Screen' },
  toggleDevTools: { ja: '開発者ツール', en: 'Developer Tools' },
  minimize: { ja: '最小化', en: 'Minimise' },
  help: { ja: 'ヘルプ', en: 'Help' },
} as const satisfies Record<string, Record<Language, string>>

export function setMenu(language: Language): void {
  const item = (role: Role & keyof typeof WORDS): Item => ({ role, label: WORDS[role][language] })
  const line: Item = { type: 'separator' }
  const mac = process.platform === 'darwin'
  const menus: Item[] = [
    mac
      ? {
          label: app.name,
          submenu: [
            item('about'),
            line,
            item('hide'),
            item('hideOthers'),
            item('unhide'),
            line,
            item('quit'),
          ],
        }
      : { label: WORDS.file[language], submenu: [item('close'), item('quit')] },
    {
      label: WORDS.edit[language],
      submenu: [
        item('undo'),
        item('redo'),
        line,
        item('cut'),
        item('copy'),
        item('paste'),
        item('selectAll'),
      ],
    },
    {
      label: WORDS.view[language],
      submenu: [
        item('resetZoom'),
        item('zoomIn'),
        item('zoomOut'),
        line,
        item('togglefullscreen'),
        ...(import.meta.env.DEV ? [line, item('toggleDevTools')] : []),
      ],
    },
    { label: WORDS.window[language], submenu: [item('minimize'), item('close')] },
    ...(mac ? [] : [{ label: WORDS.help[language], submenu: [item('about')] }]),
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus))
}
