import { Checkbox, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SECURITY_MEASURES } from '../../shared/model/application-form.ts'
import { MEASURE_WORDS } from '../../shared/model/application-words.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'

/** The measures everybody on the application keeps; each is confirmed on its own. */
export function SecuritySection({ form: { measures, measuresNote }, change }: SectionProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  return (
    <div className={styles.fields}>
      <div className={styles.checks}>
        {SECURITY_MEASURES.map((measure) => (
          <Checkbox
            key={measure}
            label={MEASURE_WORDS[measure][language]}
            checked={measures.includes(measure)}
            onChange={(event) =>
              change({
                measures: event.currentTarget.checked
                  ? [...measures, measure]
                  : measures.filter((one) => one !== measure),
              })
            }
            data-testid={`measure-${measure}`}
          />
        ))}
      </div>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label={t('field.measuresNote')}
        description={t('fieldHint.measuresNote')}
        maxLength={4_000}
        value={measuresNote}
        onChange={(event) => change({ measuresNote: event.currentTarget.value })}
      />
    </div>
  )
}
