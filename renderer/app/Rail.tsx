import { Divider, Kbd, Modal, Popover, UnstyledButton } from '@mantine/core'
import { IconLogin2, IconUserCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { bridge } from '../client/bridge.ts'
import { leaveEnvironment, signedOut, useSession } from '../client/session.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { mac } from '../ui/mac.ts'
import { showToast } from '../ui/toasts.ts'
import { Appearance } from './Appearance.tsx'
import { showAbout } from './about.ts'
import { BrandMark } from './BrandMark.tsx'
import { DIGITS, type Feature, pathOf } from './features.tsx'
import { showKeys } from './key-sheet.ts'
import { PasswordForm } from './PasswordForm.tsx'
import styles from './Rail.module.css'

const modifier = mac ? '⌘' : bridge.host === 'desktop' ? 'Ctrl+' : 'Alt+'

/** The left rail: the rooms this visitor may enter, and at its foot the person. */
export function Rail({ features, onSignIn }: { features: readonly Feature[]; onSignIn: () => void }) {
  const { t } = useTranslation('app')
  const [location] = useLocation()
  return (
    <nav className={styles.rail} aria-label={t('rail.name')}>
      <div className={styles.brand} title="Visiting Workbench">
        <BrandMark size={26} />
      </div>
      {features.map(({ id, Icon }) => {
        const here = location === pathOf(id) || location.startsWith(`${pathOf(id)}/`)
        return (
          <Link
            key={id}
            href={pathOf(id)}
            className={styles.item}
            aria-current={here ? 'page' : undefined}
            data-testid={`rail-${id}`}
          >
            <Icon size={21} stroke={1.6} aria-hidden />
            <span className={styles.label}>{t(`feature.${id}`)}</span>
            {/* Beside the icon, not over the room: a tooltip hid the first lines of lists. */}
            <span className={styles.keys} aria-hidden>
              {modifier}
              {DIGITS[id]}
            </span>
          </Link>
        )
      })}
      <span className={styles.spacer} />
      <Person onSignIn={onSignIn} />
    </nav>
  )
}

function Person({ onSignIn }: { onSignIn: () => void }) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const visitor = useSession((session) => session.visitor)
  const [open, setOpen] = useState(false)
  const [changing, setChanging] = useState(false)

  /** Closes what was open before it acts. */
  const acting = (act: () => void) => () => {
    setOpen(false)
    act()
  }

  async function signOut() {
    await bridge.signOut()
    signedOut()
  }

  return (
    <>
      <Popover
        position="right-end"
        width={270}
        shadow="md"
        trapFocus
        returnFocus
        opened={open}
        onChange={setOpen}
      >
        <Popover.Target>
          <UnstyledButton
            className={styles.item}
            onClick={() => setOpen(!open)}
            data-testid="person-menu"
            aria-description={t('person.menu')}
          >
            <IconUserCircle size={21} stroke={1.6} aria-hidden />
            <span className={styles.label} data-person>
              {visitor ? bilingual(language, visitor, 'name') : t('person.nobody')}
            </span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={4} aria-label={t('person.menu')}>
          {visitor && (
            <div className={styles.person}>
              <div className={styles.personName}>{bilingual(language, visitor, 'name')}</div>
              <div className="vw-dim">{bilingual(language, visitor, 'institution')}</div>
              <div className="vw-dim">{visitor.roles.map((role) => t(`terms:role.${role}`)).join(' · ')}</div>
            </div>
          )}
          <div className={styles.appearance}>
            <Appearance fullWidth />
          </div>
          <Divider my={4} />
          <UnstyledButton className={styles.act} onClick={acting(showKeys)} data-testid="show-keys">
            {t('keys.title')}
            <Kbd size="xs" ml="auto">
              F1
            </Kbd>
          </UnstyledButton>
          <UnstyledButton className={styles.act} onClick={acting(showAbout)} data-testid="show-about">
            {t('about.title')}
          </UnstyledButton>
          {visitor && (
            <UnstyledButton
              className={styles.act}
              onClick={acting(() => setChanging(true))}
              data-testid="change-password"
            >
              {t('person.password')}
            </UnstyledButton>
          )}
          {visitor ? (
            <UnstyledButton
              className={styles.act}
              onClick={acting(() => void signOut())}
              data-testid="sign-out"
            >
              {t('person.signOut')}
            </UnstyledButton>
          ) : (
            <UnstyledButton className={styles.act} onClick={acting(onSignIn)} data-testid="go-sign-in">
              <IconLogin2 size={15} />
              {t('signIn.title')}
            </UnstyledButton>
          )}
          {bridge.host === 'desktop' && (
            <UnstyledButton
              className={styles.act}
              onClick={acting(() => void bridge.signOut().then(leaveEnvironment))}
              data-testid="leave-environment"
            >
              {t('signIn.otherEnvironment')}
            </UnstyledButton>
          )}
        </Popover.Dropdown>
      </Popover>
      <Modal
        opened={changing && visitor !== null}
        onClose={() => setChanging(false)}
        title={t('password.title')}
        size="sm"
      >
        <PasswordForm
          onChanged={() => {
            setChanging(false)
            showToast({ tone: 'good', title: t('password.changed') })
          }}
          onLeave={[t('cancel'), () => setChanging(false)]}
        />
      </Modal>
    </>
  )
}
