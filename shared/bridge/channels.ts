/** The names under which preload and main speak; one for each method of the bridge, and no others. */
export const CHANNELS = {
  known: 'workbench:known',
  probe: 'workbench:probe',
  choose: 'workbench:choose',
  forget: 'workbench:forget',
  signIn: 'workbench:sign-in',
  signOut: 'workbench:sign-out',
  call: 'workbench:call',
  bytes: 'workbench:bytes',
  exportRelease: 'workbench:export-release',
} as const

/** What the page is told about its host at start, passed to the preload as one argument of its process. */
export interface HostFacts {
  appVersion: string
  startAddress: string | null
  locale: string
}
export const HOST_ARGUMENT = '--workbench-host='
