/** The main job in a browser: Debian's or any Chromium against the portal of a real environment, nothing installed. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { isLeftOut } from '../desktop/runtime.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import {
  approve,
  gridTexts,
  openNewestOutput,
  runSql,
  type Screen,
  screenOf,
  signIn,
  signOut,
  stopAtFirstFailure,
  submitResult,
} from '../fixtures/main-job.ts'
import { openPortal, type PortalBrowser } from './portal-browser.ts'

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'the main job in a browser (%s)',
  (language) => {
    let folder: string
    let service: Service
    let portal: PortalBrowser
    let screen: Screen
    let outputId: string
    const asked: string[] = []
    const complaints: string[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'visiting-browser-'))
      service = await aService(folder)
      portal = await openPortal(service.address, language)
      screen = screenOf(portal.page, { where: 'browser', language })
      portal.page.on('request', (request) => asked.push(new URL(request.url()).origin))
      portal.page.on('pageerror', (error) => complaints.push(error.message))
      portal.page.on('console', (message) => {
        // Asking whether a session goes on is answered 401 where there is none.
        const ordinary = message.text().includes('401') && message.location().url.endsWith('/api/session')
        if (message.type() === 'error' && !ordinary) complaints.push(message.text())
      })
    })
    stopAtFirstFailure(() => screen)
    afterAll(async () => {
      await portal?.close()
      await service?.stop()
      if (folder) rmSync(folder, { recursive: true, force: true })
    })

    test('signs in with a cookie that no script can read', async () => {
      await portal.page.getByTestId('sign-in').waitFor()
      await screen.shot('sign-in')
      await signIn(screen, 'sato')
      const cookies = await portal.context.cookies()
      expect(cookies).toHaveLength(1)
      expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
      expect(await portal.page.evaluate(() => document.cookie)).toBe('')
      const stored = await portal.page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      )
      expect(stored).not.toContain(cookies[0]?.value)
    })

    test('goes on after the page was loaded again', async () => {
      await portal.page.reload()
      await portal.page.getByTestId('shell').waitFor()
    })

    test('runs a linked-cohort query and sees its rows, small cells masked', async () => {
      await runSql(screen, DEMO_SQL)
      await portal.page.getByTestId('row-count').waitFor()
      const rows = await gridTexts(screen, 'result-grid')
      expect(rows.length).toBeGreaterThan(4)
      const masked = portal.page.getByTestId('result-grid').locator('[data-mask="below-minimum"]')
      expect(await masked.first().textContent()).toContain('‹10')
      await screen.shot('workbench-grid')
    })

    test('sees the chart of it', async () => {
      await portal.page.getByTestId('tab-chart').click()
      await portal.page
        .getByTestId('plot')
        .locator('.point, .scatterlayer .trace')
        .first()
        .waitFor({ state: 'attached' })
      await screen.shot('workbench-chart')
    })

    test('submits it, and two reviewers who are not on the permit clear it', async () => {
      await submitResult(screen)
      const { id, state } = await openNewestOutput(screen)
      outputId = id
      expect(state).toBe('in-review')
      for (const reviewer of ['suzuki', 'takahashi']) {
        await signOut(screen)
        await signIn(screen, reviewer)
        await approve(screen, outputId)
      }
      await signOut(screen)
    })

    test('saves a file that verifies, checked in the browser before it is saved', async () => {
      await signIn(screen, 'sato')
      expect(await openNewestOutput(screen)).toEqual({ id: outputId, state: 'released' })
      const saving = portal.page.waitForEvent('download')
      await portal.page.getByTestId('export-release').click()
      const download = await saving
      expect(download.suggestedFilename()).toMatch(/\.zip$/)
      const path = join(folder, 'release.zip')
      await download.saveAs(path)
      const { fingerprint } = await service.open.call('environment.identity', {})
      const said = execFileSync(
        process.execPath,
        [CLI, 'release', 'verify', path, '--fingerprint', fingerprint, '--json'],
        { encoding: 'utf8' },
      )
      expect(JSON.parse(said)).toMatchObject({ ok: true })
      await screen.shot('exported')
    })

    test('asks nobody but the environment, and breaks no rule of its own page', () => {
      expect([...new Set(asked)].filter((origin) => origin !== 'null')).toEqual([service.address])
      expect(complaints).toEqual([])
    })
  },
)
