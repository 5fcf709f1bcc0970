/** The ledger on the desk: which earlier outputs rest on the same people, how many of them, and what is too close. */
import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { NOT_COMPARED_WORDS } from '../../shared/model/ledger.ts'
import { wordsOf } from '../client/problem-words.ts'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { formatDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './LedgerPanel.module.css'

type Ledger = RouteOutput<'reviews.ledger'>

export interface LedgerPanelProps {
  ledger: Ledger | undefined
  error: unknown
  /** The table in front. */
  item: string
}

export function LedgerPanel({ ledger, error, item }: LedgerPanelProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  if (error) return <Notice tone="danger" {...wordsOf(error, language)} testId="ledger-problem" />
  if (!ledger)
    return (
      <p className={styles.working}>
        <Loader size="xs" /> {t('ledger.working')}
      </p>
    )
  const table = ledger.items.find(({ name }) => name === item)
  return (
    <div className={styles.ledger} data-testid="desk-ledger">
      {table?.notCompared && (
        <Notice
          tone="warning"
          title={t('ledger.notCompared')}
          next={NOT_COMPARED_WORDS[table.notCompared][language]}
        />
      )}
      {table?.state === 'nothing' && <p>{t('ledger.nothing')}</p>}
      {ledger.notComparable > 0 && (
        <Notice tone="warning" title={t('ledger.notComparable', { count: ledger.notComparable })} />
      )}
      <p className="vw-dim">{t('ledger.comparedWith', { count: ledger.comparedWith })}</p>
      {ledger.earlier.length === 0 ? (
        <p>{t('ledger.none')}</p>
      ) : (
        <table className={styles.table} aria-label={t('ledger.name')}>
          <thead>
            <tr>
              {(['output', 'permit', 'state', 'share', 'cells'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`ledger.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ledger.earlier.map((earlier, index) => (
              <EarlierRow key={earlier.outputId ?? `unnamed-${index}`} earlier={earlier} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function EarlierRow({ earlier }: { earlier: Ledger['earlier'][number] }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const { outputId, title, permitTitleJa, permitTitleEn, sharePercent } = earlier
  // Told in tens: the ends are ranges, not “about none” and “about all”.
  const percentWords = (percent: number) =>
    percent === 0
      ? t('ledger.underPercent', { percent: 5 })
      : percent === 100
        ? t('ledger.overPercent', { percent: 95 })
        : t('ledger.percent', { percent })
  const permit =
    permitTitleJa === null || permitTitleEn === null
      ? ''
      : bilingual(language, { permitTitleJa, permitTitleEn }, 'permitTitle')
  return (
    <tr data-testid="ledger-earlier" data-close={earlier.cells > 0}>
      <td>
        {outputId === null ? (
          <span className="vw-dim">{t('ledger.unnamed')}</span>
        ) : (
          <Link href={`/${outputId}`}>{title}</Link>
        )}
      </td>
      <td className="vw-dim">{earlier.samePermit ? t('ledger.samePermit') : permit}</td>
      <td className={styles.state}>
        <OutputStateMark state={earlier.state} />
        {earlier.releasedAt && <span className="vw-dim">{formatDay(earlier.releasedAt, language)}</span>}
      </td>
      <td>
        {t(`ledger.share.${earlier.share}`)}
        {sharePercent !== null && earlier.share !== 'all' && (
          <span className="vw-dim"> {percentWords(sharePercent)}</span>
        )}
      </td>
      <td className={styles.cells}>
        {earlier.cells > 0 ? t('ledger.cells', { count: earlier.cells }) : t('ledger.noCells')}
      </td>
    </tr>
  )
}
