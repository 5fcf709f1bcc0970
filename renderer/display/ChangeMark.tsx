import { useTranslation } from 'react-i18next'

/** How a cell differs from the version before. */
export type ChangeKind = 'newly-shown' | 'changed' | 'added' | 'newly-hidden' | 'removed'

/** A shape for each kind, so that colour is not needed. */
const SIGNS: Record<ChangeKind, string> = {
  'newly-shown': '◇',
  changed: '≠',
  added: '+',
  'newly-hidden': '■',
  removed: '−',
}

/** The shape with its word, which is only heard where there is room for no more than the shape. */
export function ChangeMark({ kind, short = false }: { kind: ChangeKind; short?: boolean }) {
  const { t } = useTranslation('disclosure')
  const word = t(`change.${kind}`)
  return (
    <>
      <span aria-hidden title={short ? word : undefined}>
        {SIGNS[kind]}
      </span>{' '}
      <span className={short ? 'vw-visually-hidden' : undefined}>{word}</span>
    </>
  )
}
