/** What hands used to other workbenches reach for in their first hour: sorting, finding, completion, places of errors. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { gridTexts, runSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser'))('the first hour in a browser', () => {
  const portal = aPortal({ where: 'first-hour', as: 'sato' })
  const { at } = portal

  test('sorts by the head of a column, and finds words, in what was sent; other groups stay last', async () => {
    const { page } = portal
    await runSql(
      portal.screen,
      'SELECT prefecture_code AS pref, count(*) AS n FROM ndb.person WHERE birth_year > 2015 GROUP BY 1',
    )
    const grid = at('result-grid')
    const firsts = async () => (await gridTexts(portal.screen, 'result-grid')).map(([first = '']) => first)
    const numbers = async () =>
      (await gridTexts(portal.screen, 'result-grid')).flatMap(([, n]) => (n === undefined ? [] : [Number(n)]))
    const inOrder = async () => {
      const shown = await numbers()
      return shown.length > 5 && shown.every((n, i) => i === 0 || n <= (shown[i - 1] ?? 0))
    }
    const asItCame = await firsts()
    const head = grid.getByRole('columnheader').nth(1)
    await head.click()
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending')
    await head.click()
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
    await expect.poll(inOrder).toBe(true)
    await grid.focus()
    await page.keyboard.press('ControlOrMeta+End')
    await at('other-groups').waitFor()
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type('13')
    await expect.poll(() => at('row-count').textContent()).toMatch(/行のうち1行$/)
    await expect.poll(firsts).toEqual(['13'])
    await expect.poll(() => at('other-groups').count()).toBe(0)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await firsts()).length).toBeGreaterThan(5)
    // The column in focus is the sorted one: once more, and the rows stand as they came.
    await page.keyboard.press('s')
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('none')
    await expect.poll(firsts).toEqual(asItCame)
    await page.keyboard.press('s')
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending')
  })
})
