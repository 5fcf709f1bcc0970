import { Anchor, Badge, Button, Group, PasswordInput, TextInput, UnstyledButton } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../shared/model/problem.ts'
import { wordsFor } from '../../shared/model/refusals.ts'
import { bridge } from '../client/bridge.ts'
import { leaveEnvironment, signedIn, useSession } from '../client/session.ts'
import { shortFingerprint } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Entrance.module.css'
import { Brand, EntranceFrame } from './EntranceFrame.tsx'
import { usePortalOnly } from './portal.ts'

/** Signing in with a local account. A demonstration lists its invented people; a click fills the form. */
export function SignIn({ onLookAround }: { onLookAround: (() => void) | null }) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const { environment, expired, done } = useSession()
  const portalOnly = usePortalOnly()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const submitButton = useRef<HTMLButtonElement>(null)
  if (!environment) return null
  const { identity } = environment
  const people = identity.demonstration ? identity.demoPeople : []

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    const answer = await bridge.signIn({ login: login.trim(), password })
    setBusy(false)
    if (answer.ok) signedIn(answer.value)
    else setProblem(answer.problem)
  }

  return (
    <EntranceFrame wide={people.length > 0}>
      <form className={styles.part} onSubmit={(event) => void submit(event)} data-testid="sign-in">
        <Brand />
        <p className={styles.sub}>{t('signIn.lead')}</p>
        <h1 className={styles.heading}>{t('signIn.title')}</h1>
        <p className={styles.sub}>
          {bilingual(language, identity, 'name')}{' '}
          <span className="vw-mono" style={{ whiteSpace: 'nowrap' }} title={identity.fingerprint}>
            {shortFingerprint(identity.fingerprint)}…
          </span>
        </p>
        <div className={styles.stack}>
          {portalOnly && (
            <Notice
              tone="info"
              title={t('portalOnly.title')}
              next={t('portalOnly.next')}
              testId="portal-only"
            />
          )}
          {expired && !problem && (
            <Notice
              tone="info"
              title={done ? wordsFor('act-done', {}, language).title : t('signIn.expired.title')}
              next={done ? wordsFor('act-done', {}, language).next : t('signIn.expired.next')}
              testId="sign-in-expired"
            />
          )}
          {problem && (
            <Notice
              tone="danger"
              title={problem.words[language].title}
              next={problem.words[language].next}
              testId="sign-in-problem"
            />
          )}
          <TextInput
            label={t('signIn.login')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoComplete="username"
            autoFocus
            spellCheck={false}
            data-testid="sign-in-login"
          />
          <PasswordInput
            label={t('signIn.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            data-testid="sign-in-password"
          />
          <Button
            type="submit"
            size="sm"
            loading={busy}
            disabled={!login.trim() || !password}
            ref={submitButton}
            data-testid="sign-in-submit"
          >
            {t('signIn.submit')}
          </Button>
          <Group justify="space-between">
            {bridge.host === 'desktop' ? (
              <Anchor
                component="button"
                type="button"
                size="xs"
                onClick={leaveEnvironment}
                data-testid="sign-in-back"
              >
                {t('signIn.otherEnvironment')}
              </Anchor>
            ) : (
              <span />
            )}
            {onLookAround && (
              <Anchor
                component="button"
                type="button"
                size="xs"
                onClick={onLookAround}
                data-testid="look-around"
              >
                {t('signIn.lookAround')}
              </Anchor>
            )}
          </Group>
        </div>
      </form>
      {people.length > 0 && (
        <aside className={styles.aside}>
          <div className={styles.heading}>{t('demonstration.people')}</div>
          <p className={styles.sub}>{t('demonstration.peopleLead')}</p>
          <div className={styles.list}>
            {people.map((person) => (
              <UnstyledButton
                key={person.login}
                className={`${styles.row} ${styles.person}`}
                onClick={() => {
                  // The button can take the focus once it is no longer disabled; then Enter signs in.
                  flushSync(() => {
                    setLogin(person.login)
                    setPassword(person.password)
                  })
                  submitButton.current?.focus()
                }}
                data-testid={`demo-person-${person.login}`}
              >
                <div className={styles.personMain}>
                  <span className={styles.rowTitle}>{bilingual(language, person, 'name')}</span>
                  <span className="vw-dim vw-mono">{person.login}</span>
                </div>
                <Group gap={4} justify="flex-end">
                  {person.roles.map((role) => (
                    <Badge key={role} color="accent">
                      {t(`terms:role.${role}`)}
                    </Badge>
                  ))}
                </Group>
              </UnstyledButton>
            ))}
          </div>
        </aside>
      )}
    </EntranceFrame>
  )
}
