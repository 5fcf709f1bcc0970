/** One item as it would leave, with the choices that protect it and what they cost. */
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TableComparison } from '../../shared/contract/ledger.ts'
import type { HiddenCell, Relation } from '../../shared/model/protection.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import { NoteView } from '../display/NoteView.tsx'
import type { Table } from '../display/protected-cell.ts'
import { Notice } from '../ui/Notice.tsx'
import { CheckProgress } from './CheckProgress.tsx'
import { cellNames, cellsToHide } from './cells-to-hide.ts'
import { FormPreview } from './FormPreview.tsx'
import { LedgerLine } from './LedgerLine.tsx'
import { Preflight } from './Preflight.tsx'
import { ProtectionControls } from './ProtectionControls.tsx'
import styles from './SubmitDialog.module.css'
import type { Draft, ItemDraft, Preview, TableDraft } from './submission.ts'

export interface PreviewPaneProps {
  draft: Draft
  item: ItemDraft | undefined
  seen: Preview['items'][number] | undefined
  /** Of all items as the checks answered last; null for notes. */
  tables: readonly (Table | null)[]
  relations: readonly Relation[]
  place: number
  ticket: string
  comparison: TableComparison | null
  comparing: boolean
  comparisonError: unknown
  working: boolean
  error: unknown
  onRetry(): void
  onItem(to: (item: ItemDraft) => ItemDraft): void
  onDraft(to: (draft: Draft) => Draft): void
}

export function PreviewPane(props: PreviewPaneProps) {
  const { draft, item, seen, tables, relations, place, ticket, working, error, onRetry, onItem, onDraft } =
    props
  const { t } = useTranslation('outputs')
  const { comparison, comparing, comparisonError } = props
  const plain = item?.kind === 'table' && seen?.kind === 'table' ? seen.table : null
  const table = plain && comparison ? withFindings(plain, comparison.findings) : plain
  const protect = (part: Partial<TableDraft['protection']>) =>
    onItem((before) =>
      before.kind === 'table' ? { ...before, protection: { ...before.protection, ...part } } : before,
    )
  const close = plain && comparison ? cellsToHide(plain, comparison.findings) : []
  /** Hidden cells are hidden by suppression, whatever was chosen before, and no longer asked to stay. */
  const hiding = (cells: HiddenCell[]): Partial<TableDraft['protection']> => {
    const before = item?.kind === 'table' ? item.protection : null
    const isHidden = cellNames(cells)
    return {
      method: 'suppress',
      hide: [...(before?.hide ?? []), ...cells],
      keep: (before?.keep ?? []).filter((cell) => !isHidden(cell)),
    }
  }
  const blocking = table?.findings.filter(({ severity }) => severity === 'blocking').length ?? 0

  return (
    <section className={styles.checks} aria-label={t('preflight.name')}>
      {item?.kind === 'table' && item.form?.kind !== 'survival' && (
        <ProtectionControls
          choice={item.protection}
          table={table}
          relations={relations.filter(({ items }) => items.includes(place))}
          tables={tables}
          declined={draft.declined}
          declared={draft.declared}
          timeLimitSeconds={draft.timeLimitSeconds}
          onChoice={protect}
          onDeclined={(declined) => onDraft((before) => ({ ...before, declined }))}
          onDeclared={(declared) => onDraft((before) => ({ ...before, declared }))}
          onTimeLimit={(timeLimitSeconds) => onDraft((before) => ({ ...before, timeLimitSeconds }))}
        />
      )}
      {plain && !working && (
        <LedgerLine
          comparison={comparison}
          working={comparing}
          error={comparisonError}
          onHide={close.length > 0 ? () => protect(hiding(close)) : null}
        />
      )}
      {working && <CheckProgress ticket={ticket} limitSeconds={draft.timeLimitSeconds} />}
      {item?.kind === 'table' && item.protection.method === 'none' && blocking > 0 && (
        <div className={styles.apply}>
          <Notice
            tone="warning"
            title={t('apply.title', { count: blocking })}
            next={t('apply.next')}
            actions={
              <Button
                leftSection={<IconShieldCheck size={15} />}
                onClick={() => protect({ method: 'suppress' })}
                data-testid="submit-apply"
              >
                {t('apply.do')}
              </Button>
            }
          />
        </div>
      )}
      {item?.kind === 'text' && item.text.trim() === '' ? (
        <p className={styles.empty}>{t('items.noText')}</p>
      ) : item?.kind === 'text' ? (
        <NoteView text={item.text} findings={seen?.kind === 'text' && !working ? seen.findings : []} />
      ) : item ? (
        <FormPreview item={item} seen={seen?.kind === 'table' ? seen : null}>
          <Preflight
            table={table}
            working={working}
            error={error}
            onRetry={onRetry}
            kept={item.protection.keep}
            onKeep={(keep) => protect({ keep })}
          />
        </FormPreview>
      ) : (
        <p className={styles.empty}>{t('items.none')}</p>
      )}
    </section>
  )
}
