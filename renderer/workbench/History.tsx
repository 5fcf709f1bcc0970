/** The person's own queries under the permit, newest first, found by typing: a result again, or the SQL again. */
import { Button, CloseButton, Table, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermitId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatElapsed, formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { engineErrorWords } from './engine-error.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import styles from './RestsOn.module.css'
import { addTab, reopen } from './tabs.ts'

/** As many as the environment tells at once. */
const MOST_LISTED = 500

export function History({ permitId }: { permitId: PermitId }) {
  const { t } = useTranslation('workbench')
  const language = useLanguage()
  const [search, setSearch] = useState('')
  const { data, error, refetch } = useAnswer('queries.history', { permitId, limit: MOST_LISTED })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (data?.queries.length === 0) return <EmptyState title={t('history.none')} />
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = data?.queries.filter(({ sql }) => words.every((word) => sql.toLowerCase().includes(word)))
  return (
    <div className={styles.frame} data-testid="history">
      <TextInput
        size="xs"
        maw={340}
        leftSection={<IconSearch size={13} />}
        rightSection={
          search && <CloseButton size="xs" aria-label={t('history.clear')} onClick={() => setSearch('')} />
        }
        placeholder={t('history.search')}
        aria-label={t('history.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setSearch('')}
        data-testid="history-search"
      />
      {found?.length === 0 ? (
        <div className="vw-dim">{t('history.nothing', { search })}</div>
      ) : (
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
            {found?.map((query) => (
              <Table.Tr key={query.id}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  {formatMoment(query.submittedAt, language)}
                </Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  {query.error?.kind === 'refused' ? t('history.refused') : t(`queryState.${query.state}`)}
                </Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap', textAlign: 'right' }}>
                  {formatElapsed(query.elapsedMs)}
                </Table.Td>
                <Table.Td className={`${styles.short} vw-mono`} title={query.sql}>
                  <div className={styles.twoLines}>{inOneLine(query.sql)}</div>
                  {query.error && (
                    <div className={styles.reason} data-testid="history-reason">
                      {engineErrorWords(query.error, (key, values) => t(key, { ...values }), language).title}
                    </div>
                  )}
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
      )}
    </div>
  )
}

const inOneLine = (sql: string): string =>
  sql
    .replace(/--[^\n]*/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
