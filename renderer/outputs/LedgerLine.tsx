/** One line about the ledger: whether what would leave was compared with what was released on the same people. */
import { Button } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TableComparison } from '../../shared/contract/ledger.ts'
import { NOT_COMPARED_WORDS } from '../../shared/model/ledger.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './LedgerLine.module.css'

export interface LedgerLineProps {
  comparison: TableComparison | null
  working: boolean
  error: unknown
  /** Hides the cells that are too close; null where there are none to hide. */
  onHide: (() => void) | null
}

export function LedgerLine({ comparison, working, error, onHide }: LedgerLineProps) {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  if (error)
    return (
      <div className={styles.line}>
        <Notice tone="warning" {...wordsOf(error, language)} testId="ledger-problem">
          {t('ledger.failed')}
        </Notice>
      </div>
    )
  if (!comparison || working)
    return (
      <div className={styles.line} data-testid="ledger-working">
        <span className="vw-dim">{t('ledger.comparing')}</span>
      </div>
    )
  if (comparison.state === 'nothing') return null
  const close = comparison.findings.filter(({ severity }) => severity === 'blocking').length
  const look = comparison.findings.some(({ severity }) => severity === 'warning')
  const words =
    comparison.notCompared !== null
      ? t('ledger.not-compared', { reason: NOT_COMPARED_WORDS[comparison.notCompared][language] })
      : close > 0
        ? t('ledger.close', { count: close })
        : t(look ? 'ledger.look' : 'ledger.compared')
  const tone = close > 0 ? 'danger' : comparison.notCompared !== null || look ? 'warning' : 'good'
  return (
    <div className={styles.line}>
      <Notice
        tone={tone}
        title={words}
        next={close > 0 && t('ledger.closeNext')}
        testId="ledger-line"
        actions={
          close > 0 &&
          onHide && (
            <Button
              size="compact-sm"
              leftSection={<IconEyeOff size={15} />}
              onClick={onHide}
              data-testid="ledger-hide"
            >
              {t('ledger.hide')}
            </Button>
          )
        }
      />
    </div>
  )
}
