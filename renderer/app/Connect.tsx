/**
 * Choosing an environment. Its name and key fingerprint are shown before it is entered; a key that changed cannot be
 * clicked away: the remembered key has to be forgotten first, in words that say what that means.
 */
import { ActionIcon, Badge, Button, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownEnvironment, Probe } from '../../shared/bridge/workbench-bridge.ts'
import type { Problem } from '../../shared/model/problem.ts'
import { bridge } from '../client/bridge.ts'
import { enterEnvironment } from '../client/session.ts'
import { confirm } from '../ui/confirm.tsx'
import { formatMoment, shortFingerprint } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Entrance.module.css'
import { resumeSession } from './Entrance.tsx'
import { Brand, EntranceFrame } from './EntranceFrame.tsx'
import { canBeEntered, FoundEnvironment } from './FoundEnvironment.tsx'

export function Connect() {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const [address, setAddress] = useState(bridge.startAddress ?? '')
  const [known, setKnown] = useState<KnownEnvironment[]>([])
  const [found, setFound] = useState<Probe | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [probing, setProbing] = useState(false)

  const refreshKnown = useCallback(async () => setKnown(await bridge.environments.known()), [])

  const enter = useCallback(async (chosen: Probe) => {
    const answer = await bridge.environments.choose(chosen)
    if (!answer.ok) return setProblem(answer.problem)
    enterEnvironment(chosen)
    await resumeSession()
  }, [])

  const probe = useCallback(
    async (to: string) => {
      setAddress(to)
      setFound(null)
      setProblem(null)
      setProbing(true)
      const answer = await bridge.environments.probe(to.trim())
      setProbing(false)
      if (!answer.ok) setProblem(answer.problem)
      // A browser has no other environment to choose.
      else if (bridge.host === 'browser' && canBeEntered(answer.value)) await enter(answer.value)
      else setFound(answer.value)
    },
    [enter],
  )

  useEffect(() => {
    void refreshKnown()
    if (bridge.startAddress) void probe(bridge.startAddress)
  }, [probe, refreshKnown])

  async function forget(environment: KnownEnvironment) {
    const yes = await confirm({
      title: t('connect.forget.title'),
      body: t('connect.forget.body', { name: bilingual(language, environment, 'name') }),
      confirmLabel: t('connect.forget.do'),
      tone: 'danger',
    })
    if (!yes) return
    await bridge.environments.forget(environment.address)
    setFound(null)
    await refreshKnown()
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (address.trim()) void probe(address)
  }

  return (
    <EntranceFrame>
      <div className={styles.part} data-testid="connect">
        <Brand />
        <h1 className={styles.heading}>{t('connect.title')}</h1>
        <p className={styles.sub}>{t('connect.lead')}</p>
        <div className={styles.stack}>
          <form onSubmit={submit} style={{ display: 'flex', gap: 8, alignItems: 'flex-end' }}>
            <TextInput
              style={{ flex: 1 }}
              label={t('connect.address')}
              placeholder="https://visiting.example.jp"
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
              readOnly={bridge.host === 'browser'}
              autoFocus={!bridge.startAddress}
              spellCheck={false}
              data-testid="connect-address"
            />
            <Button type="submit" size="sm" variant="default" loading={probing} data-testid="connect-probe">
              {t('connect.probe')}
            </Button>
          </form>
          {problem && (
            <Notice
              tone="danger"
              title={problem.words[language].title}
              next={problem.words[language].next}
              testId="connect-problem"
            />
          )}
          {found && <FoundEnvironment found={found} onEnter={() => void enter(found)} />}
          {known.length > 0 && (
            <div>
              <div className={styles.label} style={{ marginBottom: 4 }}>
                {t('connect.known')}
              </div>
              <div className={styles.list} data-testid="connect-known">
                {known.map((environment) => (
                  <div key={environment.address} className={styles.row}>
                    <UnstyledButton
                      className={styles.rowMain}
                      onClick={() => void probe(environment.address)}
                    >
                      <div className={styles.rowTitle}>
                        {bilingual(language, environment, 'name')}{' '}
                        {environment.demonstration && <Badge color="grape">{t('demonstration.short')}</Badge>}
                      </div>
                      <div className="vw-dim">
                        <span className="vw-mono">{environment.address}</span> ·{' '}
                        <span className="vw-mono">{shortFingerprint(environment.fingerprint)}…</span> ·{' '}
                        {t('connect.lastUsed', { when: formatMoment(environment.lastUsed, language) })}
                      </div>
                    </UnstyledButton>
                    <Tooltip label={t('connect.forget.do')}>
                      <ActionIcon
                        aria-label={t('connect.forget.do')}
                        onClick={() => void forget(environment)}
                      >
                        <IconTrash size={15} />
                      </ActionIcon>
                    </Tooltip>
                    <IconArrowRight size={15} aria-hidden />
                  </div>
                ))}
              </div>
            </div>
          )}
        </div>
      </div>
    </EntranceFrame>
  )
}
