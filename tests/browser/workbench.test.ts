/** The workbench as hands know it: a real browser, a real environment; what must be smooth, and what must not be possible. */
import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { gridTexts, runSql, signIn, signOut, writeSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser'))('the workbench in a browser', () => {
  /** Paths asked for since the last look. */
  let asked: string[] = []
  /** Pictures asked for, each once. */
  const picturesAsked = new Set<string>()
  const elsewhere: string[] = []

  const portal = aPortal({
    where: 'browser',
    as: 'sato',
    opened: ({ page, service }) =>
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (url.pathname.endsWith('/picture')) picturesAsked.add(url.href)
        if (url.origin === service.address) asked.push(url.pathname)
        else if (url.protocol.startsWith('http')) elsewhere.push(request.url())
      }),
  })
  const { at } = portal

  test('begins with an example that runs as it stands', async () => {
    await at('run-query').click()
    await at('result-grid').getByRole('gridcell').first().waitFor()
    await expect.poll(async () => (await gridTexts(portal.screen, 'result-grid')).length).toBeGreaterThan(4)
  })

  test('is left and entered by F6, for the editor keeps Tab', async () => {
    const { page } = portal
    await at('editor').getByRole('textbox').first().focus()
    const role = () => page.evaluate(() => document.activeElement?.getAttribute('role'))
    for (const next of ['grid', 'tree', 'textbox']) {
      await page.keyboard.press('F6')
      await expect.poll(role).toBe(next)
    }
    await page.keyboard.press('Shift+F6')
    await expect.poll(role).toBe('tree')
  })

  test('moves through a million rows by keyboard and fetches but a few pages of them', async () => {
    asked = []
    await runSql(portal.screen, 'SELECT i, i * 2 AS twice FROM range(1000000) AS t(i)')
    const grid = at('result-grid')
    await grid.getByRole('gridcell', { name: '0', exact: true }).first().waitFor()
    await grid.focus()
    await portal.page.keyboard.press('ControlOrMeta+End')
    await grid.getByRole('gridcell', { name: '1999998', exact: true }).waitFor()
    await portal.page.keyboard.press('ControlOrMeta+Home')
    await grid.getByRole('gridcell', { name: '0', exact: true }).first().waitFor()
    expect(asked.filter((path) => path.endsWith('/page')).length).toBeLessThanOrEqual(6)
    await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(120)
  })

  test('gives no value to the clipboard, and says why', async () => {
    const { page } = portal
    await writeSql(portal.screen, 'before')
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
    await expect.poll(() => page.getByTestId('editor').locator('.view-lines').textContent()).toBe('before')
  })

  test('shows rows about single persons as pictures and asks for none of their data', async () => {
    asked = []
    await runSql(portal.screen, 'SELECT * FROM ndb.person ORDER BY birth_year LIMIT 200')
    await at('picture-0').waitFor()
    // Ten columns and the rows' numbers, 40 rows and a header: put upright again from strips.
    const sizes = (image: HTMLImageElement) =>
      image.decode().then(() => [image.naturalWidth, image.naturalHeight])
    await expect.poll(() => at('picture-0').evaluate(sizes)).toEqual([64 + 10 * 160, 988])
    expect([...picturesAsked].every((url) => url.includes('form=strips'))).toBe(true)
    await portal.screen.shot('workbench-picture')
    expect(asked.filter((path) => path.endsWith('/picture'))).not.toEqual([])
    expect(asked.filter((path) => path.endsWith('/page'))).toEqual([])
    await expect.poll(() => at('result-grid').count()).toBe(0)
    await at('tab-chart').click()
    await expect.poll(() => at('plot').count()).toBe(0)
    await at('tab-grid').click()
  })

  test('fetches the next picture when somebody reads on, and no more: each one is counted', async () => {
    await expect.poll(() => picturesAsked.size).toBe(1)
    await portal.page.waitForTimeout(700)
    expect(picturesAsked.size).toBe(1)
    // How many rows there are is not told; the pages go on nevertheless.
    await expect.poll(() => at('row-count').count()).toBe(0)
    const scroller = at('picture-grid').locator('section')
    await scroller.evaluate((element) => element.scrollTo(0, 60))
    await expect.poll(() => picturesAsked.size).toBe(2)
    await portal.page.waitForTimeout(700)
    expect(picturesAsked.size).toBe(2)
    await at('picture-next').click()
    await at('picture-1').waitFor()
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(960)
  })

  test('shows groups below the minimum as one row at the end, which leads to their picture', async () => {
    const small =
      'SELECT 1000 + birth_month AS k, count(*) AS n FROM ndb.person WHERE birth_year < 1920 GROUP BY 1'
    await runSql(
      portal.screen,
      `SELECT sex AS k, count(*) AS n FROM ndb.person GROUP BY 1 UNION ALL ${small} ORDER BY 1 DESC`,
    )
    await at('other-groups').waitFor()
    await expect.poll(() => gridTexts(portal.screen, 'result-grid')).toHaveLength(3)
    await expect.poll(() => at('other-groups').textContent()).toContain('‹10')
    // It stands for groups and is none: the number of rows is that of the others.
    await expect.poll(() => at('row-count').textContent()).toBe('2行')
    // How full the workspace is, is known in steps: an empty one is not said to hold nothing.
    await expect
      .poll(() => at('workspace-size').textContent())
      .toBe('作業領域 2.1 GB のうち 107 MB 未満を使用')
    await at('result-grid').focus()
    await portal.page.keyboard.press('ControlOrMeta+End')
    await expect.poll(() => at('other-groups').getAttribute('aria-selected')).toBe('true')
    await portal.screen.shot('workbench-other-groups')
    await at('tab-chart').click()
    await at('chart-others').waitFor()
    await portal.screen.shot('workbench-other-groups-chart')
    await at('tab-grid').click()
    await at('other-groups').click()
    await at('look-at-picture').click()
    await at('picture-0').waitFor()
    await portal.screen.shot('workbench-other-groups-picture')
  })

  test('marks an error where it is', async () => {
    await runSql(portal.screen, 'SELECT sex, nosuchcolumn\nFROM ndb.person')
    await at('run-report').waitFor()
    await at('editor').locator('.squiggly-error').first().waitFor()
    await portal.screen.shot('workbench-error')
    await writeSql(portal.screen, 'SELECT 1')
    await at('editor').locator('.squiggly-error').waitFor({ state: 'detached' })
  })

  test('shows how a statement would be gone about, before and without running it', async () => {
    asked = []
    await writeSql(
      portal.screen,
      'SELECT sex, count(*) AS n FROM ndb.person WHERE birth_year > 3000 GROUP BY sex',
    )
    await portal.page.keyboard.press('ControlOrMeta+Shift+e')
    const tree = at('plan-tree')
    await tree.waitFor()
    await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(1)
    await expect.poll(() => tree.textContent()).toContain('birth_year')
    await expect.poll(() => at('plan-reads').textContent()).toContain('ndb.person')
    expect(asked.filter((path) => path.endsWith('/queries'))).toEqual([])
    await writeSql(portal.screen, 'SELECT nosuchcolumn FROM ndb.person')
    await at('plan-now').click()
    await at('plan-error').getByText('nosuchcolumn').waitFor()
    // A run shows its result, and a plan of before does not come back with its tab.
    await runSql(portal.screen, 'SELECT 1 AS one')
    await at('result-grid').getByRole('gridcell').first().waitFor()
  })

  test('goes from a name in the text to its table in the list', async () => {
    await writeSql(portal.screen, 'SELECT c.points FROM ndb.medical_claim AS c')
    await at('explorer-search').fill('birth_year')
    await at('editor').locator('.monaco-editor').first().click()
    await portal.page.keyboard.press('End')
    await portal.page.keyboard.press('F12')
    const row = at('explorer-table-ndb.medical_claim')
    await expect.poll(() => row.getAttribute('aria-selected')).toBe('true')
    await expect.poll(() => row.getAttribute('aria-expanded')).toBe('true')
    await expect.poll(() => at('explorer-search').inputValue()).toBe('')
  })

  test('writes a table’s columns into the statement, and shows the table in the catalog', async () => {
    const { page } = portal
    await writeSql(portal.screen, 'SELECT')
    await at('explorer-table-vaccination.record').click({ button: 'right' })
    await at('explorer-insert-columns').click()
    await expect
      .poll(async () => (await at('editor').locator('.view-lines').textContent())?.replaceAll('\u00a0', ' '))
      .toMatch(/^SELECT person_id, .*, \w+$/)
    await at('explorer-table-vaccination.record').click({ button: 'right' })
    await at('explorer-to-catalog').click()
    await at('catalog-table').getByText('vaccination.record').waitFor()
    await page.goBack()
    await at('editor').locator('.view-lines').waitFor()
  })

  test('opens, closes and reopens tabs without a pointer', async () => {
    const { page } = portal
    const names = () => page.getByTestId('editor-tab').allTextContents()
    await expect.poll(async () => (await names()).length).toBeGreaterThan(1)
    const before = await names()
    await page.keyboard.press('Alt+t')
    await expect.poll(async () => (await names()).length).toBe(before.length + 1)
    await writeSql(portal.screen, 'SELECT 7 AS kept')
    await page.keyboard.press('Alt+w')
    await expect.poll(names).toEqual(before)
    await page.keyboard.press('Alt+Shift+t')
    await at('editor').locator('.view-lines').getByText('kept').first().waitFor()
    await page.keyboard.press('Alt+PageDown')
    await expect.poll(() => at('editor').locator('.view-lines').textContent()).not.toContain('kept')
    await page.keyboard.press('Alt+PageUp')
    await page.keyboard.press('ControlOrMeta+s')
    await page.getByTestId('toast-info').getByText('自動で保存').first().waitFor()
    await page.keyboard.press('Alt+w')
    await expect.poll(names).toEqual(before)
  })

  test('marks the statement a run would take, and runs all of them by one key', async () => {
    const { page } = portal
    await writeSql(portal.screen, 'SELECT 1 AS one;\n\nSELECT 2\n  AS two')
    const marked = () => at('editor').locator('[class*=_statement_]').count()
    await expect.poll(marked).toBe(2)
    await page.keyboard.press('ControlOrMeta+Home')
    await expect.poll(marked).toBe(1)
    await page.keyboard.press('ControlOrMeta+Enter')
    const shown = () => at('result-grid').getByRole('columnheader').allTextContents()
    await expect.poll(shown).toEqual([expect.stringContaining('one')])
    await page.keyboard.press('ControlOrMeta+Shift+Enter')
    await expect.poll(shown).toEqual([expect.stringContaining('two')])
  })

  test('has a button for all statements where there are several, and comes back from the history to what was run', async () => {
    await at('tab-history').click()
    await at('history').waitFor()
    await writeSql(portal.screen, 'SELECT 1 AS one; SELECT 3 AS three')
    await at('run-all').click()
    const shown = () => at('result-grid').getByRole('columnheader').allTextContents()
    await expect.poll(shown).toEqual([expect.stringContaining('three')])
    await writeSql(portal.screen, 'SELECT 1 AS one')
    await at('run-all').waitFor({ state: 'detached' })
  })

  test('keeps a result for each of several statements, and says of each how it went', async () => {
    const { page } = portal
    await writeSql(
      portal.screen,
      '-- 最初\nSELECT 1 AS one;\nSELECT 2 AS two;\nSELECT sex FROM nosuch.table;\nSELECT 4 AS four',
    )
    await page.keyboard.press('ControlOrMeta+Shift+Enter')
    const tabs = [1, 2, 3, 4].map((number) => at(`statement-${number}`))
    const told = () => Promise.all(tabs.map((tab) => tab.textContent()))
    await expect
      .poll(told)
      .toEqual([
        '1  最初',
        '2  SELECT 2 AS two',
        '3  SELECT sex FROM nos…実行不可',
        '4  SELECT 4 AS four未実行',
      ])
    await at('run-report').waitFor()
    // Also where there is little room, and without choosing them first: long names give way.
    await page.setViewportSize({ width: 1280, height: 800 })
    const rest = (tab: Locator) =>
      tab.evaluate((element) => {
        const list = element.closest('[role=tablist]')?.getBoundingClientRect()
        const { left, right } = element.getBoundingClientRect()
        return list ? Math.max(list.left - left, right - list.right) : Number.NaN
      })
    for (const tab of tabs) await expect.poll(() => rest(tab)).toBeLessThan(2)
    await portal.screen.shot('workbench-statements-1280')
    await page.setViewportSize({ width: 1440, height: 900 })
    const shown = () => at('result-grid').getByRole('columnheader').allTextContents()
    await page.keyboard.press('Alt+Shift+PageUp')
    await expect.poll(shown).toEqual([expect.stringContaining('two')])
    await tabs[1]?.focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(shown).toEqual([expect.stringContaining('one')])
    await at('submit-output').waitFor()
    await portal.screen.shot('workbench-statements')
    await runSql(portal.screen, 'SELECT 1 AS one;\n\nSELECT 2\n  AS two')
    await tabs[0]?.waitFor({ state: 'detached' })
  })

  test('renames and copies a tab by keys, and offers the same in a menu', async () => {
    const { page } = portal
    const names = () => page.getByTestId('editor-tab').allTextContents()
    const before = await names()
    await page.keyboard.press('Alt+Shift+d')
    await expect.poll(async () => (await names()).length).toBe(before.length + 1)
    await expect.poll(() => at('editor').locator('.view-lines').textContent()).toContain('two')
    await page.keyboard.press('F2')
    await page.locator('input[name=name]').fill('写し')
    await page.keyboard.press('Enter')
    await expect.poll(names).toContain('写し')
    await page.getByRole('tab', { name: '写し' }).click({ button: 'right' })
    await at('tab-menu-close-tab').click()
    await expect.poll(names).toEqual(before)
  })

  test('finds an earlier statement by its words, and leads from an error to its place', async () => {
    const { page } = portal
    await runSql(portal.screen, 'SELECT sex,\n  nosuchcolumn\nFROM ndb.person')
    await at('tab-history').click()
    await at('history-search').fill('nosuchcolumn SEX')
    const lines = at('history').locator('tbody tr')
    await expect.poll(async () => new Set(await lines.allTextContents()).size).toBeGreaterThan(0)
    await expect
      .poll(async () => (await lines.allTextContents()).every((line) => line.includes('nosuchcolumn')))
      .toBe(true)
    await at('history-search').fill('nosuch.table')
    await lines.getByText('実行不可').first().waitFor()
    await expect.poll(() => at('history-reason').first().textContent()).toContain('nosuch.table')
    await at('tab-grid').click()
    await at('go-to-error').click()
    await page.keyboard.press('Shift+End')
    await page.keyboard.type('birth_year')
    await expect
      .poll(async () => (await at('editor').locator('.view-lines').textContent())?.replaceAll('\u00a0', ' '))
      .toBe('SELECT sex,  birth_yearFROM ndb.person')
    await at('go-to-error').waitFor({ state: 'detached' })
  })

  test('lists its keys on one sheet, which Esc closes', async () => {
    const { page } = portal
    await page.keyboard.press('F1')
    const sheet = page.getByRole('dialog')
    await sheet.getByText('Alt+PageDown').waitFor()
    await sheet.getByText('セルを移る').waitFor()
    // What the person has no part in is left out.
    await expect.poll(() => sheet.getByText('Alt+A', { exact: true }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  test('finds a column by its Japanese name, and says what it is', async () => {
    const { page } = portal
    await writeSql(portal.screen, 'SELECT  FROM ndb.person')
    await page.keyboard.press('ControlOrMeta+Home')
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.type('性')
    await page.keyboard.press('ControlOrMeta+Space')
    await page.locator('.suggest-widget .monaco-list-row').getByText('sex', { exact: true }).first().waitFor()
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await at('editor').locator('.view-lines').textContent())?.replaceAll('\u00a0', ' '))
      .toBe('SELECT sex FROM ndb.person')
  })

  test('speaks the language on the screen in its own menus, also after it was changed', async () => {
    const { page } = portal
    // Each language's editor has a host of its own for its menu.
    const menu = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.shadow-root-host')]
          .map((host) => host.shadowRoot?.querySelector('.monaco-menu')?.textContent ?? '')
          .join(''),
      )
    const look = async (word: string) => {
      // The editor is made anew where the language was changed: the click is made until it meets one.
      const opened = async () => {
        await at('editor').locator('.view-lines').click({ button: 'right' })
        return menu()
      }
      await expect.poll(opened, { interval: 500 }).toContain(word)
      await page.keyboard.press('Escape')
    }
    const choose = async (language: string) => {
      await at('person-menu').click()
      await at('choose-language').getByText(language).click()
      await page.keyboard.press('Escape')
    }
    await look('貼り付け')
    await choose('English')
    await look('Paste')
    await expect.poll(() => at('editor').locator('.view-lines').textContent()).toContain('sex')
    await choose('日本語')
    await look('貼り付け')
  })

  test('cancels a query that would run for hours', async () => {
    const forHours =
      'SELECT count(*) FROM ndb.medical_claim a, ndb.medical_claim b, ndb.medical_claim c WHERE a.points + b.points > c.points'
    // At once, whether or not the environment has answered yet.
    const ways = [() => portal.page.keyboard.press('Escape'), () => at('cancel-query').click()]
    for (const stop of ways) {
      await runSql(portal.screen, forHours)
      await at('run-progress').waitFor()
      await stop()
      await at('run-report').waitFor()
      await expect.poll(() => at('status-engine').getAttribute('data-engine')).toBe('idle')
    }
  })

  test('goes on running while another room is looked at', async () => {
    await runSql(portal.screen, 'SELECT sex, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY sex')
    await at('rail-outputs').click()
    await at('rail-workbench').click()
    await at('result-grid').getByRole('gridcell').first().waitFor()
    await expect.poll(async () => (await gridTexts(portal.screen, 'result-grid')).length).toBe(2)
  })

  test('offers no way to save or send a chart', async () => {
    await at('tab-chart').click()
    await at('plot').locator('.main-svg').first().waitFor()
    const buttons = await at('plot')
      .locator('.modebar-btn')
      .evaluateAll((all) =>
        all.map((button) => button.getAttribute('data-attr') ?? button.getAttribute('data-title')),
      )
    expect(buttons.length).toBeGreaterThan(0)
    expect(buttons.join(' ')).not.toMatch(/download|image|cloud|share|edit|send/i)
    await expect.poll(() => at('plot').locator('a[href]').count()).toBe(0)
    await at('tab-grid').click()
  })

  test('finds what can be done by typing', async () => {
    await at('editor').locator('.monaco-editor').first().click()
    await portal.page.keyboard.press('ControlOrMeta+k')
    await at('palette-search').fill('outputs')
    await portal.page.keyboard.press('Enter')
    await portal.page.waitForURL(/#\/outputs/)
    await at('rail-workbench').click()
  })

  test('says that the environment is silent, and goes on when it answers again', async () => {
    const { page } = portal
    await page.context().setOffline(true)
    await runSql(portal.screen, 'SELECT 1 AS one')
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
    await signIn(portal.screen, 'sato')
    await page.getByTestId('result-grid').getByRole('gridcell').first().waitFor()
    await expect.poll(() => page.getByTestId('editor').locator('.view-lines').textContent()).toContain('one')
  })

  test('keeps the SQL for the person who wrote it, and shows it to nobody else', async () => {
    await writeSql(portal.screen, 'SELECT 42 AS mine')
    await portal.page.reload()
    await at('editor').getByText('mine').first().waitFor()
    await signOut(portal.screen)
    await signIn(portal.screen, 'tanaka')
    await at('editor').locator('.view-lines').waitFor()
    await expect.poll(() => at('editor').textContent()).not.toContain('mine')
  })

  test('asked nobody but its environment, all along', () => {
    expect(elsewhere).toEqual([])
  })
})
