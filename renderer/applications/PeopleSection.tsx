/** Who is to use the data. Everybody, contractors included, has an account of their own and confirms from it. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconCheck, IconClock, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PersonPart, type RequestedPerson } from '../../shared/model/application-form.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'

export function PeopleSection({ form, change, detail }: SectionProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const { people } = form
  const replace = (at: number, by: Partial<RequestedPerson>) =>
    change({ people: people.map((one, index) => (index === at ? { ...one, ...by } : one)) })
  return (
    <div className={styles.fields}>
      <div className={styles.rows}>
        {people.map((person, at) => {
          const confirmed = detail.confirmed.find(({ login }) => login === person.login.trim())
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a login is being typed, its place stays
            <div key={at} className={styles.person}>
              <TextInput
                size="xs"
                aria-label={t('people.login')}
                placeholder={t('people.login')}
                maxLength={100}
                spellCheck={false}
                disabled={person.login.trim() === detail.applicantLogin}
                value={person.login}
                onChange={(event) => replace(at, { login: event.currentTarget.value })}
                data-testid={`person-${at}-login`}
              />
              <Select
                aria-label={t('people.part')}
                data={PersonPart.options.map((part) => ({ value: part, label: t(`part.${part}`) }))}
                value={person.part}
                onChange={(part) => part && replace(at, { part: part as RequestedPerson['part'] })}
                data-testid={`person-${at}-part`}
              />
              <TextInput
                size="xs"
                aria-label={t('people.duty')}
                placeholder={t('people.duty')}
                maxLength={600}
                value={person.duty}
                onChange={(event) => replace(at, { duty: event.currentTarget.value })}
                data-testid={`person-${at}-duty`}
              />
              <span className={styles.standing} data-confirmed={confirmed !== undefined}>
                {confirmed ? (
                  <>
                    <IconCheck size={14} stroke={2.2} aria-hidden />
                    <span>
                      {bilingual(language, confirmed.person, 'name')}
                      <span className="vw-dim"> {bilingual(language, confirmed.person, 'institution')}</span>
                    </span>
                  </>
                ) : (
                  <>
                    <IconClock size={14} stroke={2} aria-hidden />
                    {t('people.waiting')}
                  </>
                )}
              </span>
              <ActionIcon
                aria-label={t('people.remove', { login: person.login })}
                disabled={person.login.trim() === detail.applicantLogin}
                onClick={() => change({ people: people.filter((_one, index) => index !== at) })}
              >
                <IconTrash size={15} stroke={1.6} />
              </ActionIcon>
            </div>
          )
        })}
      </div>
      <Button
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        disabled={people.length >= 50}
        onClick={() => change({ people: [...people, { login: '', part: 'researcher', duty: '' }] })}
        style={{ alignSelf: 'flex-start' }}
        data-testid="person-add"
      >
        {t('people.add')}
      </Button>
    </div>
  )
}
