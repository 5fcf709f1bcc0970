/** Tells a person in time that their sign-in is about to end. An environment may have prolonged it: ask first. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { bridge } from '../client/bridge.ts'
import { useSession } from '../client/session.ts'
import { showToast } from '../ui/toasts.ts'
import { MINUTES_BEFORE, warningDueIn } from './warning-due.ts'

/** Timers hold 31 bits of milliseconds; a session that lasts longer is looked at again after that. */
const LONGEST_MS = 2 ** 31 - 1

export function useExpiryWarning(): void {
  const { t } = useTranslation('app')
  const expiresAt = useSession((session) => session.expiresAt)
  useEffect(() => {
    if (expiresAt === null) return
    const due = warningDueIn(expiresAt, new Date())
    const timer = setTimeout(
      () => {
        void bridge.call('sessions.current', {}).then((current) => {
          if (!current.ok) return
          const prolonged = current.value.expiresAt
          if (prolonged !== expiresAt) return useSession.setState({ expiresAt: prolonged })
          if (warningDueIn(prolonged, new Date()) > 0) return
          showToast({
            tone: 'warning',
            title: t('expiry.title', { count: MINUTES_BEFORE }),
            body: t('expiry.next'),
          })
        })
      },
      Math.min(due, LONGEST_MS),
    )
    return () => clearTimeout(timer)
  }, [expiresAt, t])
}
