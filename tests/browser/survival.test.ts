/** A survival curve on the screen: recognised, merged, seen as it leaves, submitted, judged. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import { CONTEXT } from '../fixtures/a-submission.ts'
import { runSql, type Screen, screenOf, signIn, signOut, stopAtFirstFailure } from '../fixtures/main-job.ts'
import { survivalSql } from '../fixtures/survival-sql.ts'
import { openPortal, type PortalBrowser } from './portal-browser.ts'

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'a survival curve on the screen (%s)',
  (language) => {
    let folder: string
    let service: Service
    let portal: PortalBrowser
    let screen: Screen
    const complaints: string[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'visiting-survival-'))
      service = await aService(folder)
      portal = await openPortal(service.address, language)
      await portal.page.setViewportSize({ width: 1280, height: 800 })
      await portal.page.emulateMedia({ colorScheme: language === 'ja' ? 'light' : 'dark' })
      screen = screenOf(portal.page, { where: 'survival', language })
      portal.page.on('pageerror', (error) => complaints.push(error.message))
      await portal.page.getByTestId('sign-in').waitFor()
      await signIn(screen, 'sato')
    }, 240_000)
    stopAtFirstFailure(() => screen)
    afterAll(async () => {
      await portal?.close()
      await service?.stop()
      if (folder) rmSync(folder, { recursive: true, force: true })
    })
    const at = (testId: string) => portal.page.getByTestId(testId)

    test('is recognised by its columns, which can be changed', async () => {
      await runSql(screen, survivalSql())
      await at('submit-output').click()
      await at('survival-columns').waitFor({ timeout: 60_000 })
      for (const [field, column] of Object.entries({
        time: 'month',
        atRisk: 'at_risk',
        events: 'deaths',
        censored: 'censored',
        strata: 'sex',
      }))
        expect(await at(`survival-${field}`).inputValue()).toBe(column)
      await at('form-report').waitFor({ timeout: 120_000 })
      await at('preflight').waitFor()
      await screen.shot('1-recognised')
    }, 240_000)

    test('shows the merged steps, the figure as it would leave, and the table without merging', async () => {
      const hidden = async (within: string) =>
        at(within).locator('[role=gridcell][data-status]:not([data-status=shown])').count()
      await at('preflight').getByRole('gridcell').first().waitFor()
      expect(await hidden('preflight')).toBe(0)
      await at('form-view').locator('label').nth(1).click()
      await at('form-picture').waitFor()
      await screen.shot('2-figure')
      await at('form-view').locator('label').nth(2).click()
      await at('form-before').getByRole('gridcell').first().waitFor({ timeout: 60_000 })
      expect(await hidden('form-before')).toBeGreaterThan(5)
      await screen.shot('3-before')
      await at('form-view').locator('label').nth(0).click()
    }, 120_000)

    test('is submitted as a curve', async () => {
      await at('submit-title').fill('性別の生存曲線')
      for (const [field, words] of Object.entries(CONTEXT)) await at(`submit-${field}`).fill(words)
      await expect.poll(() => at('submit-send').isEnabled(), { timeout: 60_000 }).toBe(true)
      await screen.shot('4-filled')
      await at('submit-send').click()
      await at('submit-dialog').waitFor({ state: 'detached', timeout: 120_000 })
      await at('output-detail').getByTestId('form-report').waitFor()
      await screen.shot('5-submitted')
      const [output] = (await (await service.as('sato')).call('outputs.list', {})).outputs
      expect(output?.items).toMatchObject([{ kind: 'table', form: 'survival' }])
    }, 240_000)

    test('lies on the desk with its steps, findings and figure', async () => {
      await signOut(screen)
      await signIn(screen, 'suzuki')
      await at('rail-review').click()
      await at('review-queue').getByText('性別の生存曲線').first().click()
      await at('review-desk').getByTestId('form-report').waitFor()
      expect(await at('form-report').getAttribute('data-kind')).toBe('survival')
      await screen.shot('6-desk')
      await at('desk-tab-chart').click()
      await at('desk-figure').waitFor()
      await screen.shot('7-desk-figure')
      expect(complaints).toEqual([])
    }, 120_000)
  },
)
