/** What one takes along: a link that restores the view, and the figures as CSV. */
import { Button } from '@mantine/core'
import { IconDownload, IconLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenQuestion } from '../../shared/model/open-question.ts'
import { bridge } from '../client/bridge.ts'
import { downloadInBrowser } from '../client/browser-download.ts'
import { fetchBytes } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useSession } from '../client/session.ts'
import { useLanguage } from '../ui/language.ts'
import { showToast } from '../ui/toasts.ts'
import styles from './Dashboard.module.css'
import { linkPart } from './view-link.ts'

export function TakeAway({ question }: { question: OpenQuestion }) {
  const { t } = useTranslation('dashboard')
  const language = useLanguage()
  const address = useSession(({ environment }) => environment?.address ?? '')
  const [busy, setBusy] = useState(false)

  async function copyLink() {
    const link = `${address.replace(/\/$/, '')}/#/dashboard/${linkPart(question)}`
    try {
      await navigator.clipboard.writeText(link)
      showToast({ tone: 'good', title: t('link.copied') })
    } catch {
      showToast({ tone: 'warning', title: t('link.notCopied'), body: link })
    }
  }

  async function download() {
    setBusy(true)
    try {
      const { bytes } = await fetchBytes('dashboard.csv', question)
      downloadInBrowser(bytes, `${question.table.schema}.${question.table.name}.csv`, 'text/csv')
    } catch (error) {
      const { title, next } = wordsOf(error, language)
      showToast({ tone: 'danger', title, body: next })
    } finally {
      setBusy(false)
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
      {bridge.host === 'browser' ? (
        <Button
          variant="default"
          leftSection={<IconDownload size={15} />}
          loading={busy}
          onClick={() => void download()}
          data-testid="dashboard-csv"
        >
          {t('csv.download')}
        </Button>
      ) : (
        <span className={styles.browserOnly} data-testid="dashboard-csv-why-not">
          {t('csv.browserOnly')}
        </span>
      )}
    </>
  )
}
