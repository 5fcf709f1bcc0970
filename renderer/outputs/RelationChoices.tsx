/** What the environment found to belong together, confirmed or corrected. What is declined is told to reviewers. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Relation } from '../../shared/model/protection.ts'
import { relationWords } from '../display/ChoicesView.tsx'
import styles from './ProtectionControls.module.css'

export interface RelationChoicesProps {
  relations: readonly Relation[]
  declined: readonly string[]
  onChange(declined: string[]): void
}

export function RelationChoices({ relations, declined, onChange }: RelationChoicesProps) {
  const { t } = useTranslation('outputs')
  const { t: tell } = useTranslation('disclosure')
  return (
    <fieldset className={styles.choice}>
      <legend>{t('choices.relations')}</legend>
      <p className={styles.said}>
        {t(relations.length === 0 ? 'choices.relationsNone' : 'choices.relationsHint')}
      </p>
      {relations.map((relation) => {
        const { id } = relation
        return (
          <Checkbox
            key={id}
            size="xs"
            label={relationWords(relation, tell)}
            checked={!declined.includes(id)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? declined.filter((one) => one !== id) : [...declined, id])
            }
            data-testid="relation"
          />
        )
      })}
    </fieldset>
  )
}
