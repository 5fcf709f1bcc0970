/** What the built application's page may not do. Each claim is tried for real, in the real Electron. */
import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOST_ARGUMENT } from '../../shared/bridge/channels.ts'
import { CONTENT_POLICY } from '../../shared/bridge/content-policy.ts'
import type { WorkbenchBridge } from '../../shared/bridge/workbench-bridge.ts'
import { isLeftOut, ROOT } from './runtime.ts'
import { launchArguments, startWorkbench, type WorkbenchApp } from './workbench-app.ts'

describe.skipIf(isLeftOut('desktop'))('the page of the desktop application', () => {
  let workbench: WorkbenchApp
  /** A server outside: whatever it hears has escaped. */
  let outside: Server
  let outsideUrl: string
  const heard: string[] = []

  beforeAll(async () => {
    outside = createServer((request, response) => {
      heard.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*')
      response.end('outside')
    })
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
    outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
    workbench = await startWorkbench({ language: 'ja' })
  })
  afterAll(async () => {
    await workbench?.close()
    outside?.close()
  })

  test('is the workbench itself, served with its content policy', async () => {
    expect(workbench.page.url()).toMatch(/^app:\/\/workbench\/index\.html/)
    const policy = await workbench.page.evaluate(async () =>
      (await fetch('app://workbench/index.html')).headers.get('content-security-policy'),
    )
    expect(policy).toBe(CONTENT_POLICY)
  })

  test('knows nothing of Node or Electron', async () => {
    const found = await workbench.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'].filter(
        (name) => name in window,
      ),
    )
    expect(found).toEqual([])
  })

  test('lives in an isolated, sandboxed context', async () => {
    const preferences = await workbench.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) =>
        (webContents as unknown as { getLastWebPreferences(): unknown }).getLastWebPreferences(),
      ),
    )
    expect(preferences).toHaveLength(1)
    expect(preferences[0]).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    })
  })

  test('gets exactly the bridge, frozen', async () => {
    const bridge = await workbench.page.evaluate(() => {
      const { workbench } = window as unknown as { workbench: Record<string, unknown> }
      const before = workbench.signIn
      try {
        workbench.signIn = () => 'stolen'
      } catch {
        // Some versions throw, others ignore it.
      }
      return {
        names: Object.keys(workbench).sort(),
        environments: Object.keys(workbench.environments as object).sort(),
        same: workbench.signIn === before,
      }
    })
    expect(bridge).toEqual({
      names: [
        'appVersion',
        'bytes',
        'call',
        'environments',
        'exportRelease',
        'host',
        'locale',
        'signIn',
        'signOut',
        'startAddress',
      ],
      environments: ['choose', 'forget', 'known', 'probe'],
      same: true,
    })
  })

  test('cannot run code that is not its own', async () => {
    const ran = await workbench.page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.inlineRan = true'
      document.head.append(script)
      script.remove()
      // In a task of its own: while Playwright evaluates, the policy against eval is lifted for it.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return 1')())
          } catch {
            resolve('refused')
          }
        }),
      )
      return { inline: 'inlineRan' in window, evaluated }
    })
    expect(ran).toEqual({ inline: false, evaluated: 'refused' })
  })

  test('cannot leave', async () => {
    const prevented = await nextPrevented('will-frame-navigate')
    await workbench.page.evaluate(
      (url) => void setTimeout(() => location.assign(url)),
      `${outsideUrl}/navigated`,
    )
    expect(await prevented()).toBe(true)
    expect(workbench.page.url()).toMatch(/^app:\/\/workbench\//)
    expect(heard).toEqual([])
  })

  test('cannot open a window', async () => {
    const opened = await workbench.page.evaluate(
      (url) => [window.open(url), window.open('about:blank'), window.open('app://workbench/index.html')],
      `${outsideUrl}/opened`,
    )
    expect(opened).toEqual([null, null, null])
    expect(await workbench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('cannot embed a page', async () => {
    const embedded = await workbench.page.evaluate(async (url) => {
      const frame = document.createElement('iframe')
      const violated = new Promise<string>((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        }),
      )
      frame.src = `${url}/framed`
      document.body.append(frame)
      const directive = await violated
      frame.remove()
      return { directive, webview: 'loadURL' in document.createElement('webview') }
    }, outsideUrl)
    expect(embedded).toEqual({ directive: 'frame-src', webview: false })
    expect(heard).toEqual([])
  })

  test('is denied every permission it asks for or asks about', async () => {
    const answers = await workbench.page.evaluate(async () => {
      const failure = (act: Promise<unknown>) =>
        act.then(() => 'allowed').catch((problem: Error) => problem.name)
      const states = await Promise.all(
        ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      )
      return {
        states,
        notification: await Notification.requestPermission(),
        media: await failure(navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await failure(navigator.mediaDevices.getDisplayMedia({ video: true })),
        clipboard: await failure(navigator.clipboard.readText()),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('allowed'),
            (problem) => resolve(problem.code),
          ),
        ),
      }
    })
    expect(answers.states).toEqual(Array(5).fill('denied'))
    expect(answers.notification).toBe('denied')
    for (const name of [answers.media, answers.screen, answers.clipboard]) expect(name).not.toBe('allowed')
    expect(answers.place).toBe(1)
  })

  test('cannot download', async () => {
    await workbench.app.evaluate(({ session }) => {
      Object.assign(globalThis, {
        prevented: new Promise<boolean>((resolve) =>
          session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented)),
        ),
      })
    })
    await workbench.page.evaluate(() => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob(['1,2,3']))
      link.download = 'patients.csv'
      setTimeout(() => link.click())
    })
    expect(await wasPrevented()).toBe(true)
  })

  test('cannot read files of the computer, nor of the application beside its own', async () => {
    const answers = await workbench.page.evaluate(async () => {
      const status = (url: string) =>
        fetch(url).then(
          (response) => response.status,
          () => 'failed',
        )
      return Promise.all(
        [
          'file:///etc/passwd',
          'app://workbench/..%2fmain/index.js',
          'app://workbench/package.json',
          'app://elsewhere/',
        ].map(status),
      )
    })
    expect(answers).toEqual(['failed', 404, 404, 'failed'])
  })

  test('cannot reach any network, even were its content policy gone', async () => {
    const reach = (path: string) =>
      workbench.page.evaluate(async (url) => {
        const image = new Promise((resolve) => {
          const picture = new Image()
          picture.onload = () => resolve('loaded')
          picture.onerror = () => resolve('failed')
          picture.src = `${url}-image`
        })
        const sent = fetch(url, { mode: 'no-cors' }).then(
          () => 'sent',
          () => 'failed',
        )
        const socket = new Promise((resolve) => {
          try {
            const line = new WebSocket(url.replace('http', 'ws'))
            line.onerror = () => resolve('failed')
            line.onopen = () => resolve('open')
          } catch {
            resolve('failed')
          }
        })
        return [await sent, await image, await socket]
      }, `${outsideUrl}/${path}`)
    expect(await reach('with-policy')).toEqual(['failed', 'failed', 'failed'])
    const devtools = await workbench.page.context().newCDPSession(workbench.page)
    await devtools.send('Page.setBypassCSP', { enabled: true })
    await workbench.page.reload()
    expect(await reach('without-policy')).toEqual(['failed', 'failed', 'failed'])
    await devtools.send('Page.setBypassCSP', { enabled: false })
    await workbench.page.reload()
    expect(heard).toEqual([])
  })

  test('is the only one who is answered over IPC', async () => {
    const preload = join(ROOT, 'out', 'preload', 'index.cjs')
    const argument = HOST_ARGUMENT + encodeURIComponent(JSON.stringify({ locale: 'ja' }))
    const foreign = await workbench.app.evaluate(
      async ({ BrowserWindow }, given) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: { preload: given.preload, additionalArguments: [given.argument], sandbox: true },
        })
        // The very page and preload of the workbench, but in a window that is not its own.
        await other.loadURL('app://workbench/index.html')
        const answer = await other.webContents.executeJavaScript(
          "window.workbench.environments.known().then(() => 'answered', (problem) => String(problem))",
        )
        other.destroy()
        return String(answer)
      },
      { preload, argument },
    )
    expect(foreign).toContain('refused')
    const own = await workbench.page.evaluate(() =>
      (window as unknown as { workbench: WorkbenchBridge }).workbench.environments.known(),
    )
    expect(own).toEqual([])
  })

  test('is answered with a problem, not an error, for input that is not of the contract', async () => {
    const problems = await workbench.page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: what the types forbid is what is tried
      const { workbench } = window as any
      const answers = await Promise.all([
        workbench.call('sessions.sign-in', { login: 'a', password: 'b' }),
        workbench.call('releases.download', { releaseId: 'rel_aaaa1111' }),
        workbench.call('no.such', {}),
        workbench.call('__proto__', {}),
        workbench.bytes('permits.mine', {}),
        workbench.call('queries.run', { permitId: '../../etc', sql: 'SELECT 1' }),
        workbench.environments.probe({ toString: 'x' }),
        workbench.environments.probe('file:///etc/passwd'),
        workbench.signIn({ login: 1, password: null }),
        workbench.exportRelease({ releaseId: '../x', suggestedName: 'x' }),
      ])
      return answers.map((answer) => answer.problem?.code)
    })
    expect(problems).toEqual(Array(10).fill('input-invalid'))
  })

  test('is in one window of one process: a second start only brings it forward', async () => {
    const again = spawn(
      workbench.executablePath,
      launchArguments({ profile: workbench.profile, language: 'ja' }),
      {
        env: { ...process.env, DISPLAY: workbench.displayName },
        stdio: 'ignore',
      },
    )
    const code = await new Promise((resolve) => again.once('exit', resolve))
    expect(code).toBe(0)
    expect(await workbench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('has a menu in the language of the system, without developer tools', async () => {
    const labels = await workbench.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.flatMap((item) => [
        item.label,
        ...(item.submenu?.items.map(({ label }) => label) ?? []),
      ]),
    )
    expect(labels).toEqual(expect.arrayContaining(['編集', '元に戻す', '表示', '拡大']))
    expect(labels).not.toContain('開発者ツール')
    await workbench.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.openDevTools(),
    )
    const opened = await workbench.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.isDevToolsOpened(),
    )
    expect(opened).toBe(false)
  })

  /**
   * Asks whether the application's own handlers had prevented the next such event; listens last, so it sees the outcome,
   * and before this returns, since what causes the event goes to another process.
   */
  async function nextPrevented(event: 'will-frame-navigate'): Promise<() => Promise<boolean>> {
    await workbench.app.evaluate(({ BrowserWindow }, name) => {
      Object.assign(globalThis, {
        prevented: new Promise<boolean>((resolve) =>
          BrowserWindow.getAllWindows()[0]?.webContents.once(name, (details) =>
            resolve((details as unknown as { defaultPrevented: boolean }).defaultPrevented),
          ),
        ),
      })
    }, event)
    return wasPrevented
  }

  const wasPrevented = () =>
    workbench.app.evaluate(() => Reflect.get(globalThis, 'prevented') as Promise<boolean>)
})
