/** The main job in a browser: Debian's or any Chromium against the portal of a real environment, nothing installed. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { isLeftOut } from '../desktop/runtime.ts'
import { CLI } from '../fixtures/build-once.ts'
import {
  approve,
  gridTexts,
  openNewestOutput,
  runSql,
  signIn,
  signOut,
  submitResult,
} from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

const USUAL = { width: 1440, height: 900 }
/** What is left of 1280 by 800 where all is enlarged half as much again. */
const SMALL = { width: 853, height: 533 }

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'the main job in a browser (%s)',
  (language) => {
    let outputId: string
    const asked: string[] = []
    /** Errors in the page's console. */
    const said: string[] = []

    const portal = aPortal({
      where: 'browser',
      language,
      opened: ({ page }) => {
        page.on('request', (request) => asked.push(new URL(request.url()).origin))
        page.on('console', (message) => {
          // Asking whether a session goes on is answered 401 where there is none.
          const ordinary = message.text().includes('401') && message.location().url.endsWith('/api/session')
          if (message.type() === 'error' && !ordinary) said.push(message.text())
        })
      },
    })
    const { at } = portal

    test('signs in with a cookie that no script can read', async () => {
      await at('sign-in').waitFor()
      await portal.screen.shot('sign-in')
      await signIn(portal.screen, 'sato')
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
      await at('shell').waitFor()
    })

    test('runs a linked-cohort query and sees its rows, small cells masked', async () => {
      await runSql(portal.screen, DEMO_SQL)
      await at('row-count').waitFor()
      await expect.poll(async () => (await gridTexts(portal.screen, 'result-grid')).length).toBeGreaterThan(4)
      const masked = at('result-grid').locator('[data-mask="below-minimum"]')
      await expect.poll(() => masked.first().textContent()).toContain('‹10')
      await portal.screen.shot('workbench-grid')
    })

    test('sees the chart of it', async () => {
      await at('tab-chart').click()
      await at('plot').locator('.point, .scatterlayer .trace').first().waitFor({ state: 'attached' })
      await portal.screen.shot('workbench-chart')
      // At half a screen, or enlarged half as much again, what is chosen gives way to what is drawn.
      await portal.page.setViewportSize(SMALL)
      await expect.poll(async () => (await at('plot').boundingBox())?.width).toBeGreaterThan(180)
      await portal.page.setViewportSize(USUAL)
    })

    test('submits it, and two reviewers who are not on the permit clear it', async () => {
      await submitResult(portal.screen)
      await expect.poll(async () => (await openNewestOutput(portal.screen)).state).toBe('in-review')
      outputId = (await openNewestOutput(portal.screen)).id
      for (const reviewer of ['suzuki', 'takahashi']) {
        await signOut(portal.screen)
        await signIn(portal.screen, reviewer)
        await approve(portal.screen, outputId)
      }
      await signOut(portal.screen)
    })

    test('saves a file that verifies, checked in the browser before it is saved', async () => {
      await signIn(portal.screen, 'sato')
      await expect.poll(() => openNewestOutput(portal.screen)).toEqual({ id: outputId, state: 'released' })
      const saving = portal.page.waitForEvent('download')
      await at('export-release').click()
      const download = await saving
      expect(download.suggestedFilename()).toMatch(/\.zip$/)
      const path = join(portal.service.data, '..', 'release.zip')
      await download.saveAs(path)
      const { fingerprint } = await portal.service.open.call('environment.identity', {})
      const said = execFileSync(
        process.execPath,
        [CLI, 'release', 'verify', path, '--fingerprint', fingerprint, '--json'],
        { encoding: 'utf8' },
      )
      expect(JSON.parse(said)).toMatchObject({ ok: true })
      await portal.screen.shot('exported')
      await portal.page.setViewportSize(SMALL)
      const grid = at('output-detail').getByTestId('protected-grid')
      await expect.poll(async () => (await grid.boundingBox())?.height).toBeGreaterThan(150)
      await portal.page.setViewportSize(USUAL)
    })

    test('asks nobody but the environment, and breaks no rule of its own page', () => {
      expect([...new Set(asked)].filter((origin) => origin !== 'null')).toEqual([portal.service.address])
      expect([...said, ...portal.complaints]).toEqual([])
    })
  },
)
