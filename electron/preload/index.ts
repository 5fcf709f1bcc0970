/**
 * The only bridge between the page and the application: `window.workbench`, method by method. The page gets no
 * channel names, no events, no Electron; what it sends is checked again in main.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS, HOST_ARGUMENT, type HostFacts } from '../../shared/bridge/channels.ts'
import type { WorkbenchBridge } from '../../shared/bridge/workbench-bridge.ts'

const argument = process.argv.find((arg) => arg.startsWith(HOST_ARGUMENT))?.slice(HOST_ARGUMENT.length) ?? ''
const facts: HostFacts = JSON.parse(decodeURIComponent(argument))

const bridge: WorkbenchBridge = {
  host: 'desktop',
  appVersion: facts.appVersion,
  startAddress: facts.startAddress,
  locale: facts.locale,
  environments: {
    known: () => ipcRenderer.invoke(CHANNELS.known),
    probe: (address) => ipcRenderer.invoke(CHANNELS.probe, address),
    choose: ({ address, identity }) =>
      ipcRenderer.invoke(CHANNELS.choose, { address, fingerprint: identity.fingerprint }),
    forget: (address) => ipcRenderer.invoke(CHANNELS.forget, address),
  },
  signIn: ({ login, password }) => ipcRenderer.invoke(CHANNELS.signIn, { login, password }),
  signOut: () => ipcRenderer.invoke(CHANNELS.signOut),
  call: (name, input) => ipcRenderer.invoke(CHANNELS.call, { name, input }),
  bytes: (name, input) => ipcRenderer.invoke(CHANNELS.bytes, { name, input }),
  exportRelease: ({ releaseId, suggestedName }) =>
    ipcRenderer.invoke(CHANNELS.exportRelease, { releaseId, suggestedName }),
}

contextBridge.exposeInMainWorld('workbench', bridge)
