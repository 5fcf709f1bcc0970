import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { DeskPermit } from '../../shared/contract/reviews.ts'
import { useDatasetName } from '../client/dataset-names.ts'
import { formatDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './Desk.module.css'

/** What was approved and for whom: an output is to be within it, and its reviewer close to none of them. */
export function PermitOnDesk({ permit }: { permit: z.output<typeof DeskPermit> }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const nameOf = useDatasetName(language)
  const facts: [name: string, words: string][] = [
    ['purpose', bilingual(language, permit, 'purpose')],
    ['databases', permit.databases.map(nameOf).join(t('course.comma'))],
    ['linkage', t(permit.linkageApproved ? 'permit.linked' : 'permit.notLinked')],
    ['minimum', t('permit.persons', { count: permit.minimumPersons })],
    ['period', `${formatDay(permit.from, language)} – ${formatDay(permit.until, language)}`],
  ]
  return (
    <dl className={styles.permit} data-testid="desk-permit">
      {facts.map(([name, words]) => (
        <div key={name}>
          <dt>{t(`permit.${name}`)}</dt>
          <dd>{words}</dd>
        </div>
      ))}
      <div>
        <dt>{t('permit.people')}</dt>
        {permit.people.map((person) => (
          <dd key={`${person.en} ${person.institutionEn}`}>
            {person[language]} <span className="vw-dim">{bilingual(language, person, 'institution')}</span>
            {person.submitted && ` ${t('permit.submitted')}`}
          </dd>
        ))}
      </div>
    </dl>
  )
}
