/** The dashboard on open data in a real browser against a real environment, by somebody who never signs in. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser'))('the dashboard, without signing in', () => {
  const portal = aPortal({ where: 'dashboard' })
  let link: string
  const { at } = portal

  const tile = (prefecture: string) =>
    portal.page.locator(`[data-testid=prefecture-tile][data-prefecture=${prefecture}]`)
  async function choose(control: string, label: string) {
    await at(control).click()
    await portal.page.getByRole('option', { name: label, exact: true }).click()
  }

  test('shows the published list with its caveat, as chart, map of 47 tiles and table', async () => {
    await at('look-around').click()
    await at('rail-dashboard').click()
    await at('dashboard-table').waitFor()
    await expect.poll(() => at('dashboard-caveat').first().textContent()).toContain('公表')
    await expect.poll(() => at('invented-badge').count()).toBe(0)
    await expect.poll(() => at('prefecture-tile').count()).toBe(47)
    await at('dashboard-chart').locator('.bars .point').first().waitFor()
    await expect.poll(() => tile('青森県').textContent()).toBe('青森3')
    await expect.poll(() => tile('東京都').textContent()).toContain('東京')
    await portal.screen.shot('dashboard')
  })

  test('sets the printed totals beside the sums: municipalities differ, prefectures agree', async () => {
    await at('dashboard-totals').waitFor()
    const first = (await at('dashboard-heading').textContent()) ?? ''
    const lines = () => at('dashboard-totals').locator('tbody tr').allTextContents()
    const other = first.includes('市町村') ? 'PMH先行実施 都道府県' : 'PMH先行実施 市町村'
    const before = await lines()
    await choose('dashboard-choose-table', other)
    await at('dashboard-heading').filter({ hasText: other }).waitFor()
    await expect.poll(lines).not.toEqual(before)
    const seen = new Map([
      [first, before],
      [other, await lines()],
    ])
    await expect.poll(() => at('dashboard-caveat').first().textContent()).toContain('公表値')
    for (const [table, [transcribed, printed, difference]] of seen) {
      if (!table.includes('市町村')) expect(transcribed?.replace(/\D/g, '')).toBe(printed?.replace(/\D/g, ''))
      else expect(difference).toContain('−15')
    }
    await portal.screen.shot('dashboard-totals')
  })

  test('a table from the invented nation says so, and takes rows, columns and a filter', async () => {
    await choose('dashboard-choose-table', '特定健診（都道府県・性・年齢別）')
    await at('invented-badge').waitFor()
    await choose('dashboard-column', '性別')
    await choose('dashboard-filter-variable', '都道府県')
    await choose('dashboard-filter-prefecture_name', '北海道')
    await portal.page.waitForFunction(
      () => document.querySelectorAll('[data-testid=dashboard-table] tbody tr').length === 1,
    )
    await expect.poll(() => at('dashboard-table').locator('thead th').count()).toBeGreaterThan(2)
    await portal.screen.shot('dashboard-invented')
    link = portal.page.url()
  })

  test('a range of years is chosen on screen and leaves the others out', async () => {
    await choose('dashboard-filter-variable', '年度')
    await at('dashboard-filter-fiscal_year-from').fill('2021')
    await at('dashboard-filter-fiscal_year-until').fill('2022')
    await choose('dashboard-column', '年度')
    await portal.page.waitForFunction(
      () => document.querySelectorAll('[data-testid=dashboard-table] thead th').length === 3,
    )
    await expect
      .poll(() => at('dashboard-table').locator('thead th').allTextContents())
      .toEqual(['都道府県', '2021', '2022'])
    await choose('dashboard-column', '性別')
    await expect.poll(() => at('dashboard-table').locator('thead th').allTextContents()).not.toContain('2021')
    await portal.screen.shot('dashboard-range')
    link = portal.page.url()
  })

  test('a link restores the view', async () => {
    const shown = await at('dashboard-table').textContent()
    await portal.page.goto('about:blank')
    await portal.page.goto(link)
    await at('look-around').click()
    await at('dashboard-table').waitFor()
    await expect.poll(() => at('dashboard-table').textContent()).toBe(shown)
  })

  test('the CSV holds the figures on screen', async () => {
    const [download] = await Promise.all([portal.page.waitForEvent('download'), at('dashboard-csv').click()])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines[0]).toMatch(/^prefecture_name,sex,/)
    expect(lines.slice(1).every((line) => line.startsWith('北海道,'))).toBe(true)
    expect(lines.length).toBeGreaterThan(1)
  })

  test('a mangled link shows the first table and says why', async () => {
    await portal.page.goto(`${portal.service.address}/#/dashboard/bm90IGEgdmlldw`)
    await at('dashboard-link-broken').waitFor()
    await at('dashboard-table').waitFor()
  })

  test('the catalog shows which databases link, under which rule, and the shared persons in tens', async () => {
    await at('rail-catalog').click()
    await at('catalog-linkage').click()
    const cell = at('link-ndb-kaigo')
    await cell.filter({ hasText: /\d0$/ }).waitFor()
    await expect.poll(() => cell.getAttribute('data-rule')).toBe('present')
    await expect.poll(() => at('link-ndb-cancer').getAttribute('data-rule')).toBe('planned')
    await expect.poll(() => at('link-ndb-midnet').getAttribute('data-rule')).toBe('none')
    await expect.poll(() => at('link-kaigo-ndb').textContent()).toBe(await cell.textContent())
    await portal.screen.shot('linkability')
  })
})
