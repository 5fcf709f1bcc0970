/** What stands below the item in front: what changed, the researcher's words, SQL, figure, permit, ledger, earlier votes. */
import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ItemDetail } from '../../shared/contract/outputs.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { useDatasets } from '../client/dataset-names.ts'
import { ChoicesView } from '../display/ChoicesView.tsx'
import { OutputContextView } from '../display/OutputContextView.tsx'
import { ProtectedChart } from '../display/ProtectedChart.tsx'
import { SqlText } from '../display/SqlText.tsx'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Desk.module.css'
import { Difference } from './Difference.tsx'
import { LedgerPanel } from './LedgerPanel.tsx'
import { PermitOnDesk } from './PermitOnDesk.tsx'
import { SubmittedFigure } from './SubmittedFigure.tsx'

type DeskAnswer = RouteOutput<'reviews.desk'>

export interface AboutItemProps {
  desk: DeskAnswer
  item: ItemDetail
  ledger: { data: RouteOutput<'reviews.ledger'> | undefined; error: unknown }
  onGo(cell: { row: number; column: string }): void
  /** Its figure was looked at. */
  onFigure(): void
}

export function AboutItem({ desk, item, ledger, onGo, onFigure }: AboutItemProps) {
  const { t } = useTranslation('review')
  const datasets = useDatasets()
  const table = item.kind === 'table' ? item : null
  const { id, round, course } = desk.detail.output
  const isNew = round === 1 && course.kind !== 'reuse'
  return (
    <Tabs defaultValue={isNew ? 'context' : 'difference'} keepMounted={false} className={styles.tabs}>
      <Tabs.List>
        {!isNew && (
          <Tabs.Tab value="difference" data-testid="desk-tab-difference">
            {t('tab.difference')}
          </Tabs.Tab>
        )}
        <Tabs.Tab value="context" data-testid="desk-tab-context">
          {t('tab.context')}
        </Tabs.Tab>
        {table && (
          <Tabs.Tab value="sql" data-testid="desk-tab-sql">
            SQL
          </Tabs.Tab>
        )}
        {(table?.chart || table?.figure) && (
          <Tabs.Tab value="chart" data-testid="desk-tab-chart">
            {t('tab.chart')}
          </Tabs.Tab>
        )}
        <Tabs.Tab value="permit" data-testid="desk-tab-permit">
          {t('tab.permit')}
        </Tabs.Tab>
        <Tabs.Tab value="ledger" data-testid="desk-tab-ledger">
          {t('tab.ledger', { earlier: ledger.data?.earlier.length ?? '…' })}
        </Tabs.Tab>
        <Tabs.Tab value="rounds" data-testid="desk-tab-rounds">
          {t('tab.rounds', { count: desk.votes.length })}
        </Tabs.Tab>
      </Tabs.List>
      {!isNew && (
        <Tabs.Panel value="difference" className={styles.panel} tabIndex={0}>
          <Difference outputId={id} item={item.name} onGo={onGo} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="context" className={styles.panel} tabIndex={0}>
        {item.kind === 'table' ? (
          <>
            <OutputContextView context={item.context} />
            <ChoicesView
              choice={item.protection}
              table={item.table}
              relations={desk.detail.relations.filter(({ items }) =>
                items.includes(desk.detail.items.indexOf(item)),
              )}
            />
          </>
        ) : (
          <p className={styles.what}>{item.what}</p>
        )}
      </Tabs.Panel>
      {table && (
        <Tabs.Panel value="sql" className={styles.panel} tabIndex={0}>
          <SqlText sql={table.sql} label="SQL" />
          <p className={styles.digest}>
            {t('extract')} <span className="vw-mono">{table.extractDigest}</span>
          </p>
        </Tabs.Panel>
      )}
      {table && (table.chart || table.figure) && (
        <Tabs.Panel value="chart" className={styles.panel} tabIndex={0}>
          {table.figure ? (
            <SubmittedFigure
              outputId={id}
              item={desk.detail.items.indexOf(item)}
              title={item.title}
              figure={table.figure}
              onSeen={onFigure}
            />
          ) : (
            table.chart && <ProtectedChart table={table.table} chart={table.chart} datasets={datasets} />
          )}
        </Tabs.Panel>
      )}
      <Tabs.Panel value="permit" className={styles.panel} tabIndex={0}>
        <PermitOnDesk permit={desk.permit} />
      </Tabs.Panel>
      <Tabs.Panel value="ledger" className={styles.panel} tabIndex={0}>
        <LedgerPanel ledger={ledger.data} error={ledger.error} item={item.name} />
      </Tabs.Panel>
      <Tabs.Panel value="rounds" className={styles.panel} tabIndex={0}>
        <Rounds votes={desk.votes} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Rounds({ votes }: { votes: DeskAnswer['votes'] }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  if (votes.length === 0) return <p className={styles.none}>{t('rounds.none')}</p>
  return (
    <div className={styles.rounds} data-testid="desk-votes">
      {votes.map((vote) => (
        <Notice
          key={`${vote.round} ${vote.by}`}
          tone={vote.decision === 'approve' ? 'good' : 'warning'}
          title={t(`rounds.${vote.decision}`, { round: vote.round, by: vote.byName?.[language] ?? vote.by })}
        >
          {vote.changes.length > 0 && (
            <ol className={styles.list}>
              {vote.changes.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          )}
          {vote.comment && <div className={styles.words}>{vote.comment}</div>}
          {vote.judgement && (
            <div className={styles.words}>
              {t('rounds.judgement')} {vote.judgement}
            </div>
          )}
          {vote.privateNote && (
            <div className={`${styles.words} vw-dim`}>
              {t('rounds.private')} {vote.privateNote}
            </div>
          )}
          <div className="vw-dim">{formatMoment(vote.at, language)}</div>
        </Notice>
      ))}
    </div>
  )
}
