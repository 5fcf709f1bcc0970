/** The person's own queries under the permit, newest first: look at a result again, or take the SQL up again. */
import { Button, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PermitId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatElapsed, formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import styles from './RestsOn.module.css'
import { addTab, reopen } from './tabs.ts'

export function History({ permitId }: { permitId: PermitId }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const { data, error, refetch } = useAnswer('queries.history', { permitId })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (data?.queries.length === 0) return <EmptyState title={t('history.none')} />
  return (
    <div className={styles.frame} data-testid="history">
      <Table withTableBorder highlightOnHover stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('history.when')}</Table.Th>
            <Table.Th>{t('history.state')}</Table.Th>
            <Table.Th>{t('history.elapsed')}</Table.Th>
            <Table.Th w="55%">SQL</Table.Th>
            <Table.Th>
              <span className="vw-visually-hidden">{t('history.acts')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data?.queries.map((query) => (
            <Table.Tr key={query.id}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {formatMoment(query.submittedAt, language)}
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{t(`queryState.${query.state}`)}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap', textAlign: 'right' }}>
                {formatElapsed(query.elapsedMs)}
              </Table.Td>
              <Table.Td className={`${styles.oneLine} vw-mono`} title={query.sql}>
                {firstLine(query.sql)}
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => addTab({ name: t('tabs.fromHistory'), sql: query.sql })}
                >
                  {t('history.takeUp')}
                </Button>
                {query.resultId && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() => reopen(query, t('tabs.fromHistory'))}
                  >
                    {t('history.look')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function firstLine(sql: string): string {
  const line = sql
    .replace(/--[^\n]*/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line.slice(0, 300)
}
