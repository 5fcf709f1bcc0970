/** Coarser categories instead of hidden cells: bands merged as needed, open ends, or groups of one's own. */
import { ActionIcon, Button, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Recoding } from '../../shared/model/protection.ts'
import { keysOf, type Table } from '../display/protected-cell.ts'
import styles from './ProtectionControls.module.css'
import { BLANK } from './submission.ts'

const KINDS = ['merge-bands', 'top', 'bottom', 'groups'] as const

export interface CategoryChoicesProps {
  recodings: readonly Recoding[]
  table: Table | null
  onChange(recodings: Recoding[]): void
}

/** A recoding of a kind to begin with. */
function begin(kind: Recoding['kind'], column: string): Recoding {
  if (kind === 'top') return { kind, column, from: 90 }
  if (kind === 'bottom') return { kind, column, under: 20 }
  if (kind === 'groups') return { kind, column, groups: [{ label: BLANK, members: [BLANK] }] }
  return { kind, column }
}

export function CategoryChoices({ recodings, table, onChange }: CategoryChoicesProps) {
  const { t } = useTranslation('outputs')
  const keys = table?.columns.filter(({ role }) => role === 'key').map(({ name }) => name) ?? []
  const change = (at: number, to: Recoding) => onChange(recodings.map((one, k) => (k === at ? to : one)))
  return (
    <fieldset className={styles.choice}>
      <legend>{t('choices.categories')}</legend>
      {recodings.map((recoding, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: recodings have no other name than their order
        <div key={at} className={styles.row} data-testid={`recoding-${at}`}>
          <Select
            size="xs"
            w={120}
            aria-label={t('choices.column')}
            data={[...new Set([recoding.column, ...keys])]}
            value={recoding.column}
            onChange={(column) => column && change(at, { ...recoding, column })}
          />
          <Select
            size="xs"
            w={150}
            aria-label={t('choices.kind')}
            data={KINDS.map((kind) => ({ value: kind, label: t(`choices.recoding.${kind}`) }))}
            value={recoding.kind}
            onChange={(kind) => kind && change(at, begin(kind as Recoding['kind'], recoding.column))}
            data-testid={`recoding-kind-${at}`}
          />
          <RecodingDetail recoding={recoding} table={table} onChange={(to) => change(at, to)} />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('choices.remove')}
            onClick={() => onChange(recodings.filter((_, k) => k !== at))}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          disabled={keys.length === 0 || recodings.length >= 10}
          onClick={() => onChange([...recodings, begin('merge-bands', keys[0]!)])}
          data-testid="recoding-add"
        >
          {t('choices.addRecoding')}
        </Button>
      </div>
    </fieldset>
  )
}

interface DetailProps {
  recoding: Recoding
  table: Table | null
  onChange(to: Recoding): void
}

function RecodingDetail({ recoding, table, onChange }: DetailProps) {
  const { t } = useTranslation('outputs')
  if (recoding.kind === 'top' || recoding.kind === 'bottom')
    return (
      <NumberInput
        size="xs"
        w={90}
        aria-label={t(`choices.recoding.${recoding.kind}`)}
        value={recoding.kind === 'top' ? recoding.from : recoding.under}
        onChange={(bound) => {
          if (typeof bound !== 'number') return
          onChange(recoding.kind === 'top' ? { ...recoding, from: bound } : { ...recoding, under: bound })
        }}
        data-testid="recoding-bound"
      />
    )
  if (recoding.kind !== 'groups') return null
  const [group] = recoding.groups
  if (!group) return null
  const isBlank = group.label === BLANK
  return (
    <>
      <TextInput
        size="xs"
        w={110}
        placeholder={t('choices.label')}
        aria-label={t('choices.label')}
        value={isBlank ? '' : group.label}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...recoding, groups: [{ ...group, label: value === '' ? BLANK : value }] })
        }
        data-testid="recoding-label"
      />
      <TagsInput
        size="xs"
        flex={1}
        miw={150}
        placeholder={t('choices.members')}
        aria-label={t('choices.members')}
        data={table ? keysOf(table, recoding.column) : []}
        value={group.members.filter((member) => member !== BLANK)}
        onChange={(members) =>
          onChange({ ...recoding, groups: [{ ...group, members: members.length > 0 ? members : [BLANK] }] })
        }
        data-testid="recoding-members"
      />
    </>
  )
}
