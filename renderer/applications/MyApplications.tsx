/** A researcher's applications: a list on the left, the one in front on the right. */
import { ActionIcon, Button, Group, Loader, Menu } from '@mantine/core'
import { IconChevronDown, IconFileText, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { ApplicationId, PermitId } from '../../shared/model/ids.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ChoiceList } from '../ui/ChoiceList.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatShortDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import { Panes } from '../ui/Panes.tsx'
import { showToast } from '../ui/toasts.ts'
import styles from './Applications.module.css'
import { MyApplication } from './MyApplication.tsx'
import { StateMark } from './StateMark.tsx'

type Summary = RouteOutput<'applications.mine'>['applications'][number]

export interface MyApplicationsProps {
  side: ReactNode
  chosen: ApplicationId | null
  onChoose(id: ApplicationId): void
}

export function MyApplications({ side, chosen, onChoose }: MyApplicationsProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const answer = useAnswer('applications.mine', {}, { refetchInterval: 5_000 })
  const start = useAct('applications.start', { refreshes: ['applications.mine'] })
  const applications = answer.data?.applications

  const permits =
    useAnswer('permits.mine', {}).data?.permits.filter(({ state }) => state === 'in-force') ?? []

  async function begin(amends: PermitId | null = null) {
    try {
      onChoose((await start.mutateAsync({ amends })).application.id)
    } catch (error) {
      const { title, next } = wordsOf(error, language)
      showToast({ tone: 'danger', title, body: next })
    }
  }

  const newButton = (
    <Group gap={4} wrap="nowrap">
      <Button
        leftSection={<IconPlus size={15} />}
        loading={start.isPending}
        onClick={() => void begin()}
        data-testid="application-start"
      >
        {t('start')}
      </Button>
      {permits.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('amend')}
              data-testid="application-amend-menu"
            >
              <IconChevronDown size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {permits.map((permit) => (
              <Menu.Item
                key={permit.id}
                onClick={() => void begin(permit.id)}
                data-testid={`application-amend-${permit.id}`}
              >
                {t('amendPermit', { title: bilingual(language, permit, 'title') })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      flush
      testId="applications"
      actions={
        <>
          {side}
          {newButton}
        </>
      }
    >
      {answer.isError && !applications ? (
        <div className={styles.padded}>
          <Notice tone="danger" {...wordsOf(answer.error, language)} />
        </div>
      ) : !applications ? (
        <div className={styles.waiting}>
          <Loader size="sm" />
        </div>
      ) : applications.length === 0 ? (
        <EmptyState icon={<IconFileText size={42} stroke={1.2} />} title={t('empty')} actions={newButton}>
          {t('emptyNext')}
        </EmptyState>
      ) : (
        <Panes
          id="applications"
          orientation="horizontal"
          panes={[
            {
              id: 'applications-list',
              defaultSize: 290,
              minSize: 210,
              keepsPixels: true,
              content: <List applications={applications} chosen={chosen} onChoose={onChoose} />,
            },
            {
              id: 'applications-main',
              minSize: 480,
              content: chosen ? (
                <MyApplication key={chosen} applicationId={chosen} onOpen={onChoose} />
              ) : (
                <EmptyState title={t('choose')} />
              ),
            },
          ]}
        />
      )}
    </Page>
  )
}

interface ListProps {
  applications: readonly Summary[]
  chosen: ApplicationId | null
  onChoose(id: ApplicationId): void
}

function List({ applications, chosen, onChoose }: ListProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  return (
    <ChoiceList
      kind="application"
      name={t('title')}
      chosen={chosen}
      onChoose={onChoose}
      testId="applications-list"
      choices={applications.map((application) => ({
        id: application.id,
        state: application.state,
        head: (
          <>
            <StateMark state={application.state} />
            {application.amends && <span className={styles.tag}>{t('amendment')}</span>}
            {application.mine === 'invited' && <span className={styles.invited}>{t('invited')}</span>}
            <span className={styles.when}>{formatShortDay(application.changedAt, language)}</span>
          </>
        ),
        title: titleOf(application, language) || t('untitled'),
      }))}
    />
  )
}

const titleOf = ({ titleJa, titleEn }: Summary, language: 'ja' | 'en'): string =>
  language === 'ja' ? titleJa || titleEn : titleEn || titleJa
