/** How long the pattern may be searched for; a safe one is found at once, a better one may take longer. */
import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './ProtectionControls.module.css'

const SECONDS = [2, 10, 30, 60]

export function TimeChoice({ seconds, onChange }: { seconds: number; onChange(seconds: number): void }) {
  const { t } = useTranslation('outputs')
  return (
    <fieldset className={styles.choice}>
      <legend>{t('choices.time')}</legend>
      <div className={styles.row}>
        <SegmentedControl
          size="xs"
          value={String(seconds)}
          onChange={(value) => onChange(Number(value))}
          data={SECONDS.map((each) => ({ value: String(each), label: `${each} s` }))}
          data-testid="time-limit"
        />
      </div>
      <p className={styles.said}>{t('choices.timeHint')}</p>
    </fieldset>
  )
}
