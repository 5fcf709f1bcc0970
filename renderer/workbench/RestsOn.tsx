/** What each number of a result rests on: as measured by the environment, never as declared. */
import { Badge, Table } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { unverifiedWords } from '../../shared/model/unverified-words.ts'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { formatMoment, formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { ownRows } from './own-rows.ts'
import styles from './RestsOn.module.css'
import type { Result } from './why-not-submit.ts'

const MARK = { open: 'safe', aggregated: 'safe', individual: 'hidden', unverified: 'unverified' } as const

export function RestsOn({ result, databaseTitle }: { result: Result; databaseTitle(id: string): string }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const reason = result.reason && unverifiedWords(result.reason, language)
  const { masked } = ownRows(result)
  const facts: [string, React.ReactNode][] = [
    [
      t('restsOn.standing'),
      <DisclosureMark key="s" state={MARK[result.standing]} label={t(`standing.${result.standing}`)} />,
    ],
    [
      t('restsOn.persons'),
      result.restsOnAtLeast === null
        ? t('restsOn.unknown')
        : t('restsOn.atLeast', { persons: formatNumber(result.restsOnAtLeast, language) }),
    ],
    [t('restsOn.minimum'), t('restsOn.minimumValue', { persons: result.minimumPersons })],
    [
      t('restsOn.masked'),
      masked === null ? (
        t('restsOn.unknown')
      ) : (
        <Fragment key="m">
          {result.hasOthers
            ? t('restsOn.maskedAndOthers', { masked: formatNumber(masked, language) })
            : formatNumber(masked, language)}
          {masked > 0 && <div className="vw-dim">{t('restsOn.maskedOrder')}</div>}
        </Fragment>
      ),
    ],
    [t('restsOn.kept'), t('restsOn.keptUntil', { until: formatMoment(result.expiresAt, language) })],
    [
      t('restsOn.extract'),
      <span key="d" className="vw-mono">
        {result.extractDigest}
      </span>,
    ],
  ]
  return (
    <div className={styles.frame} data-testid="rests-on">
      {reason && <Notice tone="warning" title={reason.title} next={reason.next} testId="unverified-reason" />}
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Table withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('restsOn.column')}</Table.Th>
            <Table.Th>{t('restsOn.type')}</Table.Th>
            <Table.Th>{t('restsOn.role')}</Table.Th>
            <Table.Th>{t('restsOn.meaning')}</Table.Th>
            <Table.Th>{t('restsOn.databases')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.columns.map((column, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            <Table.Tr key={i}>
              <Table.Td className="vw-mono">{column.name}</Table.Td>
              <Table.Td className="vw-dim">{column.type}</Table.Td>
              <Table.Td className={styles.role}>{t(`terms:columnRole.${column.role}`)}</Table.Td>
              <Table.Td>{t(`roleRestsOn.${column.role}`)}</Table.Td>
              <Table.Td className={styles.databases}>
                {column.databases.length === 0 && <span className="vw-dim">{t('restsOn.noDatabase')}</span>}
                {column.databases.map((id) => (
                  <Badge key={id} mr={4} color="gray">
                    {databaseTitle(id)}
                  </Badge>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
