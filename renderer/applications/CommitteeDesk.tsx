/** One application before the committee: its text on the left, deliberation and meeting on the right. */
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApplicationId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { BackTitle } from '../ui/BackTitle.tsx'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Page } from '../ui/Page.tsx'
import { Panes } from '../ui/Panes.tsx'
import { PrintCopy } from '../ui/PrintCopy.tsx'
import { Scroller } from '../ui/Scroller.tsx'
import { ApplicationSheet } from './ApplicationSheet.tsx'
import styles from './Committee.module.css'
import { Deliberation } from './Deliberation.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { StateMark } from './StateMark.tsx'

export function CommitteeDesk({ applicationId }: { applicationId: ApplicationId }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const answer = useAnswer('committee.desk', { applicationId }, { refetchInterval: 20_000 })
  const desk = answer.data
  const sheet = desk && (
    <ApplicationSheet
      form={desk.form}
      people={desk.people}
      meta={desk.item}
      changed={desk.changed}
      amended={desk.amended}
    />
  )
  return (
    <Page
      title={
        <BackTitle href="/committee" back={t('queue.title')} testId="committee-back">
          {desk && bilingual(language, desk.item, 'title')}
        </BackTitle>
      }
      lead={
        desk && (
          <span className={styles.lead}>
            <StateMark state={desk.item.state} />
            {desk.item.amends && <span>{t('amendment')}</span>}
            <ProgressLine state={desk.item.state} prepared={null} />
          </span>
        )
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconPrinter size={15} />}
          onClick={() => window.print()}
          disabled={!desk}
        >
          {t('print')}
        </Button>
      }
      flush
      testId="committee-desk"
    >
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={desk !== undefined}
        testId="committee-problem"
      >
        {desk && (
          <>
            <Panes
              id="committee"
              orientation="horizontal"
              panes={[
                {
                  id: 'committee-main',
                  minSize: 420,
                  content: (
                    <Scroller className={styles.reading} label={t('sheet.title')}>
                      {sheet}
                    </Scroller>
                  ),
                },
                {
                  id: 'committee-side',
                  defaultSize: 390,
                  minSize: 300,
                  keepsPixels: true,
                  content: <Deliberation desk={desk} />,
                },
              ]}
            />
            <PrintCopy>{sheet}</PrintCopy>
          </>
        )}
      </Awaited>
    </Page>
  )
}
