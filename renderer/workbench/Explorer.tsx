/** What the permit opens, as a tree; double-click or Enter writes a name into the editor. */
import { Menu, Progress, TextInput, Tooltip } from '@mantine/core'
import {
  IconBuildingHospital,
  IconChevronDown,
  IconChevronRight,
  IconDatabase,
  IconFolder,
  IconFunction,
  IconKey,
  IconLibrary,
  IconLock,
  IconSearch,
  IconTable,
  IconX,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WORKSPACE_STEPS } from '../../shared/contract/permits.ts'
import type { LibraryMacro } from '../../shared/model/macro.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { formatBytes } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import type { KnownTable } from './completion.ts'
import styles from './Explorer.module.css'
import { ExplorerMenu } from './ExplorerMenu.tsx'
import {
  type ExplorerNode,
  type ExplorerRow,
  explorerRows,
  insertionOf,
  openFor,
  tableIdOf,
} from './explorer-tree.ts'
import type { OwnTable } from './known-tables.ts'

export interface ExplorerProps {
  permit: Permit
  own: readonly OwnTable[]
  macros: readonly LibraryMacro[]
  /** Bytes used and allowed in the workspace; null until known. */
  quota: { bytes: number; quotaBytes: number } | null
  databaseTitle(id: string): string
  /** A table to be shown here, once. */
  wanted: Pick<KnownTable, 'schema' | 'name'> | null
  onWantedShown(): void
  onInsert(text: string): void
  onFocus(node: ExplorerNode): void
}

export function Explorer(props: ExplorerProps) {
  const { permit, own, macros, quota, databaseTitle, wanted, onWantedShown, onInsert, onFocus } = props
  const { t } = useTranslation('workbench')
  const [search, setSearch] = useState('')
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string | null>(null)
  const tree = useRef<HTMLDivElement>(null)
  const rows = useMemo(
    () => explorerRows({ permit, own, macros, toggled, search }),
    [permit, own, macros, toggled, search],
  )

  const focusedAt = rows.findIndex(({ node }) => node.id === focused)
  const inFocus = rows[focusedAt]?.node

  const toggle = (id: string) =>
    setToggled((ids) => {
      const next = new Set(ids)
      if (!next.delete(id)) next.add(id)
      return next
    })

  function focusRow(row: ExplorerRow | undefined) {
    if (!row) return
    // A click gives the focus to the row; the arrow keys and the highlight belong to the tree. First, because a tree that
    // had none of its rows chosen chooses its first one.
    tree.current?.focus({ preventScroll: true })
    setFocused(row.node.id)
    onFocus(row.node)
    tree.current
      ?.querySelector(`[data-id="${CSS.escape(row.node.id)}"]`)
      ?.scrollIntoView({ block: 'nearest' })
  }

  // Its row is there once its folder is open and no search leaves it out.
  useEffect(() => {
    if (!wanted) return
    setSearch('')
    setToggled((ids) => openFor(wanted, { permit, ids }))
  }, [wanted, permit])
  useEffect(() => {
    const row = wanted && rows.find(({ node }) => node.id === tableIdOf(wanted))
    if (!row) return
    focusRow(row)
    onWantedShown()
  })

  function onKeyDown(event: KeyboardEvent) {
    const at = focusedAt
    const row = rows[at]
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusRow(rows[at + 1]),
      ArrowUp: () => focusRow(rows[Math.max(0, at - 1)]),
      Home: () => focusRow(rows[0]),
      End: () => focusRow(rows.at(-1)),
      ArrowRight: () => (row?.open === false ? toggle(row.node.id) : focusRow(rows[at + 1])),
      ArrowLeft: () => {
        if (row?.open) return toggle(row.node.id)
        focusRow(rows.slice(0, Math.max(0, at)).findLast(({ level }) => level < (row?.level ?? 0)))
      },
      Enter: () => {
        const text = row && insertionOf(row.node)
        if (text) onInsert(text)
      },
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }

  return (
    <div className={styles.explorer} data-testid="explorer">
      <div className={styles.search}>
        <TextInput
          size="xs"
          placeholder={t('explorer.search')}
          aria-label={t('explorer.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          leftSection={<IconSearch size={13} />}
          rightSection={
            search ? (
              <IconX size={13} role="button" aria-label={t('explorer.clear')} onClick={() => setSearch('')} />
            ) : null
          }
          data-testid="explorer-search"
        />
      </div>
      <Menu>
        <Menu.ContextMenu>
          <div
            ref={tree}
            className={styles.tree}
            role="tree"
            aria-label={t('explorer.name')}
            aria-activedescendant={focusedAt === -1 ? undefined : `explorer-row-${focusedAt}`}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onFocus={() => focused === null && focusRow(rows[0])}
          >
            {rows.map((row, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself handles keys
              <div
                key={row.node.id}
                id={`explorer-row-${index}`}
                role="treeitem"
                tabIndex={-1}
                aria-level={row.level + 1}
                aria-expanded={row.open ?? undefined}
                aria-selected={row.node.id === focused}
                className={styles.row}
                data-level={row.level}
                data-id={row.node.id}
                data-testid={`explorer-${row.node.id.replace(' ', '-')}`}
                onClick={() => {
                  focusRow(row)
                  if (row.level === 0 && row.open !== null) toggle(row.node.id)
                }}
                onContextMenu={(event) => {
                  if (insertionOf(row.node) !== null) return focusRow(row)
                  // Headings have nothing to offer.
                  event.preventDefault()
                  event.stopPropagation()
                }}
                draggable={insertionOf(row.node) !== null}
                onDragStart={(event) => event.dataTransfer.setData('text/plain', insertionOf(row.node) ?? '')}
                onDoubleClick={() => {
                  const text = insertionOf(row.node)
                  if (text) onInsert(text)
                }}
              >
                <span
                  className={styles.chevron}
                  aria-hidden
                  onClick={(event) => {
                    if (row.open === null) return
                    event.stopPropagation()
                    toggle(row.node.id)
                  }}
                >
                  {row.open === null ? null : row.open ? (
                    <IconChevronDown size={13} />
                  ) : (
                    <IconChevronRight size={13} />
                  )}
                </span>
                <RowContent node={row.node} permit={permit} databaseTitle={databaseTitle} />
              </div>
            ))}
            {rows.length === 0 && <div className={styles.nothing}>{t('explorer.nothing', { search })}</div>}
          </div>
        </Menu.ContextMenu>
        <Menu.Dropdown>{inFocus && <ExplorerMenu node={inFocus} onInsert={onInsert} />}</Menu.Dropdown>
      </Menu>
      {quota && (
        <Tooltip label={t('explorer.quotaHint')}>
          <div className={styles.quota}>
            <span data-testid="workspace-size">{usedText(quota, t)}</span>
            <Progress value={(100 * quota.bytes) / Math.max(1, quota.quotaBytes)} size={4} aria-hidden />
          </div>
        </Tooltip>
      )}
    </div>
  )
}

/** What is in use is known in steps, from below: so that less than the next step is all that can be said. */
function usedText({ bytes, quotaBytes }: NonNullable<ExplorerProps['quota']>, t: TFunction<'workbench'>) {
  const below = bytes + quotaBytes / WORKSPACE_STEPS
  const of = formatBytes(quotaBytes)
  return below > quotaBytes
    ? t('explorer.quotaFull', { of })
    : t('explorer.quota', { below: formatBytes(below), of })
}

interface RowContentProps {
  node: ExplorerNode
  permit: Permit
  databaseTitle(id: string): string
}

function RowContent({ node, permit, databaseTitle }: RowContentProps) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const line = (icon: ReactNode, name: ReactNode, title: string, type?: string) => (
    <>
      <span className={styles.icon}>{icon}</span>
      {name}
      <span className={styles.title} title={title}>
        {title}
      </span>
      {type && <span className={styles.type}>{type}</span>}
    </>
  )
  switch (node.kind) {
    case 'database':
      return line(<IconDatabase size={14} />, <b>{databaseTitle(node.database)}</b>, node.schema)
    case 'table':
      return line(
        <IconTable size={14} />,
        <span className={styles.name}>{node.table.name}</span>,
        bilingual(language, node.table, 'name'),
        permit.conditions?.[`${node.table.schema}.${node.table.name}`]?.length
          ? t('explorer.someRows')
          : undefined,
      )
    case 'column': {
      const { column } = node
      return line(
        <ColumnIcon identity={column.identity} sensitive={column.sensitivity === 'sensitive'} />,
        <span className={styles.name}>{column.name}</span>,
        bilingual(language, column, 'name'),
        column.type,
      )
    }
    case 'workspace':
      return line(<IconFolder size={14} />, <b>{t('explorer.workspace')}</b>, '')
    case 'own-table':
      return line(
        <IconTable size={14} />,
        <span className={styles.name}>{node.own.name}</span>,
        t(`ownLevel.${node.own.level}`),
        t(`ownKind.${node.own.kind}`),
      )
    case 'library':
      return line(<IconLibrary size={14} />, <b>{t('explorer.library')}</b>, '')
    case 'macro':
      return line(
        <IconFunction size={14} />,
        <span className={styles.name}>{node.macro.name}</span>,
        node.macro.title[language],
        t(`macroReturns.${node.macro.returns}`),
      )
    case 'own-column':
      return line(null, <span className={styles.name}>{node.column.name}</span>, '', node.column.type)
  }
}

function ColumnIcon({
  identity,
  sensitive,
}: {
  identity: 'person' | 'institution' | null
  sensitive: boolean
}) {
  const { t } = useTranslation('terms')
  if (identity === 'person') return <IconKey size={13} aria-label={t('identity.person')} />
  if (identity === 'institution')
    return <IconBuildingHospital size={13} aria-label={t('identity.institution')} />
  if (sensitive) return <IconLock size={13} aria-label={t('sensitivity.sensitive')} />
  return null
}
