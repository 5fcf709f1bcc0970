/** Charts of epidemiology on the screen: recognised by their columns, one click from each other, remembered by query. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { runSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

const AGES = `SELECT CAST((2024 - p.birth_year) // 5 * 5 AS VARCHAR) || '-' || CAST((2024 - p.birth_year) // 5 * 5 + 4 AS VARCHAR) AS age_band,
  p.sex AS sex, count(DISTINCT p.person_id) AS persons
FROM ndb.person AS p GROUP BY 1, 2 ORDER BY persons DESC`
const BY_AREA = `WITH d AS (
  SELECT p.person_id, p.prefecture_code, CASE WHEN x.person_id IS NULL THEN 0.0 ELSE 1.0 END AS died
  FROM ndb.person AS p LEFT JOIN ndb.death AS x ON x.person_id = p.person_id)
SELECT prefecture_code, avg(died) AS risk, avg(died) - 1.96 * sqrt(avg(died) * (1 - avg(died)) / count(DISTINCT person_id)) AS risk_low,
  avg(died) + 1.96 * sqrt(avg(died) * (1 - avg(died)) / count(DISTINCT person_id)) AS risk_high
FROM d GROUP BY prefecture_code ORDER BY risk`
const RATIOS = BY_AREA.replaceAll('risk', 'rr').replaceAll('avg(died)', '(avg(died) * 1.0)')
const MONTHS = `SELECT CAST(date_trunc('month', n.diagnosis_date) AS DATE) AS month, n.severity AS severity,
  count(DISTINCT n.person_id) AS persons
FROM idb.notification AS n GROUP BY 1, 2 ORDER BY 1, 2`

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'charts of epidemiology on the screen (%s)',
  (language) => {
    const portal = aPortal({
      where: 'charts',
      language,
      size: language === 'ja' ? { width: 1280, height: 800 } : { width: 1920, height: 1080 },
      colours: language === 'ja' ? 'light' : 'dark',
      as: 'sato',
    })
    const { at } = portal
    const plot = () => at('plot')
    const drawn = (selector: string) => plot().locator(selector).count()
    const show = async (sql: string) => {
      await runSql(portal.screen, sql)
      await at('tab-chart').click()
      await plot().locator('.plot-container').waitFor()
    }
    /** Names along an axis, in their order. */
    const names = (axis: 'x' | 'y') => plot().locator(`.${axis}tick text`).allTextContents()

    test('ages by sex are bars in the order of ages, and a pyramid by one click', async () => {
      await show(AGES)
      await plot().locator('.bars .point').first().waitFor()
      const ages = (await names('x')).filter((name) => /^\d/.test(name))
      expect(ages.length).toBeGreaterThan(10)
      expect(ages.map(Number.parseFloat)).toEqual(ages.map(Number.parseFloat).toSorted((a, b) => a - b))
      await portal.screen.shot('1-bars')
      await at('chart-suggest-pyramid').click()
      await expect.poll(async () => (await names('y')).length).toBeGreaterThan(10)
      expect((await names('x')).join('')).not.toMatch(/[-−]/)
      await portal.screen.shot('2-pyramid')
    })

    test('a chart is remembered with its query', async () => {
      await runSql(portal.screen, BY_AREA)
      await expect.poll(() => at('chart-low').inputValue()).toBe('risk_low')
      await runSql(portal.screen, AGES)
      await expect.poll(() => at('chart-suggest-pyramid').getAttribute('aria-pressed')).toBe('true')
    })

    test('columns named like bounds are intervals at once', async () => {
      await show(BY_AREA)
      await expect.poll(() => at('chart-high').inputValue()).toBe('risk_high')
      await expect.poll(() => drawn('.errorbar')).toBeGreaterThan(20)
      await portal.screen.shot('3-intervals')
    })

    test('ratios lie as a forest beside a line at 1', async () => {
      await show(RATIOS)
      await expect.poll(() => at('chart-reference').inputValue()).toBe('1')
      await expect.poll(() => drawn('.errorbar')).toBeGreaterThan(20)
      await portal.screen.shot('4-forest')
    })

    test('months are a trend, an epidemic curve and panels', async () => {
      await show(MONTHS)
      await portal.screen.shot('5-trend')
      await at('chart-suggest-epidemic').click()
      await plot().locator('.bars .point').first().waitFor()
      await portal.screen.shot('6-epidemic')
      await at('chart-suggest-panels').click()
      await expect.poll(() => drawn('.subplot')).toBeGreaterThan(1)
      await portal.screen.shot('7-panels')
    })

    test('is walked through with the arrow keys, point by point', async () => {
      await plot().focus()
      await portal.page.keyboard.press('ArrowRight')
      await expect.poll(() => at('plot-point').textContent()).toMatch(/\d{4}-\d\d-\d\d: \d/)
      const first = await at('plot-point').textContent()
      await portal.page.keyboard.press('ArrowRight')
      await expect.poll(() => at('plot-point').textContent()).not.toBe(first)
      await expect.poll(() => plot().getAttribute('aria-label')).toMatch(/\d/)
    })

    test('says why there is no chart', async () => {
      await runSql(portal.screen, 'SELECT p.person_id, p.birth_year FROM ndb.person AS p LIMIT 5')
      await expect.poll(() => at('chart-cannot').getAttribute('data-why')).toBe('individual')
      await portal.screen.shot('8-cannot')
    })

    test('an empty chart is not offered to reviewers, the table under it is', async () => {
      await runSql(
        portal.screen,
        'SELECT sex, avg(CASE WHEN birth_year > 2100 THEN 1.0 END) AS share FROM ndb.person GROUP BY 1',
      )
      await at('chart-nothing').waitFor()
      await expect.poll(() => at('submit-output').getAttribute('aria-disabled')).toBe('true')
      await portal.page.keyboard.press('Alt+Shift+S')
      await at('toast-info').waitFor()
      await expect.poll(() => at('submit-dialog').count()).toBe(0)
      await at('tab-grid').click()
      await expect.poll(() => at('submit-output').getAttribute('aria-disabled')).toBe('false')
      expect(portal.complaints).toEqual([])
    })
  },
)
