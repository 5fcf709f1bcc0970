/** From nothing to a room: find the environment, sign in, change a first password, enter. */
import { Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { bridge } from '../client/bridge.ts'
import { enterEnvironment, signedIn, useSession } from '../client/session.ts'
import { Connect } from './Connect.tsx'
import styles from './Entrance.module.css'
import { FirstPassword } from './FirstPassword.tsx'
import { canBeEntered } from './FoundEnvironment.tsx'
import { featuresFor } from './features.tsx'
import { Shell } from './Shell.tsx'
import { SignIn } from './SignIn.tsx'

/**
 * Goes straight on where nothing needs a decision: a browser has only its own origin, and a desktop that was started
 * for a known environment which still shows the same key may enter it. All else is for the Connect screen.
 */
async function enterByItself(): Promise<void> {
  if (!bridge.startAddress) return
  const probed = await bridge.environments.probe(bridge.startAddress)
  if (!probed.ok || !canBeEntered(probed.value)) return
  if (bridge.host === 'desktop' && probed.value.trust !== 'same') return
  const chosen = await bridge.environments.choose(probed.value)
  if (!chosen.ok) return
  enterEnvironment({ ...probed.value, trust: 'same' })
  await resumeSession()
}

/** A session of before (a reloaded page) goes on without a new sign-in. */
export async function resumeSession(): Promise<void> {
  const current = await bridge.call('sessions.current', {})
  if (current.ok) signedIn(current.value)
}

export function Entrance() {
  const [trying, setTrying] = useState(true)
  const [lookingAround, setLookingAround] = useState(false)
  const { environment, visitor, mustChangePassword } = useSession()

  useEffect(() => {
    void enterByItself().finally(() => setTrying(false))
  }, [])

  useEffect(() => {
    if (visitor) setLookingAround(false)
  }, [visitor])

  if (trying) {
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    )
  }
  if (!environment) return <Connect />
  if (visitor && mustChangePassword) return <FirstPassword />
  if (visitor || lookingAround) return <Shell onSignIn={() => setLookingAround(false)} />
  const openRooms = featuresFor(null).length > 0
  return <SignIn onLookAround={openRooms ? () => setLookingAround(true) : null} />
}
