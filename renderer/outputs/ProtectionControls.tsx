/**
 * How a table is protected: method, categories, costs, cells that stay, relations that were found, time. The usual
 * choice needs nothing of it; the choices open below the line. What it costs is said in plain numbers.
 */
import { Button, NumberInput, SegmentedControl } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProtectionChoice } from '../../shared/contract/outputs.ts'
import type { DeclaredRelation, Relation } from '../../shared/model/protection.ts'
import type { Table } from '../display/protected-cell.ts'
import { useLanguage } from '../ui/language.ts'
import { CategoryChoices } from './CategoryChoices.tsx'
import { CellChoices } from './CellChoices.tsx'
import { CostChoices } from './CostChoices.tsx'
import { costWords } from './cost-words.ts'
import { DeclaredRelations } from './DeclaredRelations.tsx'
import styles from './ProtectionControls.module.css'
import { RelationChoices } from './RelationChoices.tsx'
import { METHODS } from './submission.ts'
import { TimeChoice } from './TimeChoice.tsx'

export interface ProtectionControlsProps {
  choice: ProtectionChoice
  /** As the checks answered last; null before they did. */
  table: Table | null
  relations: readonly Relation[]
  tables: readonly (Table | null)[]
  declined: readonly string[]
  declared: readonly DeclaredRelation[]
  timeLimitSeconds: number
  onChoice(part: Partial<ProtectionChoice>): void
  onDeclined(declined: string[]): void
  onDeclared(declared: DeclaredRelation[]): void
  onTimeLimit(seconds: number): void
}

export function ProtectionControls(props: ProtectionControlsProps) {
  const { choice, table, tables, relations, declined, declared, timeLimitSeconds } = props
  const { onChoice, onDeclined, onDeclared, onTimeLimit } = props
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const suppresses = choice.method === 'suppress'
  const made =
    choice.recodings.length +
    (suppresses
      ? choice.keep.length +
        choice.hide.length +
        choice.costs.weights.length +
        (choice.costs.by === 'value' ? 0 : 1)
      : 0) +
    relations.filter(({ id }) => declined.includes(id)).length +
    declared.length
  return (
    <div className={styles.controls}>
      <div className={styles.line}>
        <span className={styles.name}>{t('method.name')}</span>
        <SegmentedControl
          value={choice.method}
          onChange={(method) => onChoice({ method: method as ProtectionChoice['method'] })}
          data={METHODS.map((method) => ({ value: method, label: t(`method.${method}.label`) }))}
          data-testid="submit-method"
        />
        {choice.method === 'round' && (
          <NumberInput
            size="xs"
            w={86}
            min={2}
            max={1000}
            allowDecimal={false}
            aria-label={t('method.base')}
            title={t('method.base')}
            value={choice.base}
            onChange={(base) => typeof base === 'number' && base >= 2 && base <= 1000 && onChoice({ base })}
            data-testid="submit-base"
          />
        )}
        <span className={styles.hint}>{t(`method.${choice.method}.hint`)}</span>
        <Button
          variant={open ? 'light' : 'default'}
          size="compact-sm"
          leftSection={<IconAdjustments size={14} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          data-testid="submit-choices"
        >
          {made > 0 ? t('choices.made', { count: made }) : t('choices.name')}
        </Button>
      </div>
      {open && (
        <div className={styles.choices} data-testid="choices">
          <CategoryChoices
            recodings={choice.recodings}
            table={table}
            // Rows move when categories are merged: cells to keep, hide or relate are chosen again.
            onChange={(recodings) => {
              onChoice({ recodings, keep: [], hide: [] })
              if (declared.length > 0) onDeclared([])
            }}
          />
          {suppresses && (
            <>
              <CostChoices costs={choice.costs} table={table} onChange={(costs) => onChoice({ costs })} />
              <CellChoices
                use="keep"
                cells={choice.keep}
                table={table}
                onChange={(keep) => onChoice({ keep })}
              />
              {choice.hide.length > 0 && (
                <CellChoices
                  use="hide"
                  cells={choice.hide}
                  table={table}
                  onChange={(hide) => onChoice({ hide })}
                />
              )}
            </>
          )}
          <RelationChoices
            relations={relations.filter(({ kind }) => kind !== 'declared')}
            declined={declined}
            onChange={onDeclined}
          />
          <DeclaredRelations declared={declared} tables={tables} onChange={onDeclared} />
          {suppresses && <TimeChoice seconds={timeLimitSeconds} onChange={onTimeLimit} />}
        </div>
      )}
      {table?.verified && (
        <p className={styles.cost} data-testid="protection-cost">
          {costWords(table, { t, language })}
        </p>
      )}
    </div>
  )
}
