/** How a cell differs from the version before, and a shape for each kind, so that colour is not needed. */
export type ChangeKind = 'newly-shown' | 'changed' | 'added' | 'newly-hidden' | 'removed'

export const CHANGE_SIGNS: Record<ChangeKind, string> = {
  'newly-shown': '◇',
  changed: '≠',
  added: '+',
  'newly-hidden': '■',
  removed: '−',
}
