/** What one takes along: a link that restores the view, and the figures as CSV. */
import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OpenQuestion } from '../../shared/model/open-question.ts'
import { bridge } from '../client/bridge.ts'
import { saveCsv } from '../client/save-csv.ts'
import { useSession } from '../client/session.ts'
import { CsvButton } from '../ui/CsvButton.tsx'
import { useLanguage } from '../ui/language.ts'
import { showToast } from '../ui/toasts.ts'
import { linkPart } from './view-link.ts'

export function TakeAway({ question }: { question: OpenQuestion }) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const address = useSession(({ environment }) => environment?.address ?? '')

  async function copyLink() {
    const link = `${address.replace(/\/$/, '')}/#/dashboard/${linkPart(question)}`
    try {
      await navigator.clipboard.writeText(link)
      showToast({ tone: 'good', title: t('link.copied') })
    } catch {
      showToast({ tone: 'warning', title: t('link.notCopied'), body: link })
    }
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLink size={15} />}
        onClick={() => void copyLink()}
        data-testid="dashboard-link"
      >
        {t('link.copy')}
      </Button>
      <CsvButton
        label={t('csv.download')}
        whyNot={bridge.host === 'browser' ? null : t('csv.browserOnly')}
        onSave={() =>
          saveCsv('dashboard.csv', question, {
            fileName: `${question.table.schema}.${question.table.name}.csv`,
            language,
          })
        }
        testId="dashboard-csv"
      />
    </>
  )
}
