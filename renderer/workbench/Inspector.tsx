/** What is in focus: a cell and what it rests on, a table or column of the permit, or else the permit itself. */

import { Badge, Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meaningOf, type Variable } from '../../shared/model/catalog.ts'
import type { LibraryMacro } from '../../shared/model/macro.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { STATE_OF_MASK } from '../display/CellView.tsx'
import { areExactly, type DisplayColumn } from '../display/column.ts'
import type { FocusedCell } from '../display/ResultGrid.tsx'
import { SqlText } from '../display/SqlText.tsx'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { formatDay, formatNumber } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import type { ExplorerNode } from './explorer-tree.ts'
import styles from './Inspector.module.css'
import { ColumnCodes, ColumnProfile, RowsOfTable, TableProfile } from './Profile.tsx'
import type { Result } from './why-not-submit.ts'

export type InFocus =
  | { kind: 'cell'; cell: FocusedCell; result: Result }
  | { kind: 'column'; column: number; result: Result }
  | { kind: 'node'; node: ExplorerNode }
  | null

export interface InspectorProps {
  focus: InFocus
  permit: Permit
  databaseTitle(id: string): string
  /** The variable whose codes say what a result's column means. */
  variableOf(column: DisplayColumn): Variable | null
  onLookAtPicture(row: number): void
}

/** Headings of the explorer, which say nothing by themselves. */
const HEADINGS: ReadonlySet<ExplorerNode['kind']> = new Set(['workspace', 'database', 'library'])

export function Inspector({ focus, permit, databaseTitle, variableOf, onLookAtPicture }: InspectorProps) {
  return (
    <aside className={styles.inspector} data-testid="inspector">
      {focus?.kind === 'cell' ? (
        <CellFocus
          {...focus}
          databaseTitle={databaseTitle}
          variableOf={variableOf}
          onLookAtPicture={onLookAtPicture}
        />
      ) : focus?.kind === 'column' ? (
        <ColumnFocus {...focus} databaseTitle={databaseTitle} variableOf={variableOf} />
      ) : focus?.kind === 'node' && !HEADINGS.has(focus.node.kind) ? (
        <NodeFocus node={focus.node} permit={permit} databaseTitle={databaseTitle} />
      ) : (
        <PermitFocus permit={permit} databaseTitle={databaseTitle} />
      )}
    </aside>
  )
}

function Facts({ facts }: { facts: (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

const Databases = ({ ids, title }: { ids: readonly string[]; title(id: string): string }) => (
  <>
    {ids.map((id) => (
      <Badge key={id} mr={4} color="gray">
        {title(id)}
      </Badge>
    ))}
  </>
)

function CellFocus({
  cell,
  result,
  databaseTitle,
  variableOf,
  onLookAtPicture,
}: {
  cell: FocusedCell
  result: Result
  databaseTitle(id: string): string
  variableOf: InspectorProps['variableOf']
  onLookAtPicture(row: number): void
}) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const column = result.columns[cell.column]
  if (!column) return null
  const minimum = result.minimumPersons
  const variable = variableOf(column)
  const meaning = cell.text === null ? null : meaningOf(variable, cell.text, language)
  if (cell.isOthers)
    return (
      <>
        <h2 className={styles.kind}>{t('inspector.others')}</h2>
        <Facts
          facts={[
            [
              t('inspector.shownAs'),
              <DisclosureMark key="m" state="masked" label={t('mask.below-minimum.short', { minimum })} />,
            ],
            [t('inspector.why'), t('mask.others.why', { minimum })],
          ]}
        />
        <LookAtPicture label={t('inspector.lookAtOthers')} onLook={() => onLookAtPicture(0)} />
      </>
    )
  return (
    <>
      <h2 className={styles.kind}>{t('inspector.cell')}</h2>
      <div className={styles.name}>{column.name}</div>
      <Facts
        facts={[
          [
            t(cell.mask === 'shown' ? 'inspector.value' : 'inspector.shownAs'),
            cell.mask !== 'shown' ? (
              <DisclosureMark
                key="m"
                state={STATE_OF_MASK[cell.mask]}
                label={t(`mask.${cell.mask}.short`, { minimum })}
              />
            ) : (
              <span key="v" className={styles.value} data-testid="inspector-value">
                {cell.text ?? 'NULL'}
              </span>
            ),
          ],
          meaning !== null ? ([t('inspector.meaning'), meaning] as const) : null,
          cell.mask === 'shown'
            ? null
            : ([
                t('inspector.why'),
                cell.mask === 'below-minimum' && (column.role === 'extreme' || column.role === 'derived')
                  ? t(`mask.${column.role}`, { minimum })
                  : t(`mask.${cell.mask}.why`, { minimum }),
              ] as const),
          result.standing === 'open'
            ? null
            : ([
                t('inspector.persons'),
                cell.persons === null ? (
                  t('inspector.personsUntold')
                ) : (
                  <span key="p" data-testid="inspector-persons">
                    {t(areExactly(column, cell.persons) ? 'inspector.personsExactly' : 'restsOn.atLeast', {
                      persons: formatNumber(cell.persons, language),
                    })}
                  </span>
                ),
              ] as const),
          [t('restsOn.role'), `${t(`terms:columnRole.${column.role}`)}: ${t(`roleRestsOn.${column.role}`)}`],
          [
            t('restsOn.type'),
            <span key="t" className="vw-mono">
              {column.type}
            </span>,
          ],
          column.databases.length > 0
            ? ([
                t('restsOn.databases'),
                <Databases key="d" ids={column.databases} title={databaseTitle} />,
              ] as const)
            : null,
          [t('inspector.row'), formatNumber(cell.row + 1, language)],
        ]}
      />
      {cell.mask !== 'shown' && (
        <LookAtPicture label={t('inspector.lookAtPicture')} onLook={() => onLookAtPicture(cell.row)} />
      )}
    </>
  )
}

function LookAtPicture({ label, onLook }: { label: string; onLook(): void }) {
  return (
    <Button variant="default" fullWidth mt="sm" onClick={onLook} data-testid="look-at-picture">
      {label}
    </Button>
  )
}

/** A column of the result: what its numbers are and whose data they draw on. */
function ColumnFocus({
  column: index,
  result,
  databaseTitle,
  variableOf,
}: {
  column: number
  result: Result
  databaseTitle(id: string): string
  variableOf: InspectorProps['variableOf']
}) {
  const { t } = useTranslation('workbench')
  const column = result.columns[index]
  if (!column) return null
  const variable = variableOf(column)
  return (
    <>
      <h2 className={styles.kind}>{t('inspector.resultColumn')}</h2>
      <div className={styles.name}>{column.name}</div>
      <Facts
        facts={[
          [t('restsOn.role'), t(`terms:columnRole.${column.role}`)],
          [t('restsOn.meaning'), t(`roleRestsOn.${column.role}`)],
          [t('restsOn.type'), <Mono key="t">{column.type}</Mono>],
          variable && [t('profile.codes'), <ColumnCodes key="c" variable={variable} />],
          [
            t('restsOn.databases'),
            column.databases.length > 0 ? (
              <Databases key="d" ids={column.databases} title={databaseTitle} />
            ) : (
              t('restsOn.noDatabase')
            ),
          ],
        ]}
      />
    </>
  )
}

const Mono = ({ children }: { children: ReactNode }) => <span className="vw-mono">{children}</span>

interface NodeFocusProps {
  node: ExplorerNode
  permit: Permit
  databaseTitle(id: string): string
}

function NodeFocus({ node, permit, databaseTitle }: NodeFocusProps) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  if (node.kind === 'table' || node.kind === 'column') {
    const { table } = node
    const note = (of: { noteJa: string | null; noteEn: string | null }) =>
      language === 'ja' ? of.noteJa : of.noteEn
    const address = `${table.schema}.${table.name}`
    const rowsOf = (name: string) => permit.conditions?.[name] ?? null
    if (node.kind === 'table') {
      return (
        <>
          <h2 className={styles.kind}>{t('inspector.table')}</h2>
          <div className={styles.name}>{address}</div>
          <Facts
            facts={[
              [t('inspector.title'), bilingual(language, table, 'name')],
              note(table) ? ([t('inspector.note'), note(table)] as const) : null,
              [t('restsOn.databases'), <Databases key="d" ids={[table.database]} title={databaseTitle} />],
              [t('inspector.level'), t(`tableLevel.${table.level}`)],
              [t('inspector.columns'), formatNumber(table.columns.length, language)],
              rowsOf(address) && [
                t('inspector.rowsHeld'),
                <RowsOfTable key="r" table={table} conditions={rowsOf(address) ?? []} />,
              ],
            ]}
          />
          <TableProfile table={table} />
        </>
      )
    }
    const { column } = node
    return (
      <>
        <h2 className={styles.kind}>{t('inspector.column')}</h2>
        <div className={styles.name}>{column.name}</div>
        <Facts
          facts={[
            [t('inspector.title'), bilingual(language, column, 'name')],
            [
              t('restsOn.type'),
              <span key="t" className="vw-mono">
                {column.type}
              </span>,
            ],
            column.unit ? ([t('inspector.unit'), column.unit] as const) : null,
            note(column) ? ([t('inspector.note'), note(column)] as const) : null,
            [t('inspector.sensitivity'), t(`terms:sensitivity.${column.sensitivity}`)],
            column.identity
              ? ([t('inspector.identity'), t(`inspector.identityOf.${column.identity}`)] as const)
              : null,
            [
              t('inspector.table'),
              <span key="a" className="vw-mono">
                {address}
              </span>,
            ],
          ]}
        />
        <ColumnProfile table={table} column={column.name} />
      </>
    )
  }
  if (node.kind === 'own-table' || node.kind === 'own-column') {
    return (
      <>
        <h2 className={styles.kind}>{t('explorer.workspace')}</h2>
        <div className={styles.name}>{node.own.name}</div>
        <Facts
          facts={[
            [t('inspector.level'), t(`ownLevel.${node.own.level}`)],
            [t('inspector.columns'), formatNumber(node.own.columns.length, language)],
            node.kind === 'own-column'
              ? ([
                  t('inspector.column'),
                  <span key="c" className="vw-mono">{`${node.column.name} ${node.column.type}`}</span>,
                ] as const)
              : null,
          ]}
        />
      </>
    )
  }
  if (node.kind === 'macro') return <MacroFocus macro={node.macro} />
  return null
}

/** A macro of the library: what it gives, how it is written, where it comes from. */
function MacroFocus({ macro }: { macro: LibraryMacro }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  return (
    <>
      <h2 className={styles.kind}>{t('inspector.macro')}</h2>
      <div className={styles.name}>{`${macro.name}(${macro.parameters.join(', ')})`}</div>
      <Facts
        facts={[
          [t('inspector.note'), macro.title[language]],
          [t('inspector.macroReturns'), t(`macroReturns.${macro.returns}`)],
          [t('inspector.macroExample'), <Mono key="e">{macro.example}</Mono>],
          macro.source ? ([t('inspector.macroSource'), macro.source] as const) : null,
        ]}
      />
      <SqlText sql={macro.definition} label={t('inspector.macro')} />
    </>
  )
}

function PermitFocus({ permit, databaseTitle }: { permit: Permit; databaseTitle(id: string): string }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const narrowed = permit.tables.filter(
    ({ schema, name }) => permit.conditions?.[`${schema}.${name}`]?.length,
  )
  return (
    <>
      <h2 className={styles.kind}>{t('inspector.permit')}</h2>
      <div className={styles.permitTitle}>{bilingual(language, permit, 'title')}</div>
      <Facts
        facts={[
          [t('inspector.purpose'), bilingual(language, permit, 'purpose')],
          [
            t('inspector.period'),
            <span key="p">
              <span className="vw-one-line">{formatDay(permit.from, language)} –</span>{' '}
              <span className="vw-one-line">{formatDay(permit.until, language)}</span>
            </span>,
          ],
          [t('restsOn.databases'), <Databases key="d" ids={permit.databases} title={databaseTitle} />],
          [
            t('inspector.linkage'),
            permit.linkageApproved ? t('inspector.linkageYes') : t('inspector.linkageNo'),
          ],
          narrowed.length > 0
            ? ([
                t('inspector.rowsHeld'),
                narrowed.map((table) => (
                  <div key={`${table.schema}.${table.name}`}>
                    <Mono>{`${table.schema}.${table.name}`}</Mono>
                    <RowsOfTable
                      table={table}
                      conditions={permit.conditions?.[`${table.schema}.${table.name}`] ?? []}
                    />
                  </div>
                )),
              ] as const)
            : null,
          [t('restsOn.minimum'), t('restsOn.minimumValue', { persons: permit.minimumPersons })],
          [t('inspector.pictures'), t('inspector.picturesValue', { count: permit.picturePagesPerDay })],
        ]}
      />
      <p className={styles.rule}>{t('inspector.rule', { persons: permit.minimumPersons })}</p>
    </>
  )
}
