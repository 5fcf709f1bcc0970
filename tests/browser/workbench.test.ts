/** The workbench as hands know it: a real browser, a real environment; what must be smooth, and what must not be possible. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import { gridTexts, runSql, type Screen, screenOf, signIn, signOut, writeSql } from '../fixtures/main-job.ts'
import { openPortal, type PortalBrowser } from './portal-browser.ts'

describe.skipIf(isLeftOut('browser'))('the workbench in a browser', () => {
  let folder: string
  let service: Service
  let portal: PortalBrowser
  let screen: Screen
  /** Paths asked for since the last look. */
  let asked: string[] = []
  /** Pictures asked for, each once. */
  const picturesAsked = new Set<string>()
  const elsewhere: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'visiting-workbench-'))
    service = await aService(folder)
    portal = await openPortal(service.address, 'ja')
    screen = screenOf(portal.page, { where: 'browser', language: 'ja' })
    portal.page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname.endsWith('/picture')) picturesAsked.add(url.href)
      if (url.origin === service.address) asked.push(url.pathname)
      else if (url.protocol.startsWith('http')) elsewhere.push(request.url())
    })
    await signIn(screen, 'sato')
    await portal.page.getByTestId('editor').locator('.view-lines').waitFor()
  })
  afterAll(async () => {
    await portal?.close()
    await service?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  test('begins with an example that runs as it stands', async () => {
    await portal.page.getByTestId('run-query').click()
    await portal.page.getByTestId('result-grid').getByRole('gridcell').first().waitFor()
    expect((await gridTexts(screen, 'result-grid')).length).toBeGreaterThan(4)
  })

  test('moves through a million rows by keyboard and fetches but a few pages of them', async () => {
    asked = []
    await runSql(screen, 'SELECT i, i * 2 AS twice FROM range(1000000) AS t(i)')
    const grid = portal.page.getByTestId('result-grid')
    await grid.getByRole('gridcell', { name: '0', exact: true }).first().waitFor()
    await grid.focus()
    await portal.page.keyboard.press('ControlOrMeta+End')
    await grid.getByRole('gridcell', { name: '1999998', exact: true }).waitFor()
    await portal.page.keyboard.press('ControlOrMeta+Home')
    await grid.getByRole('gridcell', { name: '0', exact: true }).first().waitFor()
    expect(asked.filter((path) => path.endsWith('/page')).length).toBeLessThanOrEqual(6)
    expect(await grid.getByRole('row').count()).toBeLessThan(120)
  })

  test('gives no value to the clipboard, and says why', async () => {
    const { page } = portal
    await writeSql(screen, 'before')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+c')
    await page.getByTestId('result-grid').getByRole('gridcell').nth(5).click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+c')
    await page.getByTestId('toast-info').waitFor()
    await page.getByTestId('editor').locator('.monaco-editor').first().click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+v')
    // Had the grid given anything away, it would stand here now.
    expect(await page.getByTestId('editor').locator('.view-lines').textContent()).toBe('before')
  })

  test('shows rows about single persons as pictures and asks for none of their data', async () => {
    asked = []
    await runSql(screen, 'SELECT * FROM ndb.person ORDER BY birth_year LIMIT 200')
    await portal.page.getByTestId('picture-0').waitFor()
    await screen.shot('workbench-picture')
    expect(asked.filter((path) => path.endsWith('/picture'))).not.toEqual([])
    expect(asked.filter((path) => path.endsWith('/page'))).toEqual([])
    expect(await portal.page.getByTestId('result-grid').count()).toBe(0)
    await portal.page.getByTestId('tab-chart').click()
    expect(await portal.page.getByTestId('plot').count()).toBe(0)
    await portal.page.getByTestId('tab-grid').click()
  })

  test('fetches one picture ahead and no more: each one is counted', async () => {
    // 200 rows are five pictures: the one that was looked at and the next.
    await expect.poll(() => picturesAsked.size).toBe(2)
    await portal.page.waitForTimeout(700)
    expect(picturesAsked.size).toBe(2)
  })

  test('marks an error where it is', async () => {
    await runSql(screen, 'SELECT sex, nosuchcolumn\nFROM ndb.person')
    await portal.page.getByTestId('run-report').waitFor()
    await portal.page.getByTestId('editor').locator('.squiggly-error').first().waitFor()
    await screen.shot('workbench-error')
    await writeSql(screen, 'SELECT 1')
    await portal.page.getByTestId('editor').locator('.squiggly-error').waitFor({ state: 'detached' })
  })

  test('cancels a query that would run for hours', async () => {
    await runSql(
      screen,
      'SELECT count(*) FROM ndb.medical_claim a, ndb.medical_claim b, ndb.medical_claim c WHERE a.points + b.points > c.points',
    )
    await portal.page.getByTestId('run-progress').waitFor()
    await portal.page.getByTestId('cancel-query').click()
    await portal.page.getByTestId('run-report').waitFor()
    expect(await portal.page.getByTestId('status-engine').getAttribute('data-engine')).toBe('idle')
  })

  test('goes on running while another room is looked at', async () => {
    await runSql(screen, 'SELECT sex, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY sex')
    await portal.page.getByTestId('rail-outputs').click()
    await portal.page.getByTestId('rail-workbench').click()
    await portal.page.getByTestId('result-grid').getByRole('gridcell').first().waitFor()
    expect((await gridTexts(screen, 'result-grid')).length).toBe(2)
  })

  test('offers no way to save or send a chart', async () => {
    await portal.page.getByTestId('tab-chart').click()
    await portal.page.getByTestId('plot').locator('.main-svg').first().waitFor()
    const buttons = await portal.page
      .getByTestId('plot')
      .locator('.modebar-btn')
      .evaluateAll((all) =>
        all.map((button) => button.getAttribute('data-attr') ?? button.getAttribute('data-title')),
      )
    expect(buttons.length).toBeGreaterThan(0)
    expect(buttons.join(' ')).not.toMatch(/download|image|cloud|share|edit|send/i)
    expect(await portal.page.getByTestId('plot').locator('a[href]').count()).toBe(0)
    await portal.page.getByTestId('tab-grid').click()
  })

  test('finds what can be done by typing', async () => {
    await portal.page.getByTestId('editor').locator('.monaco-editor').first().click()
    await portal.page.keyboard.press('ControlOrMeta+k')
    await portal.page.getByTestId('palette-search').fill('outputs')
    await portal.page.keyboard.press('Enter')
    await portal.page
      .getByTestId('outputs-list')
      .or(portal.page.getByText('成果物').first())
      .first()
      .waitFor()
    await portal.page.getByTestId('rail-workbench').click()
  })

  test('says that the environment is silent, and goes on when it answers again', async () => {
    const { page } = portal
    await page.context().setOffline(true)
    await runSql(screen, 'SELECT 1 AS one')
    await page.getByTestId('run-report').waitFor()
    await page.context().setOffline(false)
    await page.getByTestId('run-query').click()
    await page.getByTestId('result-grid').getByRole('gridcell').first().waitFor()
  })

  test('goes on where one was when the session ended and the same person signs in again', async () => {
    const { page } = portal
    await portal.context.clearCookies()
    await page.getByTestId('tab-history').click()
    await page.getByTestId('sign-in-expired').waitFor()
    await signIn(screen, 'sato')
    await page.getByTestId('result-grid').getByRole('gridcell').first().waitFor()
    expect(await page.getByTestId('editor').locator('.view-lines').textContent()).toContain('one')
  })

  test('keeps the SQL for the person who wrote it, and shows it to nobody else', async () => {
    await writeSql(screen, 'SELECT 42 AS mine')
    await portal.page.reload()
    await portal.page.getByTestId('editor').getByText('mine').first().waitFor()
    await signOut(screen)
    await signIn(screen, 'tanaka')
    await portal.page.getByTestId('editor').locator('.view-lines').waitFor()
    expect(await portal.page.getByTestId('editor').textContent()).not.toContain('mine')
  })

  test('asked nobody but its environment, all along', () => {
    expect(elsewhere).toEqual([])
  })
})
