import { Popover, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { codeAndWord, type Variable } from '../../shared/model/catalog.ts'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Distribution.module.css'

interface Bin {
  label: string
  count: number
}

const SPARK_BINS = 24

/** A spark of bars; opened, the values with their counts. */
export function Distribution({ bins, variable }: { bins: readonly Bin[]; variable: Variable }) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const most = Math.max(1, ...bins.map(({ count }) => count))
  return (
    <Popover width={300} position="left" shadow="md" withArrow>
      <Popover.Target>
        <UnstyledButton className={styles.spark} aria-label={t('distribution.open')}>
          {bins.slice(0, SPARK_BINS).map(({ label, count }) => (
            <span key={label} style={{ height: `${Math.max(6, (count / most) * 100)}%` }} />
          ))}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.bins} data-testid="distribution">
          {bins.map(({ label, count }) => (
            <div key={label} className={styles.bin}>
              <span className={styles.label} title={codeAndWord(variable, label, language)}>
                {codeAndWord(variable, label, language)}
              </span>
              <span className={styles.track} aria-hidden>
                <span className={styles.bar} style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className={styles.count}>{formatNumber(count, language)}</span>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
