/** A figure's words and a model's columns on the screen, with what the checks say of them at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import { runSql, type Screen, screenOf, signIn, stopAtFirstFailure } from '../fixtures/main-job.ts'
import { openPortal, type PortalBrowser } from './portal-browser.ts'

/** The old by year of birth; in some years few are of the prefecture. */
const BORN = `SELECT p.birth_year AS born,
  count(DISTINCT p.person_id) FILTER (WHERE p.prefecture_code = '27') AS persons
FROM ndb.person AS p WHERE p.birth_year BETWEEN 1925 AND 1950 GROUP BY born ORDER BY born`
const MODEL = `WITH d AS (
  SELECT p.person_id, CASE WHEN x.person_id IS NULL THEN 0 ELSE 1 END AS y, CASE WHEN p.sex = '2' THEN 1 ELSE 0 END AS x
  FROM ndb.person AS p LEFT JOIN ndb.death AS x ON x.person_id = p.person_id WHERE p.birth_year < 1945)
SELECT '(Intercept)' AS term, regr_intercept(y, x) AS estimate, count(DISTINCT person_id) AS n,
  count(DISTINCT person_id) AS persons FROM d
UNION ALL
SELECT 'female', regr_slope(y, x), count(DISTINCT person_id), count(DISTINCT person_id) FILTER (WHERE x = 1) FROM d`

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'figures and models on the screen (%s)',
  (language) => {
    let folder: string
    let service: Service
    let portal: PortalBrowser
    let screen: Screen
    const complaints: string[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'visiting-figures-'))
      service = await aService(folder)
      portal = await openPortal(service.address, language)
      await portal.page.setViewportSize({ width: 1280, height: 800 })
      await portal.page.emulateMedia({ colorScheme: language === 'ja' ? 'dark' : 'light' })
      screen = screenOf(portal.page, { where: 'figures', language })
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

    test('a guess of a hidden number in a figure stops it, and taking it out lets it go on', async () => {
      await runSql(screen, BORN)
      await at('submit-output').click()
      await at('form-kind').locator('label').nth(1).click()
      await at('figure-fields').waitFor()
      await at('figure-yTitle').fill(language === 'ja' ? '人数（人）' : 'Persons')
      await at('figure-hover').fill('{x}: {y}')
      await at('form-view').locator('label').nth(1).click()
      await at('form-picture').waitFor({ timeout: 60_000 })
      await screen.shot('1-figure')
      await at('annotation-x').fill('1940')
      await at('annotation-text').fill('n = 4')
      await at('annotation-add').click()
      await expect
        .poll(() => at('preflight-counts').getAttribute('data-standing'), { timeout: 60_000 })
        .toBe('bad')
      await at('form-view').locator('label').nth(0).click()
      await screen.shot('2-refused')
      await at('figure-fields')
        .getByRole('button')
        .filter({ has: portal.page.locator('svg') })
        .first()
        .click()
      await expect
        .poll(() => at('preflight-counts').getAttribute('data-standing'), { timeout: 60_000 })
        .toBe('good')
    }, 240_000)

    test('a model is recognised, and what was measured is told term by term', async () => {
      await portal.page.keyboard.press('Escape')
      await at('submit-dialog').waitFor({ state: 'detached' })
      await runSql(screen, MODEL)
      await at('submit-output').click()
      await at('model-columns').waitFor({ timeout: 60_000 })
      expect(await at('model-persons').inputValue()).toBe('persons')
      await at('form-report').waitFor({ timeout: 60_000 })
      expect(await at('form-report').getAttribute('data-kind')).toBe('model')
      await screen.shot('3-model')
      expect(complaints).toEqual([])
    }, 240_000)
  },
)
