/** The editions of the rule sets by which outputs are judged: for everybody here to read, for the operator to add to. */
import { Button, FileButton, Loader, Table } from '@mantine/core'
import { IconFilePlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleEdition } from '../../shared/contract/rules.ts'
import { RuleSet } from '../../shared/model/rules.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { useDatasetName } from '../client/dataset-names.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Reasoned } from './Reasoned.tsx'
import styles from './RuleEditions.module.css'

export function RuleEditions() {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const answer = useAnswer('rules.editions', {})
  const mayAdd = useVisitor().roles.includes('operator')
  return (
    <section className={styles.section} data-testid="rule-editions">
      <h2 className={styles.title}>{t('editions.title')}</h2>
      <p className="vw-dim">{t('editions.lead')}</p>
      {answer.isError ? (
        <Notice tone="danger" {...wordsOf(answer.error, language)} />
      ) : !answer.data ? (
        <Loader size="sm" />
      ) : (
        <EditionTable editions={answer.data.editions} />
      )}
      {mayAdd && <AddEdition />}
    </section>
  )
}

function EditionTable({ editions }: { editions: RuleEdition[] }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const nameOf = useDatasetName(language)
  return (
    <Table className={styles.table} verticalSpacing={4} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {['set', 'edition', 'from', 'standing', 'databases', 'rules'].map((name) => (
            <Table.Th key={name}>{t(`editions.${name}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {editions.map(({ edition, standing, added }) => (
          <Table.Tr
            key={`${edition.set} ${edition.edition}`}
            className={standing === 'in-force' ? undefined : styles.aside}
            data-testid={`edition-${edition.set}-${edition.edition}`}
          >
            <Table.Td>
              <strong>{edition.set}</strong>
              <div className="vw-dim">{language === 'ja' ? edition.titleJa : edition.titleEn}</div>
            </Table.Td>
            <Table.Td>
              {edition.edition === 'general' ? t('editions.undated') : edition.edition}
              {added && (
                <div className="vw-dim" title={added.reason}>
                  {t('editions.addedHere')}
                </div>
              )}
            </Table.Td>
            <Table.Td className={styles.date}>{edition.effectiveFrom}</Table.Td>
            <Table.Td>{t(`editions.standings.${standing}`)}</Table.Td>
            <Table.Td>
              {edition.databases.map(nameOf).join(t('editions.and')) || t('editions.byName')}
            </Table.Td>
            <Table.Td>
              {t('editions.count', { count: edition.rules.length })}
              <Unconfirmed rules={edition.rules} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Unconfirmed({ rules }: Pick<RuleSet, 'rules'>) {
  const { t } = useTranslation('review')
  const count = rules.filter(({ confirmed }) => !confirmed).length
  return count > 0 && <span className="vw-dim"> {t('editions.unconfirmed', { count })}</span>
}

type Read = { edition: RuleSet } | { fault: string }

async function readEdition(file: File): Promise<Read> {
  try {
    const parsed = RuleSet.safeParse(JSON.parse(await file.text()))
    if (parsed.success) return { edition: parsed.data }
    const [first] = parsed.error.issues
    return { fault: first?.path.join('.') || 'JSON' }
  } catch {
    return { fault: 'JSON' }
  }
}

function AddEdition() {
  const { t } = useTranslation('review')
  const [read, setRead] = useState<Read | null>(null)
  const add = useAct('rules.add-edition', { refreshes: ['rules.editions'] })
  const edition = read && 'edition' in read ? read.edition : null
  return (
    <div className={styles.add}>
      <FileButton
        accept="application/json,.json"
        onChange={(file) => {
          add.reset()
          if (file) void readEdition(file).then(setRead)
        }}
      >
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFilePlus size={14} />}>
            {t('editions.choose')}
          </Button>
        )}
      </FileButton>
      {read && 'fault' in read && (
        <Notice
          tone="danger"
          title={t('editions.fault', { field: read.fault })}
          next={t('editions.faultNext')}
        />
      )}
      {edition && (
        <>
          <p>
            {t('editions.read', {
              set: edition.set,
              edition: edition.edition,
              from: edition.effectiveFrom,
              count: edition.rules.length,
            })}
          </p>
          <Reasoned
            label={t('policy.reason')}
            action={t('editions.add')}
            act={add}
            onDo={(reason) => add.mutate({ edition, reason }, { onSuccess: () => setRead(null) })}
            testIds={{ reason: 'edition-reason', send: 'edition-add' }}
          />
        </>
      )}
    </div>
  )
}
