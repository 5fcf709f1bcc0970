/** Declared conflicts of interest, and what too few people remain to decide. An officer lifts one with a reason. */
import { Button, Modal, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Audit.module.css'
import { japanTime } from './detail-text.ts'

type Conflict = RouteOutput<'conflicts.list'>['conflicts'][number]
type Short = RouteOutput<'conflicts.list'>['short'][number]

const LEAST_REASON = 10

export function ConflictsTable() {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const answer = useAnswer('conflicts.list', {}, { refetchInterval: 30_000 })
  const [lifting, setLifting] = useState<Conflict | null>(null)
  const listed = answer.data?.conflicts
  return (
    <Awaited
      problem={answer.isError ? wordsOf(answer.error, language) : null}
      ready={listed !== undefined}
      retry={[t('retry'), () => void answer.refetch()]}
    >
      <div className={styles.peopleScroller}>
        {groupShort(answer.data?.short ?? []).map((alike) => (
          <TooFew key={alike[0].subject} alike={alike} />
        ))}
        {listed?.length === 0 ? (
          <p className={styles.none}>{t('conflicts.none')}</p>
        ) : (
          <table className={`${styles.people} ${styles.conflicts}`} data-testid="conflicts">
            <thead>
              <tr>
                {(['at', 'who', 'what', 'category', 'standing'] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`conflicts.column.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {listed?.map((conflict) => (
                <Row
                  key={`${conflict.subject} ${conflict.by} ${conflict.at}`}
                  conflict={conflict}
                  onLift={() => setLifting(conflict)}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {lifting && <Lift conflict={lifting} onClose={() => setLifting(null)} />}
    </Awaited>
  )
}

/** One conflict leaves many outputs of a permit alike: those that lack the same stand together. */
function groupShort(all: readonly Short[]): [Short, ...Short[]][] {
  const groups = new Map<string, [Short, ...Short[]]>()
  for (const short of all) {
    const { needed, remaining, lacksJa } = short
    const key = JSON.stringify([needed, remaining, lacksJa])
    const group = groups.get(key)
    if (group) group.push(short)
    else groups.set(key, [short])
  }
  return [...groups.values()]
}

function TooFew({ alike }: { alike: [Short, ...Short[]] }) {
  const [short] = alike
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const names =
    short.remaining.map((person) => bilingual(language, person, 'name')).join(t('conflicts.comma')) ||
    t('conflicts.nobody')
  const why =
    short.needed === null
      ? t('conflicts.shortApplication', { lacks: bilingual(language, short, 'lacks'), names })
      : t('conflicts.shortOutput', { needed: short.needed, names })
  return (
    <div className={styles.short}>
      <Notice
        tone="danger"
        title={
          alike.length === 1
            ? t('conflicts.short', { title: bilingual(language, short, 'title') })
            : t('conflicts.shortMany', { count: alike.length })
        }
        next={why}
        testId="too-few"
      >
        {alike.length > 1 && (
          <ul className={styles.shortTitles}>
            {alike.map((one) => (
              <li key={one.subject}>{bilingual(language, one, 'title')}</li>
            ))}
          </ul>
        )}
        {t('conflicts.shortNext')}
      </Notice>
    </div>
  )
}

function Row({ conflict, onLift }: { conflict: Conflict; onLift(): void }) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const { lifted, person, liftedBy } = conflict
  return (
    <tr data-testid={`conflict-${conflict.subject}-${conflict.by}`} data-stands={lifted === null}>
      <td>{japanTime(conflict.at)}</td>
      <td>
        {person ? bilingual(language, person, 'name') : conflict.by}
        {person && <div className="vw-dim">{bilingual(language, person, 'institution')}</div>}
      </td>
      <td>
        {bilingual(language, conflict, 'title')}
        <div className="vw-dim vw-mono">{conflict.subject}</div>
      </td>
      <td>
        {t(`terms:conflict.kind.${conflict.category}`)}
        {conflict.words && <div>{conflict.words}</div>}
        {conflict.decidedBefore && <div className={styles.before}>{t('conflicts.decidedBefore')}</div>}
      </td>
      <td>
        {lifted ? (
          t('conflicts.lifted', {
            when: japanTime(lifted.at),
            by: liftedBy ? bilingual(language, liftedBy, 'name') : lifted.by,
            reason: lifted.reason,
          })
        ) : (
          <span className={styles.stands}>
            {t('conflicts.stands')}{' '}
            <Button variant="subtle" size="compact-xs" onClick={onLift} data-testid="conflict-lift">
              {t('conflicts.lift')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}

function Lift({ conflict, onClose }: { conflict: Conflict; onClose(): void }) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const [reason, setReason] = useState('')
  const lift = useAct('conflicts.lift', { refreshes: ['conflicts.list'] })
  const missing = Math.max(0, LEAST_REASON - reason.trim().length)
  const who = conflict.person ? bilingual(language, conflict.person, 'name') : conflict.by
  return (
    <Modal opened onClose={onClose} title={t('conflicts.liftTitle')} size="md">
      <Text mb="sm">{t('conflicts.liftBody', { who })}</Text>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label={t('conflicts.liftReason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
        data-testid="conflict-lift-reason"
      />
      {lift.error && <Notice tone="danger" {...wordsOf(lift.error, language)} />}
      <div className={styles.liftFoot}>
        <span className="vw-dim">{missing > 0 && t('conflicts.liftMissing', { count: missing })}</span>
        <Button variant="default" onClick={onClose}>
          {t('app:cancel')}
        </Button>
        <Button
          disabled={missing > 0}
          loading={lift.isPending}
          onClick={() =>
            lift.mutate({ subject: conflict.subject, by: conflict.by, reason }, { onSuccess: onClose })
          }
          data-testid="conflict-lift-send"
        >
          {t('conflicts.liftDo')}
        </Button>
      </div>
    </Modal>
  )
}
