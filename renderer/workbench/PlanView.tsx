/**
 * How DuckDB would go about a statement, as a tree of operators, and what the environment would read and measure.
 * Planned from structure alone, so it holds no number of rows and is the same whatever the data hold.
 */
import { Badge, Loader } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { PermitId } from '../../shared/model/ids.ts'
import type { PlanOperator } from '../../shared/model/query-plan.ts'
import { unverifiedWords } from '../../shared/model/unverified-words.ts'
import { useAnswer } from '../client/calls.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { engineErrorWords } from './engine-error.ts'
import styles from './PlanView.module.css'
import { ProblemNotice } from './ProblemNotice.tsx'

type Plan = RouteOutput<'queries.plan'>

const MARK = { open: 'safe', aggregated: 'safe', individual: 'hidden', unverified: 'unverified' } as const

export interface PlanViewProps {
  permitId: PermitId
  sql: string
  databaseTitle(id: string): string
}

export function PlanView({ permitId, sql, databaseTitle }: PlanViewProps) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const { data, error, refetch } = useAnswer('queries.plan', { permitId, sql })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Loader size="xs" m="md" />
  const wrong = data.error && engineErrorWords(data.error, (key, values) => t(key, { ...values }), language)
  return (
    <div className={styles.frame} data-testid="plan">
      <p className={styles.lead}>{t('plan.lead')}</p>
      {wrong && <Notice tone="danger" title={wrong.title} next={wrong.next} testId="plan-error" />}
      <PlanFacts plan={data} databaseTitle={databaseTitle} />
      {data.operators && <Operators operators={data.operators} />}
    </div>
  )
}

function PlanFacts({ plan, databaseTitle }: { plan: Plan; databaseTitle(id: string): string }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const reason = plan.reason && unverifiedWords(plan.reason, language)
  const bounded = plan.columns.filter(({ certainty }) => certainty === 'at-least')
  const names = (columns: Plan['columns']) => columns.map(({ name }) => name).join(', ')
  const fromBelow = bounded.filter(({ exactFrom }) => exactFrom === null)
  const perCell = bounded.filter(({ exactFrom }) => exactFrom !== null)
  return (
    <dl className={styles.facts}>
      <dt>{t('plan.reads')}</dt>
      <dd data-testid="plan-reads">
        {plan.reads.length === 0 && <span className="vw-dim">{t('plan.readsNothing')}</span>}
        {plan.reads.map(({ table, databases }) => (
          <span key={table} className={styles.read}>
            <span className="vw-mono">{table}</span>
            {databases.map((id) => (
              <Badge key={id} color="gray">
                {databaseTitle(id)}
              </Badge>
            ))}
          </span>
        ))}
      </dd>
      <dt>{t('restsOn.standing')}</dt>
      <dd>
        <DisclosureMark state={MARK[plan.standing]} label={t(`standing.${plan.standing}`)} />
        {reason && <div className={styles.reason}>{`${reason.title} ${reason.next}`}</div>}
      </dd>
      {plan.standing === 'aggregated' && (
        <>
          <dt>{t('plan.persons')}</dt>
          <dd>
            {bounded.length === 0 && t('plan.exact')}
            {fromBelow.length > 0 && <div>{t('plan.fromBelow', { columns: names(fromBelow) })}</div>}
            {perCell.length > 0 && (
              <div data-testid="plan-exact-from">
                {t('plan.exactFrom', {
                  exactFrom: Math.max(...perCell.map(({ exactFrom }) => exactFrom ?? 0)),
                  columns: names(perCell),
                })}
              </div>
            )}
          </dd>
        </>
      )}
    </dl>
  )
}

function Operators({ operators }: { operators: readonly PlanOperator[] }) {
  const { t, i18n } = useTranslation('workbench')
  return (
    <div role="tree" aria-label={t('plan.tree')} className={styles.tree} data-testid="plan-tree">
      {operators.map(({ name, depth, details }, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: operators have no identity but their place
          key={i}
          role="treeitem"
          tabIndex={i === 0 ? 0 : -1}
          aria-level={depth + 1}
          className={styles.operator}
          style={{ paddingInlineStart: 10 + depth * 18 }}
        >
          <span className={`${styles.name} vw-mono`}>{name}</span>
          {i18n.exists(`workbench:plan.operator.${name}`) && (
            <span className={styles.words}>{t(`plan.operator.${name}`)}</span>
          )}
          <div className={styles.details}>
            {details.map(({ what, texts }) => (
              <Fragment key={what}>
                <span className={styles.what}>{t(`plan.detail.${what}`)}</span>
                <span className="vw-mono">{texts.join(', ')}</span>
              </Fragment>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
