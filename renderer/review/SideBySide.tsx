/**
 * The table as it was in the round before and as it is now, beside each other: cells that differ carry their sign in both,
 * a row chosen in one is chosen in the other, N and P lead from one difference to the next.
 */
import { Loader } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ChangeMark } from '../display/ChangeMark.tsx'
import type { GridPlace } from '../display/grid-keys.ts'
import { ProtectedGrid } from '../display/ProtectedGrid.tsx'
import { nameAt, rowName, type Table } from '../display/protected-cell.ts'
import { useTableWords } from '../display/use-table-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { PaneSection } from '../ui/PaneSection.tsx'
import { Panes } from '../ui/Panes.tsx'
import styles from './SideBySide.module.css'
import { type Side, sidesOf } from './side-by-side.ts'

export interface SideBySideProps {
  outputId: OutputId
  /** The item in front. */
  name: string
  table: Table
}

export function SideBySide({ outputId, name, table }: SideBySideProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const answer = useAnswer('reviews.difference', { outputId })
  if (answer.isError) return <Notice tone="danger" {...wordsOf(answer.error, language)} />
  if (!answer.data) return <Loader size="sm" m="md" />
  const { difference } = answer.data
  const item = difference?.items.find((one) => one.name === name)
  if (!difference || !item?.earlier)
    return (
      <p className={styles.none} data-testid="side-by-side-none">
        {t(item ? `sides.none.${item.standing}` : 'difference.none')}
      </p>
    )
  const { against } = difference
  return (
    <Sides
      before={item.earlier}
      after={table}
      cells={item.cells}
      complete={item.cells.length === item.cellCount}
      against={t(`sides.${against.kind}`, { round: against.round, output: against.outputTitle })}
    />
  )
}

interface SidesProps {
  before: Table
  after: Table
  cells: Parameters<typeof sidesOf>[2]
  /** Whether all cells that differ are among `cells`. */
  complete: boolean
  /** What the left side is. */
  against: string
}

function Sides({ before, after, cells, complete, against }: SidesProps) {
  const { t } = useTranslation(['review', 'disclosure'])
  const sides = useMemo(() => sidesOf(before, after, cells), [before, after, cells])
  const [at, setAt] = useState<{ side: Side; place: GridPlace } | null>(null)
  const placeIn = (side: Side): GridPlace | null =>
    at === null ? null : at.side === side ? at.place : sides.partnerOf(at.side, at.place)
  const tables = { before, after }
  const datasets = useDatasets()
  const words = { before: useTableWords(before, datasets), after: useTableWords(after, datasets) }
  const cell = (side: Side) => {
    const place = placeIn(side)
    return place && tables[side].rows[place.row]?.[place.column]
  }
  const textOf = (side: Side) => {
    const found = cell(side)
    return found ? (found.status === 'shown' ? (found.text ?? t('disclosure:untold')) : '■') : '–'
  }
  const kind = at && sides[at.side].get(nameAt(tables[at.side], at.place))
  return (
    <div className={styles.sides} data-testid="side-by-side">
      <p className={styles.line} aria-live="polite" data-testid="side-by-side-cell">
        {at ? (
          <>
            <b>
              {rowName(tables[at.side], at.place.row) ??
                t('disclosure:where.rowNumber', { row: at.place.row + 1 })}{' '}
              › {tables[at.side].columns[at.place.column]?.name}
            </b>
            <span>
              {textOf('before')} → {textOf('after')}
            </span>
            <span className={kind ? styles.kind : undefined}>
              {kind ? <ChangeMark kind={kind} /> : t('sides.same')}
            </span>
          </>
        ) : (
          t('sides.lead', { count: cells.length })
        )}
        {!complete && <span>{t('sides.more')}</span>}
      </p>
      <div className={styles.fill}>
        <Panes
          id="side-by-side"
          orientation="horizontal"
          panes={(['before', 'after'] as const).map((side) => ({
            id: `side-${side}`,
            minSize: 200,
            content: (
              <PaneSection title={side === 'before' ? against : t('sides.now')} testId={`side-${side}`}>
                <ProtectedGrid
                  table={tables[side]}
                  wordOf={words[side]}
                  id={side}
                  selected={placeIn(side)}
                  onSelect={(place) => setAt({ side, place })}
                  changes={sides[side]}
                />
              </PaneSection>
            ),
          }))}
        />
      </div>
    </div>
  )
}
