/**
 * A protected table with its findings and the cell in focus beside it: choosing a finding goes to its cell, Enter on
 * a cell goes to its first finding. Used before submitting, when following, and on the reviewer's desk.
 */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { Notice } from '../ui/Notice.tsx'
import { PaneSection } from '../ui/PaneSection.tsx'
import { Panes } from '../ui/Panes.tsx'
import { CellInspector } from './CellInspector.tsx'
import { FindingsList } from './FindingsList.tsx'
import type { GridPlace } from './grid-keys.ts'
import { ProtectedGrid } from './ProtectedGrid.tsx'
import styles from './ProtectedTableView.module.css'
import { nameAt, type Table } from './protected-cell.ts'
import { useTableWords } from './use-table-words.ts'

export interface ProtectedTableViewProps {
  table: Table
  id: string
  /** The catalog, whose words stand beside codes. */
  datasets: readonly Dataset[]
  /** Names of cells that should stay; present where that can be chosen. */
  kept?: ReadonlySet<string>
  /** K on a cell, or the button beside it. */
  onKeep?: (place: GridPlace) => void
  /** M on a cell, or the button beside it: something is to be said of this cell. Its words come with it. */
  note?: { label: string; onNote(place: GridPlace): void } | null
  /** A cell that somebody outside asked to see; a new object each time. */
  wanted?: GridPlace | null
}

export function ProtectedTableView({
  table,
  id,
  datasets,
  kept,
  onKeep,
  note = null,
  wanted = null,
}: ProtectedTableViewProps) {
  const { t } = useTranslation('disclosure')
  const wordOf = useTableWords(table, datasets)
  const [selected, setSelected] = useState<GridPlace | null>(null)
  const [hovered, setHovered] = useState<GridPlace | null>(null)
  const [finding, setFinding] = useState<number | null>(null)

  function select(place: GridPlace) {
    setSelected(place)
    setFinding(table.rows[place.row]?.[place.column]?.findings[0] ?? null)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each cell asked for
  useEffect(() => {
    if (wanted) select(wanted)
  }, [wanted])

  const grid = table.verified ? (
    <ProtectedGrid
      table={table}
      wordOf={wordOf}
      selected={selected}
      onSelect={select}
      onHover={setHovered}
      {...(kept ? { kept } : {})}
      {...(onKeep ? { onKeep } : {})}
      {...(note ? { onNote: note.onNote } : {})}
      onOpen={(place) => setFinding(table.rows[place.row]?.[place.column]?.findings[0] ?? null)}
    />
  ) : (
    <div className={styles.padded}>
      <Notice
        tone="warning"
        title={t('unverifiedTable.title')}
        next={t('unverifiedTable.next')}
        testId="unverified-table"
      />
    </div>
  )

  return (
    <div className={styles.view}>
      <Panes
        id={`${id}-table`}
        orientation="horizontal"
        panes={[
          { id: `${id}-grid`, minSize: 240, content: grid },
          {
            id: `${id}-side`,
            defaultSize: 310,
            minSize: 220,
            keepsPixels: true,
            content: (
              <Panes
                id={`${id}-side`}
                orientation="vertical"
                panes={[
                  {
                    id: `${id}-findings`,
                    defaultSize: '68%',
                    minSize: 80,
                    content: (
                      <PaneSection title={t('findings.name')}>
                        <FindingsList
                          table={table}
                          wordOf={wordOf}
                          current={finding}
                          onCurrent={(index, place) => {
                            setFinding(index)
                            if (place) setSelected(place)
                          }}
                        />
                      </PaneSection>
                    ),
                  },
                  {
                    id: `${id}-cell`,
                    minSize: 80,
                    content: (
                      <PaneSection title={t('inspector.name')} scrolls>
                        <CellInspector table={table} wordOf={wordOf} place={hovered ?? selected} />
                        {note && selected && (
                          <div className={styles.keep}>
                            <Button
                              variant="default"
                              size="compact-xs"
                              rightSection={<kbd>M</kbd>}
                              onClick={() => note.onNote(selected)}
                              data-testid="note-cell"
                            >
                              {note.label}
                            </Button>
                          </div>
                        )}
                        {onKeep && selected && table.columns[selected.column]?.role !== 'key' && (
                          <div className={styles.keep}>
                            <Button
                              variant="default"
                              size="compact-xs"
                              rightSection={<kbd>K</kbd>}
                              onClick={() => onKeep(selected)}
                              data-testid="keep-cell"
                            >
                              {t(kept?.has(nameAt(table, selected)) ? 'keep.letGo' : 'keep.do')}
                            </Button>
                          </div>
                        )}
                      </PaneSection>
                    ),
                  },
                ]}
              />
            ),
          },
        ]}
      />
    </div>
  )
}
