/** Adds another result of the permit, or a note in text or code, to a submission. */
import { Button, Modal } from '@mantine/core'
import { IconFileText, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermitId } from '../../shared/model/ids.ts'
import { ResultChooser } from './ResultChooser.tsx'
import { type Draft, type ItemDraft, noteDraft, tableDraft } from './submission.ts'

export interface AddItemProps {
  permitId: PermitId
  draft: Draft
  onAdd(item: ItemDraft): void
}

export function AddItem({ permitId, draft, onAdd }: AddItemProps) {
  const { t } = useTranslation('outputs')
  const [choosing, setChoosing] = useState(false)
  const taken = draft.items.flatMap((item) => (item.kind === 'table' ? [item.resultId] : []))
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconTable size={13} />}
        onClick={() => setChoosing(true)}
        data-testid="submit-add-table"
      >
        {t('items.addTable')}
      </Button>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconFileText size={13} />}
        onClick={() => onAdd(noteDraft())}
        data-testid="submit-add-note"
      >
        {t('items.addNote')}
      </Button>
      {choosing && (
        <Modal opened onClose={() => setChoosing(false)} title={t('items.choose')} size="lg">
          <ResultChooser
            permitId={permitId}
            taken={taken}
            onChoose={({ resultId, sql }) => {
              onAdd(tableDraft({ resultId, sql, chart: null }, draft.items.at(-1)))
              setChoosing(false)
            }}
          />
        </Modal>
      )}
    </>
  )
}
