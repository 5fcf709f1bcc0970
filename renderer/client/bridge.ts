/** The one way out of the renderer: what preload gives on the desktop, the same over fetch in a browser. */
import type { WorkbenchBridge } from '../../shared/bridge/workbench-bridge.ts'
import { makeBrowserBridge } from './browser-bridge.ts'

declare global {
  interface Window {
    workbench?: WorkbenchBridge
  }
}

export const bridge: WorkbenchBridge = window.workbench ?? makeBrowserBridge(window.location.origin)
