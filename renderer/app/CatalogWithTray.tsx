import { useContext } from 'react'
import { useLocation } from 'wouter'
import { Tray } from '../applications/Tray.tsx'
import { CatalogRoom } from '../catalog/CatalogRoom.tsx'
import { WorkbenchLink } from '../catalog/workbench-link.ts'
import styles from './CatalogWithTray.module.css'
import { usePortalOnly } from './portal.ts'
import { SignInContext } from './sign-in-context.ts'

/** The catalog with what other rooms hang into it: gathering for an application, writing SQL against a table. */
export function CatalogWithTray() {
  const [, go] = useLocation()
  const onSignIn = useContext(SignInContext)
  const portalOnly = usePortalOnly()
  return (
    <div className={styles.room}>
      <div className={styles.catalog}>
        {/* `~` leaves the room: the path is counted from the window. */}
        <WorkbenchLink value={portalOnly ? null : (table) => go(`~/workbench/${table}`)}>
          <CatalogRoom />
        </WorkbenchLink>
      </div>
      <Tray onSignIn={onSignIn} onOpen={(id) => go(`~/applications/mine/${id}`)} />
    </div>
  )
}
