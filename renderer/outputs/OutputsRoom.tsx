/** The outputs of the permits a person is on: a list on the left, the one in front on the right. */
import { Button } from '@mantine/core'
import { IconPackageExport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation, useRoute } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useLanguage } from '../ui/language.ts'
import { Page } from '../ui/Page.tsx'
import { Panes } from '../ui/Panes.tsx'
import { OutputDetail } from './OutputDetail.tsx'
import { OutputsList } from './OutputsList.tsx'
import { RecallNotices } from './RecallNotices.tsx'

export function OutputsRoom() {
  const { t } = useTranslation('outputs')
  const language = useLanguage()
  const [, go] = useLocation()
  const [isOpen, params] = useRoute('/:outputId')
  const answer = useAnswer('outputs.list', {}, { refetchInterval: 15_000 })
  const outputs = answer.data?.outputs
  const chosen = isOpen ? (params.outputId as OutputId) : null

  return (
    <Page title={t('room.title')} lead={t('room.lead')} flush testId="outputs">
      <RecallNotices />
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={outputs !== undefined}
        retry={[t('preflight.retry'), () => void answer.refetch()]}
      >
        {outputs?.length === 0 ? (
          <EmptyState
            icon={<IconPackageExport size={42} stroke={1.2} />}
            title={t('room.empty')}
            actions={
              <Button component={Link} href="~/workbench" data-testid="outputs-begin">
                {t('room.begin')}
              </Button>
            }
          >
            {t('room.emptyNext')}
          </EmptyState>
        ) : (
          <Panes
            id="outputs"
            orientation="horizontal"
            panes={[
              {
                id: 'outputs-list',
                defaultSize: 320,
                minSize: 260,
                keepsPixels: true,
                content: (
                  <OutputsList outputs={outputs ?? []} chosen={chosen} onChoose={(id) => go(`/${id}`)} />
                ),
              },
              {
                id: 'outputs-detail',
                minSize: 420,
                content: chosen ? (
                  <OutputDetail key={chosen} outputId={chosen} />
                ) : (
                  outputs?.[0] && <Redirect to={`/${outputs[0].id}`} replace />
                ),
              },
            ]}
          />
        )}
      </Awaited>
    </Page>
  )
}
