/** What the researcher knows to belong together beside what was found: a cell that is the sum of others, or the same. */
import { Button, CloseButton, MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeclaredRelation, PlacedCell } from '../../shared/model/protection.ts'
import { declaredWords } from '../display/ChoicesView.tsx'
import { rowName, type Table } from '../display/protected-cell.ts'
import styles from './ProtectionControls.module.css'

export interface DeclaredRelationsProps {
  declared: readonly DeclaredRelation[]
  /** Of each item as the checks answered last; null for notes. */
  tables: readonly (Table | null)[]
  onChange(declared: DeclaredRelation[]): void
}

const ADDITIVE = new Set(['persons', 'count', 'institutions', 'sum'])
/** Most choices listed at a time; typing finds the others. */
const LISTED = 40

export function DeclaredRelations({ declared, tables, onChange }: DeclaredRelationsProps) {
  const { t } = useTranslation('outputs')
  const { t: tell } = useTranslation('disclosure')
  const [whole, setWhole] = useState<string | null>(null)
  const [parts, setParts] = useState<string[]>([])
  const cells = tables.flatMap((table, item) =>
    (table?.rows ?? []).flatMap((_, row) =>
      table!.columns
        .filter(({ role }) => ADDITIVE.has(role))
        .map(({ name: column }) => ({
          value: JSON.stringify({ item, row, column }),
          label: `${item + 1}: ${rowName(table!, row) ?? tell('where.rowNumber', { row: row + 1 })} › ${column}`,
        })),
    ),
  )
  const cellOf = (value: string): PlacedCell => JSON.parse(value)
  const add = () => {
    onChange([...declared, { whole: cellOf(whole!), parts: parts.map(cellOf) }])
    setWhole(null)
    setParts([])
  }
  return (
    <fieldset className={styles.choice} data-testid="declared">
      <legend>{t('choices.declared')}</legend>
      <p className={styles.said}>{t('choices.declaredHint')}</p>
      {declared.map((relation, place) => (
        <span key={JSON.stringify(relation)} className={styles.declared} data-testid="declared-relation">
          {declaredWords([relation.whole, ...relation.parts], tell)}
          <CloseButton
            size="xs"
            aria-label={t('choices.declaredLetGo')}
            onClick={() => onChange(declared.filter((_, other) => other !== place))}
          />
        </span>
      ))}
      <Select
        size="xs"
        searchable
        limit={LISTED}
        label={t('choices.whole')}
        data={cells.filter(({ value }) => !parts.includes(value))}
        value={whole}
        onChange={setWhole}
        data-testid="declare-whole"
      />
      <MultiSelect
        size="xs"
        searchable
        limit={LISTED}
        label={t('choices.parts')}
        data={cells.filter(({ value }) => value !== whole)}
        value={parts}
        onChange={setParts}
        data-testid="declare-parts"
      />
      <div className={styles.row}>
        <Button
          variant="default"
          size="compact-xs"
          disabled={whole === null || parts.length === 0}
          title={whole === null || parts.length === 0 ? t('choices.declareNotYet') : undefined}
          onClick={add}
          data-testid="declare-add"
        >
          {t('choices.declare')}
        </Button>
      </div>
    </fieldset>
  )
}
