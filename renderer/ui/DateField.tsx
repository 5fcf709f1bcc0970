/**
 * A day, typed as 2026-04-01 or picked from a calendar, in the language of the screen. The browser's own field follows
 * the operating system's language and writes days as that does.
 */
import '@mantine/dates/styles.css'
import 'dayjs/locale/ja'
import { DateInput, type DateInputProps } from '@mantine/dates'
import { useTranslation } from 'react-i18next'
import styles from './DateField.module.css'
import { isoDay } from './iso-day.ts'
import { useLanguage } from './language.ts'

export interface DateFieldProps
  extends Pick<
    DateInputProps,
    'label' | 'aria-label' | 'maw' | 'leftSection' | 'leftSectionWidth' | 'clearable'
  > {
  /** ISO 8601, `YYYY-MM-DD`; empty where no day was chosen. */
  value: string
  min?: string
  max?: string
  onChange(day: string): void
  'data-testid'?: string
}

export function DateField({ value, min, max, onChange, ...rest }: DateFieldProps) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  return (
    <DateInput
      {...rest}
      size="xs"
      classNames={{ day: styles.day ?? '' }}
      placeholder="YYYY-MM-DD"
      locale={language}
      firstDayOfWeek={language === 'ja' ? 0 : 1}
      valueFormat="YYYY-MM-DD"
      monthLabelFormat={t('date.monthOfYear')}
      monthsListFormat={t('date.month')}
      yearLabelFormat={t('date.year')}
      ariaLabels={{
        previousMonth: t('date.previousMonth'),
        nextMonth: t('date.nextMonth'),
        previousYear: t('date.previousYear'),
        nextYear: t('date.nextYear'),
        previousDecade: t('date.previousDecade'),
        nextDecade: t('date.nextDecade'),
        monthLevelControl: t('date.chooseMonth'),
        yearLevelControl: t('date.chooseYear'),
      }}
      dateParser={isoDay}
      value={value || null}
      {...(min ? { minDate: min } : {})}
      {...(max ? { maxDate: max } : {})}
      onChange={(day) => onChange(day ?? '')}
    />
  )
}
