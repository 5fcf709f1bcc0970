import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LEAST_MINIMUM_PERSONS, type PermitTerms } from '../../shared/model/committee.ts'
import { DateField } from '../ui/DateField.tsx'
import styles from './Committee.module.css'

/** The terms a permit would have; the last day not after the one applied for. */
export function TermsFields({
  terms,
  latest,
  onChange,
}: {
  terms: PermitTerms
  latest: string
  onChange(terms: PermitTerms): void
}) {
  const { t } = useTranslation('applications')
  const set = (part: Partial<PermitTerms>) => onChange({ ...terms, ...part })
  return (
    <div className={styles.terms}>
      <NumberInput
        label={t('terms.minimumPersons')}
        min={LEAST_MINIMUM_PERSONS}
        max={10_000}
        allowDecimal={false}
        value={terms.minimumPersons}
        onChange={(value) => set({ minimumPersons: Number(value) })}
        data-testid="terms-persons"
      />
      <NumberInput
        label={t('terms.picturePages')}
        min={0}
        max={2_000}
        allowDecimal={false}
        value={terms.picturePagesPerDay}
        onChange={(value) => set({ picturePagesPerDay: Number(value) })}
      />
      <DateField
        label={t('terms.until')}
        max={latest}
        value={terms.until}
        onChange={(until) => set({ until })}
      />
    </div>
  )
}
