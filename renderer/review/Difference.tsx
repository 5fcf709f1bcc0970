/**
 * What is new in this round: against the round before, or against the release whose decision it reuses. Says first what
 * the two versions together could tell.
 */
import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { findingText } from '../display/finding-text.ts'
import { SeveritySign } from '../display/ProtectedGrid.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { ChangedCells } from './ChangedCells.tsx'
import styles from './Difference.module.css'
import { TextDifference } from './TextDifference.tsx'

type Item = NonNullable<RouteOutput<'reviews.difference'>['difference']>['items'][number]

export interface DifferenceProps {
  outputId: OutputId
  item: string
  /** Shows a cell in the table above. */
  onGo(cell: { row: number; column: string }): void
}

export function Difference({ outputId, item: name, onGo }: DifferenceProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const answer = useAnswer('reviews.difference', { outputId })
  if (answer.isError) return <Notice tone="danger" {...wordsOf(answer.error, language)} />
  if (!answer.data) return <Loader size="sm" m="md" />
  const { difference } = answer.data
  if (!difference) return <p className={styles.none}>{t('difference.none')}</p>
  const { against, title, items } = difference
  const item = items.find((one) => one.name === name)
  const removed = items.filter(({ standing }) => standing === 'removed')
  return (
    <div className={styles.difference} data-testid="desk-difference">
      <p className={styles.against}>
        {t(`difference.against.${against.kind}`, {
          output: against.outputTitle || against.outputId,
          round: against.round,
        })}
      </p>
      {removed.map((gone) => (
        <Notice key={gone.name} tone="info" title={t('difference.gone', { title: gone.title })} />
      ))}
      {title && (
        <Part name={t('difference.title')}>
          <TextDifference {...title} by="words" />
        </Part>
      )}
      {item && <ItemParts item={item} onGo={onGo} />}
    </div>
  )
}

function ItemParts({ item, onGo }: { item: Item; onGo: DifferenceProps['onGo'] }) {
  const { t } = useTranslation(['review', 'disclosure'])
  const language = useLanguage()
  if (item.standing === 'same') return <p className={styles.none}>{t('difference.same')}</p>
  if (item.standing === 'added') return <p className={styles.none}>{t('difference.new')}</p>
  const found = new Map(item.findings.map((finding) => [finding.code, finding]))
  const count = (code: string) => item.findings.filter((finding) => finding.code === code).length
  return (
    <>
      {[...found.values()].map((finding) => (
        <div key={finding.code} className={styles.finding} data-testid="difference-finding">
          <SeveritySign severity={finding.severity} />
          <span>
            {findingText(finding, language).title}{' '}
            <span className="vw-dim">{t('difference.cells', { count: count(finding.code) })}</span>
          </span>
        </div>
      ))}
      {item.protection && (
        <Part name={t('difference.protection')}>
          {t(`disclosure:method.${item.protection.before.method}`)} →{' '}
          {t(`disclosure:method.${item.protection.after.method}`)}
        </Part>
      )}
      {item.sql && (
        <Part name="SQL">
          <TextDifference {...item.sql} by="lines" />
        </Part>
      )}
      {item.text && (
        <Part name={t('difference.text')}>
          <TextDifference {...item.text} by="lines" />
        </Part>
      )}
      {item.context.map(({ field, before, after }) => (
        <Part key={field} name={field === 'title' ? t('difference.title') : t(`disclosure:context.${field}`)}>
          <TextDifference before={before} after={after} by="words" />
        </Part>
      ))}
      {item.chart && (
        <Part name={t('tab.chart')}>
          <TextDifference
            before={JSON.stringify(item.chart.before, null, 1)}
            after={JSON.stringify(item.chart.after, null, 1)}
            by="lines"
          />
        </Part>
      )}
      {item.columns.added.length + item.columns.removed.length > 0 && (
        <Part name={t('difference.columns')}>
          {item.columns.added.map((name) => (
            <ins key={name}>+ {name} </ins>
          ))}
          {item.columns.removed.map((name) => (
            <del key={name}>− {name} </del>
          ))}
        </Part>
      )}
      {item.cellCount > 0 && (
        <Part name={t('difference.cellsName', { count: item.cellCount })}>
          <ChangedCells cells={item.cells} findings={item.findings} onGo={onGo} />
        </Part>
      )}
    </>
  )
}

function Part({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <section className={styles.section}>
      <h3 className={styles.name}>{name}</h3>
      <div>{children}</div>
    </section>
  )
}
