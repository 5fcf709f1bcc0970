import { useTranslation } from 'react-i18next'
import { bridge } from '../client/bridge.ts'
import { passwordChanged, signedOut, useVisitor } from '../client/session.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { showToast } from '../ui/toasts.ts'
import styles from './Entrance.module.css'
import { Brand, EntranceFrame } from './EntranceFrame.tsx'
import { PasswordForm } from './PasswordForm.tsx'

/** Between signing in with a password the operator gave out and entering: the environment answers nothing else. */
export function FirstPassword() {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const visitor = useVisitor()
  return (
    <EntranceFrame>
      <div className={styles.part} data-testid="first-password">
        <Brand />
        <h1 className={styles.heading}>{t('password.firstTitle')}</h1>
        <p className={styles.sub}>
          {t('password.firstLead', { name: bilingual(language, visitor, 'name') })}
        </p>
        <PasswordForm
          onChanged={() => {
            passwordChanged()
            showToast({ tone: 'good', title: t('password.changed') })
          }}
          onLeave={[t('person.signOut'), () => void bridge.signOut().then(signedOut)]}
        />
      </div>
    </EntranceFrame>
  )
}
