import { Button, Group, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PASSWORD_LEAST, PASSWORD_WORDS, whyNotPassword } from '../../shared/model/passwords.ts'
import { endsSession, type Problem } from '../../shared/model/problem.ts'
import { bridge } from '../client/bridge.ts'
import { sessionEnded, useVisitor } from '../client/session.ts'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Entrance.module.css'

/** Changing one's password: what is wrong with the new one is said while it is typed, by the rule the environment keeps. */
export function PasswordForm({
  onChanged,
  onLeave,
}: {
  onChanged(): void
  onLeave: [label: string, act: () => void]
}) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const visitor = useVisitor()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const why = next === '' ? null : whyNotPassword({ password: next, login: visitor.login, before: current })
  const differs = again !== '' && again !== next
  const ready = current !== '' && next !== '' && why === null && again === next
  const [leaveLabel, leave] = onLeave

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!ready) return
    setBusy(true)
    setProblem(null)
    const answer = await bridge.call('sessions.change-password', { current, next })
    setBusy(false)
    if (answer.ok) return onChanged()
    if (endsSession(answer.problem)) sessionEnded({ visitor, done: answer.problem.code === 'act-done' })
    setProblem(answer.problem)
  }

  return (
    <form className={styles.stack} onSubmit={(event) => void submit(event)} data-testid="password-form">
      {problem && (
        <Notice
          tone="danger"
          title={problem.words[language].title}
          next={problem.words[language].next}
          testId="password-problem"
        />
      )}
      {/* Password managers keep the pair. */}
      <input type="text" name="username" autoComplete="username" value={visitor.login} readOnly hidden />
      <PasswordInput
        label={t('password.current')}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        autoComplete="current-password"
        autoFocus
        data-testid="password-current"
      />
      <PasswordInput
        label={t('password.next')}
        description={t('password.rule', { least: PASSWORD_LEAST })}
        error={why && PASSWORD_WORDS[why][language]}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        autoComplete="new-password"
        data-testid="password-next"
      />
      <PasswordInput
        label={t('password.again')}
        error={differs && t('password.differs')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        autoComplete="new-password"
        data-testid="password-again"
      />
      <Group justify="space-between">
        <Button variant="default" onClick={leave} data-testid="password-leave">
          {leaveLabel}
        </Button>
        <Button type="submit" loading={busy} disabled={!ready} data-testid="password-submit">
          {t('password.submit')}
        </Button>
      </Group>
    </form>
  )
}
