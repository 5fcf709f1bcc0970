/** The one window: rail, room, status bar. Rooms are kept to what the visitor's roles allow; the address is a hash. */
import { Loader } from '@mantine/core'
import { Suspense, useEffect } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { useSession } from '../client/session.ts'
import { About } from './About.tsx'
import { useExpiryWarning } from './expiry.ts'
import { DIGITS, type Feature, featuresFor, homeOf, pathOf } from './features.tsx'
import { Guard } from './Guard.tsx'
import { KeySheet } from './KeySheet.tsx'
import { Palette } from './Palette.tsx'
import { usePortalOnly } from './portal.ts'
import { Rail } from './Rail.tsx'
import styles from './Shell.module.css'
import { StatusBar } from './StatusBar.tsx'
import { SignInContext } from './sign-in-context.ts'

export function Shell({ onSignIn }: { onSignIn: () => void }) {
  return (
    <Router hook={useHashLocation}>
      <SignInContext value={onSignIn}>
        <Window onSignIn={onSignIn} />
      </SignInContext>
    </Router>
  )
}

function Window({ onSignIn }: { onSignIn: () => void }) {
  const visitor = useSession((session) => session.visitor)
  const portalOnly = usePortalOnly()
  const features = featuresFor(visitor, { portalOnly })
  const home = homeOf(features)
  const [location] = useLocation()
  useDigits(features)
  useExpiryWarning()
  // What was pressed to come here is gone: the keys go on in the room, not at the top of the rail.
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector('main')?.focus()
  }, [])
  return (
    <div className={styles.window} data-testid="shell">
      <Rail features={features} onSignIn={onSignIn} />
      <main className={styles.room} tabIndex={-1}>
        <Guard resetOn={location}>
          <Suspense
            fallback={
              <div className={styles.waiting}>
                <Loader size="sm" />
              </div>
            }
          >
            <Switch>
              {features.map(({ id, Room }) => (
                <Route key={id} path={pathOf(id)} nest>
                  <Room />
                </Route>
              ))}
              {home && (
                <Route>
                  <Redirect to={pathOf(home.id)} replace />
                </Route>
              )}
            </Switch>
          </Suspense>
        </Guard>
      </main>
      <StatusBar />
      <Palette features={features} />
      <KeySheet features={features} />
      <About />
    </div>
  )
}

/** Ctrl or Cmd with a digit opens a room; Alt too, because browsers keep Ctrl+digit for their own tabs. */
function useDigits(features: readonly Feature[]): void {
  const [, go] = useLocation()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey || event.altKey) || event.shiftKey) return
      const digit = /^Digit([1-7])$/.exec(event.code)?.[1]
      const feature = digit && features.find(({ id }) => DIGITS[id] === Number(digit))
      if (!feature) return
      event.preventDefault()
      go(pathOf(feature.id))
      // Tab goes on inside the room, not through the rail again.
      document.querySelector('main')?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [features, go])
}
