/**
 * What was gathered in the catalog, at the foot of it: how much, how telling, and into which application it goes. Who is
 * not signed in keeps it in this window and is led to sign in; only researchers write.
 */
import { ActionIcon, Button, Menu, Popover } from '@mantine/core'
import { IconChevronUp, IconFileText, IconLogin2, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { catalogTableOf, exposureOf, withTables } from '../../shared/model/application-form.ts'
import { isWritable } from '../../shared/model/application-states.ts'
import type { ApplicationId } from '../../shared/model/ids.ts'
import { callRoute, useAct, useAnswer } from '../client/calls.ts'
import { clearGathered, dropColumn, dropTable, useGathered } from '../client/gathered.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useHasRole, useSession } from '../client/session.ts'
import { useLanguage } from '../ui/language.ts'
import { showToast } from '../ui/toasts.ts'
import { ExposureLine } from './ExposureLine.tsx'
import styles from './Tray.module.css'
import { useDatasets } from './use-lacks.ts'
import { saveNow, writingOf } from './writing.ts'

export interface TrayProps {
  onSignIn(): void
  onOpen(id: ApplicationId): void
}

export function Tray({ onSignIn, onOpen }: TrayProps) {
  const { t } = useTranslation('applications')
  const tables = useGathered((state) => state.tables)
  const isSignedIn = useSession(({ visitor }) => visitor !== null)
  const isResearcher = useHasRole('researcher')
  const datasets = useDatasets() ?? []
  if (tables.length === 0) return null
  const asked = tables.map((table) => ({
    ...table,
    columns: table.columns.map((name) => ({ name, reason: '' })),
    conditions: [],
  }))
  return (
    <div className={styles.tray} data-testid="tray">
      <Popover position="top-start" width={460} shadow="md">
        <Popover.Target>
          <Button
            variant="subtle"
            leftSection={<IconFileText size={15} />}
            rightSection={<IconChevronUp size={13} />}
            data-testid="tray-open"
          >
            {t('tray.title', { count: tables.length })}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={0}>
          <Gathered />
        </Popover.Dropdown>
      </Popover>
      <ExposureLine exposure={exposureOf(asked, datasets)} />
      <span className={styles.spacer} />
      <Button variant="subtle" color="gray" onClick={clearGathered} data-testid="tray-clear">
        {t('tray.clear')}
      </Button>
      {isResearcher ? (
        <Into onOpen={onOpen} />
      ) : isSignedIn ? (
        <span className={styles.hint}>{t('tray.notResearcher')}</span>
      ) : (
        <>
          <span className={styles.hint}>{t('tray.keptHere')}</span>
          <Button leftSection={<IconLogin2 size={15} />} onClick={onSignIn} data-testid="tray-sign-in">
            {t('tray.signIn')}
          </Button>
        </>
      )}
    </div>
  )
}

function Gathered() {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const tables = useGathered((state) => state.tables)
  const datasets = useDatasets() ?? []
  return (
    <ul className={styles.list} data-testid="tray-list">
      {tables.map((table) => {
        const known = catalogTableOf(datasets, table)
        const address = `${table.schema}.${table.name}`
        return (
          <li key={address}>
            <div className={styles.line}>
              <b>{known?.title[language] ?? address}</b>
              <span className="vw-mono vw-dim">{address}</span>
              <ActionIcon
                ml="auto"
                size={20}
                aria-label={t('data.remove', { table: address })}
                onClick={() => dropTable(table)}
              >
                <IconX size={13} />
              </ActionIcon>
            </div>
            <div className={styles.chips}>
              {table.columns.map((column) => (
                <button
                  key={column}
                  type="button"
                  className={styles.chip}
                  aria-label={t('tray.removeColumn', { column })}
                  onClick={() => dropColumn(table, column)}
                >
                  {known?.variables.find(({ name }) => name === column)?.title[language] ?? column}
                  <IconX size={11} aria-hidden />
                </button>
              ))}
              {table.columns.length === 0 && (
                <span className="vw-dim">{t(known?.level === 'open' ? 'data.open' : 'tray.noColumns')}</span>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

type Summary = RouteOutput<'applications.mine'>['applications'][number]

/** Starts an application with what was gathered, or adds it to one that is being written. */
function Into({ onOpen }: Pick<TrayProps, 'onOpen'>) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const tables = useGathered((state) => state.tables)
  const answer = useAnswer('applications.mine', {})
  const start = useAct('applications.start', { refreshes: ['applications.mine'] })
  const save = useAct('applications.save', { refreshes: ['applications.mine', 'applications.detail'] })
  const writing = (answer.data?.applications ?? []).filter(
    ({ mine, state }) => mine === 'applicant' && isWritable(state),
  )
  const nameOf = ({ titleJa, titleEn }: Summary) =>
    (language === 'ja' ? titleJa || titleEn : titleEn || titleJa) || t('untitled')

  const trying = async (act: () => Promise<ApplicationId>) => {
    try {
      const id = await act()
      clearGathered()
      onOpen(id)
    } catch (error) {
      const { title, next } = wordsOf(error, language)
      showToast({ tone: 'danger', title, body: next })
    }
  }

  const begin = async () => (await start.mutateAsync({ tables })).application.id

  const addTo = async (applicationId: ApplicationId) => {
    // What is still being written there goes first, so that nothing typed is lost.
    if (writingOf(applicationId)?.unsaved) await saveNow(applicationId)
    const { form, revision } = await callRoute('applications.detail', { applicationId })
    await save.mutateAsync({
      applicationId,
      revision,
      form: { ...form, tables: withTables(form.tables, tables) },
    })
    return applicationId
  }

  const beginButton = (
    <Button loading={start.isPending} onClick={() => void trying(begin)} data-testid="tray-start">
      {t('tray.start')}
    </Button>
  )
  if (writing.length === 0) return beginButton
  return (
    <>
      <Menu position="top-end">
        <Menu.Target>
          <Button variant="default" loading={save.isPending} data-testid="tray-add">
            {t('tray.addTo')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {writing.map((application) => (
            <Menu.Item
              key={application.id}
              onClick={() => void trying(() => addTo(application.id))}
              data-testid={`tray-add-${application.id}`}
            >
              {nameOf(application)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {beginButton}
    </>
  )
}
