import { useContext } from 'react'
import { useLocation } from 'wouter'
import { Tray } from '../applications/Tray.tsx'
import { CatalogRoom } from '../catalog/CatalogRoom.tsx'
import styles from './CatalogWithTray.module.css'
import { SignInContext } from './sign-in-context.ts'

/** The catalog with what another room hangs into it: gathering for an application. */
export function CatalogWithTray() {
  const [, go] = useLocation()
  const onSignIn = useContext(SignInContext)
  return (
    <div className={styles.room}>
      <div className={styles.catalog}>
        <CatalogRoom />
      </div>
      {/* `~` leaves the room: the path is counted from the window. */}
      <Tray onSignIn={onSignIn} onOpen={(id) => go(`~/applications/mine/${id}`)} />
    </div>
  )
}
