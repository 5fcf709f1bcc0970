/**
 * What may pass with one reviewer: for reviewers to read, for the operator to set. Both ways are off until somebody turns
 * them on, with a reason that is kept. Holds for outputs submitted afterwards.
 */
import { Button, Loader, NumberInput, Switch, TagsInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { ReviewPolicy as Policy } from '../../shared/model/review-course.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { formatMoment } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import { Reasoned } from './Reasoned.tsx'
import styles from './ReviewPolicy.module.css'
import { RuleEditions } from './RuleEditions.tsx'

type Answer = RouteOutput<'reviews.policy'>

export function ReviewPolicy() {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const answer = useAnswer('reviews.policy', {})
  const reviews = useVisitor().roles.includes('reviewer')
  return (
    <Page
      title={t('policy.title')}
      lead={t('policy.lead')}
      testId="review-policy"
      actions={
        reviews && (
          <Button
            component={Link}
            href="/"
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={14} />}
          >
            {t('queue.title')}
          </Button>
        )
      }
    >
      {answer.isError ? (
        <Notice tone="danger" {...wordsOf(answer.error, language)} />
      ) : !answer.data ? (
        <Loader size="sm" />
      ) : (
        <PolicyForm key={answer.data.edition.number} answer={answer.data} />
      )}
      <RuleEditions />
    </Page>
  )
}

function PolicyForm({ answer: { edition, proposed } }: { answer: Answer }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const mayChange = useVisitor().roles.includes('operator')
  const [policy, setPolicy] = useState<Policy>(edition.policy)
  const set = useAct('reviews.set-policy', { refreshes: ['reviews.policy'] })
  const { lowRisk, reuse } = policy
  const changed = JSON.stringify(policy) !== JSON.stringify(edition.policy)
  const complete = lowRisk === null || lowRisk.outputClasses.length > 0

  return (
    <div className={styles.form}>
      <p className={`${styles.standing} vw-dim`}>
        {edition.number === 0
          ? t('policy.never')
          : t('policy.edition', {
              number: edition.number,
              when: formatMoment(edition.at ?? '', language),
              by: edition.byName?.[language] ?? edition.by ?? t('policy.byCommand'),
              reason: edition.reason,
            })}
      </p>
      <section className={styles.section}>
        <Switch
          label={t('policy.lowRisk.name')}
          description={t('policy.lowRisk.hint')}
          checked={lowRisk !== null}
          disabled={!mayChange}
          onChange={(event) =>
            setPolicy({ ...policy, lowRisk: event.currentTarget.checked ? proposed.lowRisk : null })
          }
          data-testid="policy-low-risk"
        />
        {lowRisk && (
          <div className={styles.fields}>
            <TagsInput
              size="xs"
              label={t('policy.lowRisk.classes')}
              value={lowRisk.outputClasses}
              readOnly={!mayChange}
              onChange={(outputClasses) => setPolicy({ ...policy, lowRisk: { ...lowRisk, outputClasses } })}
            />
            <NumberInput
              size="xs"
              label={t('policy.lowRisk.leastPersons')}
              min={20}
              max={1_000_000}
              clampBehavior="strict"
              value={lowRisk.leastPersons}
              readOnly={!mayChange}
              onChange={(value) =>
                setPolicy({ ...policy, lowRisk: { ...lowRisk, leastPersons: Math.max(20, Number(value)) } })
              }
            />
            <NumberInput
              size="xs"
              label={t('policy.lowRisk.maxCells')}
              min={1}
              max={5_000}
              clampBehavior="strict"
              value={lowRisk.maxCells}
              readOnly={!mayChange}
              onChange={(value) =>
                setPolicy({ ...policy, lowRisk: { ...lowRisk, maxCells: Math.max(1, Number(value)) } })
              }
            />
          </div>
        )}
      </section>
      <section className={styles.section}>
        <Switch
          label={t('policy.reuse.name')}
          description={t('policy.reuse.hint')}
          checked={reuse !== null}
          disabled={!mayChange}
          onChange={(event) =>
            setPolicy({ ...policy, reuse: event.currentTarget.checked ? proposed.reuse : null })
          }
          data-testid="policy-reuse"
        />
        {reuse && (
          <NumberInput
            className={styles.fields}
            size="xs"
            label={t('policy.reuse.withinDays')}
            min={1}
            max={366}
            clampBehavior="strict"
            value={reuse.withinDays}
            readOnly={!mayChange}
            onChange={(value) => setPolicy({ ...policy, reuse: { withinDays: Math.max(1, Number(value)) } })}
          />
        )}
      </section>
      {mayChange && (
        <Reasoned
          label={t('policy.reason')}
          action={t('policy.set')}
          act={set}
          whyNot={changed ? (complete ? null : t('policy.noClass')) : t('policy.unchanged')}
          onDo={(reason) => set.mutate({ policy, reason })}
          testIds={{ reason: 'policy-reason', send: 'policy-set' }}
        />
      )}
    </div>
  )
}
