/** Opens the record of a meeting: its day, what it votes on, the terms a permit would have. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { firstTerms, PermitTerms } from '../../shared/model/committee.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { DateField } from '../ui/DateField.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Committee.module.css'
import type { Desk } from './Deliberation.tsx'
import { TermsFields } from './TermsFields.tsx'

export function Convene({ desk: { item, form, amended } }: { desk: Desk }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const today = japanDay(new Date())
  const [heldOn, setHeldOn] = useState(today)
  const [agenda, setAgenda] = useState('')
  const [terms, setTerms] = useState(firstTerms(amended, form.until))
  const convene = useAct('committee.convene', { refreshes: ['committee.desk', 'committee.queue'] })
  return (
    <div className={styles.block} data-testid="convene">
      <h2 className={styles.heading}>{t('convene.title')}</h2>
      <p className={styles.hint}>{t('convene.lead')}</p>
      <DateField
        maw={170}
        label={t('convene.heldOn')}
        min={japanDay(new Date(item.submittedAt))}
        max={today}
        value={heldOn}
        onChange={setHeldOn}
      />
      <TermsFields terms={terms} latest={form.until} onChange={setTerms} />
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        label={t('convene.agenda')}
        maxLength={4_000}
        value={agenda}
        onChange={(event) => setAgenda(event.currentTarget.value)}
      />
      <Button
        disabled={!heldOn || !PermitTerms.safeParse(terms).success}
        loading={convene.isPending}
        onClick={() => convene.mutate({ applicationId: item.id, round: item.round, heldOn, agenda, terms })}
        data-testid="convene-do"
      >
        {t('convene.do')}
      </Button>
      {convene.error && (
        <Notice tone="danger" {...wordsOf(convene.error, language)} testId="convene-problem" />
      )}
    </div>
  )
}
