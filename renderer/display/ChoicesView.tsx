/** What the researcher chose for protecting a table, and what was found to belong together; for reviewers and authors. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ProtectionChoice } from '../../shared/contract/outputs.ts'
import type { KeptCell, PlacedCell, Recoding, Relation } from '../../shared/model/protection.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './OutputContextView.module.css'
import { rowName, type Table } from './protected-cell.ts'

export interface ChoicesViewProps {
  choice: ProtectionChoice
  table: Table
  /** Those the item is part of. */
  relations: readonly Relation[]
}

export function ChoicesView({ choice, table, relations }: ChoicesViewProps) {
  const { t } = useTranslation('disclosure')
  const language = useLanguage()
  const { method, base, keep, hide, costs, recodings } = choice
  const named = (cells: readonly KeptCell[]): string[] =>
    cells.map(
      ({ row, column }) => `${rowName(table, row) ?? t('where.rowNumber', { row: row + 1 })} › ${column}`,
    )
  const weights = costs.weights.map(
    ({ column, category, weight }) =>
      `${column}${category === null ? '' : ` = ${category}`} × ${formatNumber(weight, language)}`,
  )
  const lines: [string, string[]][] = [
    ['method', [t(`choices.methods.${method}`, { base })]],
    ['recodings', recodings.map((recoding) => recodingWords(recoding, t))],
    ['costs', method === 'suppress' ? [t(`choices.by.${costs.by}`), ...weights] : []],
    ['keep', method === 'suppress' ? named(keep) : []],
    ['hide', method === 'suppress' ? named(hide) : []],
    [
      'relations',
      relations.map((relation) =>
        relation.declined
          ? t('choices.declined', { relation: relationWords(relation, t) })
          : relationWords(relation, t),
      ),
    ],
  ]
  return (
    <dl className={styles.context} data-testid="protection-choices">
      {lines
        .filter(([, said]) => said.length > 0)
        .map(([name, said]) => (
          <div key={name}>
            <dt>{t(`choices.name.${name}`)}</dt>
            <dd>
              {said.map((words) => (
                <div key={words}>{words}</div>
              ))}
            </dd>
          </div>
        ))}
    </dl>
  )
}

function recodingWords(recoding: Recoding, t: TFunction<'disclosure'>): string {
  const { kind, column } = recoding
  if (kind === 'top') return t('choices.recoding.top', { column, bound: recoding.from })
  if (kind === 'bottom') return t('choices.recoding.bottom', { column, bound: recoding.under })
  if (kind === 'merge-bands') return t('choices.recoding.merge-bands', { column })
  const groups = recoding.groups.map(({ label, members }) => `${members.join(' + ')} → ${label}`)
  return t('choices.recoding.groups', { column, groups: groups.join('; ') })
}

/** A relation as a sentence; items are counted from 1 for people. */
export function relationWords(
  { kind, items, columns, cells, places }: Relation,
  t: TFunction<'disclosure'>,
): string {
  if (kind === 'declared') return t('choices.relation.declared', { cells: declaredWords(places, t) })
  return t(`choices.relation.${kind}`, {
    columns: columns.join(kind === 'hierarchy' ? ' › ' : ', '),
    items: items.map((item) => item + 1).join(', '),
    count: cells ?? 0,
  })
}

/** A declared relation as an equation, the whole first; items and rows are counted from 1 for people. */
export function declaredWords([whole, ...parts]: readonly PlacedCell[], t: TFunction<'disclosure'>): string {
  const words = ({ item, row, column }: PlacedCell) =>
    t('choices.placed', { item: item + 1, row: row + 1, column })
  return `${whole ? words(whole) : ''} = ${parts.map(words).join(' + ')}`
}
