import { bridge } from '../client/bridge.ts'
import { useSession } from '../client/session.ts'

/** True in a browser where the environment's operator keeps analysis to the desktop application. */
export const usePortalOnly = (): boolean =>
  useSession(
    ({ environment }) => bridge.host === 'browser' && environment?.identity.workbenchInBrowser === false,
  )
