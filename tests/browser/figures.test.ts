/** A figure's words and a model's columns on the screen, with what the checks say of them at once. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { runSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

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
    const portal = aPortal({
      where: 'figures',
      language,
      size: { width: 1280, height: 800 },
      colours: language === 'ja' ? 'dark' : 'light',
      as: 'sato',
    })
    const { at } = portal

    test('a guess of a hidden number in a figure stops it, and taking it out lets it go on', async () => {
      await runSql(portal.screen, BORN)
      await at('submit-output').click()
      await at('form-kind').locator('label').nth(1).click()
      await at('figure-fields').waitFor()
      await at('figure-yTitle').fill(language === 'ja' ? '人数（人）' : 'Persons')
      await at('figure-hover').fill('{x}: {y}')
      await at('form-view').locator('label').nth(1).click()
      await at('form-picture').waitFor()
      await portal.screen.shot('1-figure')
      await at('annotation-x').fill('1940')
      await at('annotation-text').fill('n = 4')
      await at('annotation-add').click()
      await expect.poll(() => at('preflight-counts').getAttribute('data-standing')).toBe('bad')
      await at('form-view').locator('label').nth(0).click()
      await portal.screen.shot('2-refused')
      await at('figure-fields')
        .getByRole('button')
        .filter({ has: portal.page.locator('svg') })
        .first()
        .click()
      await expect.poll(() => at('preflight-counts').getAttribute('data-standing')).toBe('good')
    })

    test('a model is recognised, and what was measured is told term by term', async () => {
      await portal.page.keyboard.press('Escape')
      await at('submit-dialog').waitFor({ state: 'detached' })
      await runSql(portal.screen, MODEL)
      await at('submit-output').click()
      await at('model-columns').waitFor()
      await expect.poll(() => at('model-persons').inputValue()).toBe('persons')
      await at('form-report').waitFor()
      await expect.poll(() => at('form-report').getAttribute('data-kind')).toBe('model')
      await portal.screen.shot('3-model')
      expect(portal.complaints).toEqual([])
    })
  },
)
