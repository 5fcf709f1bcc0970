/** What hands used to other workbenches reach for in their first hour: sorting, finding, completion, places of errors. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { PERMIT } from '../fixtures/a-service.ts'
import { gridTexts, runSql, writeSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'
import { isInView } from './is-in-view.ts'

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

  test('whoever walks through a grid by keys sees the cell they are at', async () => {
    const { keyboard } = portal.page
    const many = Array.from({ length: 14 }, (_, n) => `count(*) AS number_of_persons_${n}`).join(', ')
    await runSql(portal.screen, `SELECT prefecture_code AS pref, ${many} FROM ndb.person GROUP BY 1`)
    const grid = at('result-grid')
    await expect.poll(() => grid.getByRole('columnheader').first().textContent()).toContain('pref')
    await grid.getByRole('gridcell').first().click()
    for (const [key, times] of [
      ['ArrowDown', 30],
      ['ArrowRight', 12],
      ['ArrowUp', 25],
      ['ArrowLeft', 12],
    ] as const)
      for (let i = 0; i < times; i++) {
        await keyboard.press(key)
        await expect.poll(() => isInView(grid, '[role=gridcell][aria-selected=true]')).toBe(true)
      }
  })

  test('hides and shows panes by the keys of other workbenches, remembers it, and shows results when asked for', async () => {
    const { page } = portal
    const isThere = (pane: string) => expect.poll(() => at(`pane-${pane}`).count())
    await at('editor').getByRole('textbox').first().focus()
    for (const [key, pane] of [
      ['ControlOrMeta+b', 'explorer-pane'],
      ['ControlOrMeta+j', 'result-pane'],
      ['ControlOrMeta+Alt+b', 'inspector-pane'],
    ] as const) {
      await page.keyboard.press(key)
      await isThere(pane).toBe(0)
    }
    await page.reload()
    await at('editor').getByRole('textbox').first().focus()
    await isThere('explorer-pane').toBe(0)
    await isThere('inspector-pane').toBe(0)
    await runSql(portal.screen, 'SELECT count(*) AS n FROM ndb.person')
    await at('result-grid').getByRole('gridcell').first().waitFor()
    await at('result-grid').focus()
    await page.keyboard.press('ControlOrMeta+j')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('textbox')
    for (const key of ['ControlOrMeta+b', 'ControlOrMeta+j', 'ControlOrMeta+Alt+b'])
      await page.keyboard.press(key)
    for (const pane of ['explorer-pane', 'result-pane', 'inspector-pane']) await isThere(pane).toBe(1)
  })

  test('query, run, results, chart and submission go by keys alone, and the focus is always seen', async () => {
    const { keyboard } = portal.page
    const focused = () =>
      portal.page.evaluate(() => {
        const here = document.activeElement
        if (!here || here === document.body) return 'nowhere'
        return here.getAttribute('data-testid') ?? here.getAttribute('role') ?? here.tagName
      })
    const isSeen = () =>
      portal.page.evaluate(() => {
        const here = document.activeElement
        if (!here) return false
        const { outlineStyle, boxShadow } = getComputedStyle(here)
        return here.matches(':focus-visible') && (outlineStyle !== 'none' || boxShadow !== 'none')
      })
    await portal.page.reload()
    await at('editor').locator('.view-lines').waitFor()
    // The room's own key, in the room and from another one: the editor has the keys.
    await at('person-menu').focus()
    await keyboard.press('Alt+4')
    await expect.poll(focused).toBe('textbox')
    await keyboard.press('Alt+2')
    await portal.page.locator(':focus[role=option]').waitFor()
    await keyboard.press('Alt+4')
    await expect.poll(focused).toBe('textbox')
    await keyboard.press('ControlOrMeta+a')
    await keyboard.insertText('SELECT sex, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY 1')
    await keyboard.press('ControlOrMeta+Enter')
    await at('result-grid').getByRole('gridcell').first().waitFor()
    await keyboard.press('F6')
    await expect.poll(focused).toBe('result-grid')
    await keyboard.press('ArrowDown')
    await at('inspector').getByText('sex').first().waitFor()
    // What runs in the editor runs from the grid, too.
    const again = portal.page.waitForRequest(
      (asked) => asked.method() === 'POST' && asked.url().endsWith('/queries'),
    )
    await keyboard.press('ControlOrMeta+Enter')
    await again
    await at('result-grid').getByRole('gridcell').first().waitFor()
    await at('result-grid').focus()
    await keyboard.press('Alt+Shift+C')
    await expect.poll(focused).toBe('tab-chart')
    expect(await isSeen()).toBe(true)
    await at('plot').locator('.plot-container').waitFor()
    await keyboard.press('Alt+Shift+G')
    await expect.poll(focused).toBe('tab-grid')
    await keyboard.press('Alt+Shift+C')
    await keyboard.press('Alt+Shift+S')
    await at('submit-dialog').getByTestId('protected-grid').waitFor()
    // Sent too early: the first field that is missing has the keys.
    await at('submit-send').focus()
    await keyboard.press('Enter')
    await portal.page.locator(':focus[data-testid=submit-title]').waitFor()
    await keyboard.press('Escape')
    await at('submit-dialog').waitFor({ state: 'detached' })
    await keyboard.press('F1')
    await portal.page.getByRole('dialog').getByText('Alt+Shift+S').waitFor()
    await keyboard.press('Escape')
    await portal.page.getByRole('dialog').waitFor({ state: 'detached' })
    // As it is found by whoever comes next.
    await keyboard.press('Alt+Shift+G')
  })

  test('offers the columns of a query that the statement itself names', async () => {
    const { page } = portal
    await writeSql(
      portal.screen,
      'WITH entry AS (SELECT person_id, min(service_month) AS first_month FROM ndb.medical_claim GROUP BY 1)\nSELECT e. FROM entry e',
    )
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.press('Home')
    for (let i = 0; i < 'SELECT e.'.length; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ControlOrMeta+Space')
    const offered = page.locator('.suggest-widget .monaco-list-row')
    await offered.getByText('first_month', { exact: true }).first().waitFor()
    await expect.poll(() => offered.count()).toBe(2)
    await page.keyboard.press('Escape')
  })

  test('marks a table that the permit does not hold, and names a column that was meant', async () => {
    await runSql(portal.screen, 'SELECT count(*)\nFROM ndb.persn')
    await at('go-to-error').waitFor()
    await at('editor').locator('.squiggly-error').first().waitFor()
    await runSql(portal.screen, 'SELECT p.prefecture FROM ndb.person p')
    await expect.poll(() => at('run-report').textContent()).toContain('prefecture_code')
    for (const [sql, way] of [
      ['SELECT count(*) FROM ndb.person WHERE sex = "1"', "'1'"],
      ['SELECT c.sex FROM ndb.medical_claim c', 'ndb.person'],
      ['SELECT sex， count(*) FROM ndb.person GROUP BY 1', '「，」が全角'],
      ['SELECT sex, count(*) AS n FROM ndb.person WHERE n > 5 GROUP BY 1', 'HAVING'],
      ['SELECT sd(birth_year) FROM ndb.person', 'stddev_samp'],
      // The place is the one in the tab, not in the statement that was run.
      ['SELECT 1;\nSELEC sex FROM ndb.person', '2行1文字目付近'],
    ] as const) {
      await runSql(portal.screen, sql)
      await expect.poll(() => at('run-report').textContent()).toContain(way)
    }
    await runSql(portal.screen, 'SELECT count(*),\n  sum(insurer_type::DATE - current_date)\nFROM ndb.person')
    await expect.poll(() => at('go-to-error').textContent()).toContain('2')
    await at('editor').locator('.squiggly-error').first().waitFor()
  })

  test('opens scripts from files, chosen or dropped, each in a tab, and says what is none', async () => {
    const { page } = portal
    const lines = at('editor').locator('.view-lines')
    const script = {
      name: 'cohort.sql',
      mimeType: '',
      buffer: Buffer.from("\uFEFF-- 対象者\r\nSELECT '甲' AS a"),
    }
    const choosing = page.waitForEvent('filechooser')
    await page.keyboard.press('ControlOrMeta+o')
    await (await choosing).setFiles([
      script,
      { name: 'table.xlsx', mimeType: '', buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0]) },
    ])
    await expect.poll(() => lines.textContent()).toContain('対象者')
    await expect.poll(() => at('editor-tab').last().textContent()).toContain('cohort')
    await page.getByText('「table.xlsx」は開けません。').waitFor()
    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['SELECT 7 AS dropped'], 'dropped.sql'))
      return transfer
    })
    // Beside the editor it is neither opened nor shown in place of the workbench.
    const missed = (type: string) =>
      page.evaluate(
        ([dataTransfer, name]) =>
          document.body.dispatchEvent(
            new DragEvent(name as string, {
              dataTransfer: dataTransfer as DataTransfer,
              cancelable: true,
              bubbles: true,
            }),
          ),
        [dropped, type] as const,
      )
    expect([await missed('dragover'), await missed('drop')]).toEqual([false, false])
    await at('editor').locator('.monaco-editor').first().dispatchEvent('drop', { dataTransfer: dropped })
    await expect.poll(() => lines.textContent()).toMatch(/^SELECT.7.AS.dropped$/)
    await expect.poll(() => at('editor-tab').last().textContent()).toContain('dropped')
  })

  test('writes a query on a table into a new tab, which runs as it stands', async () => {
    await at('explorer-table-open.icd10').click({ button: 'right' })
    await at('explorer-write-query').click()
    await expect.poll(() => at('editor').locator('.view-lines').textContent()).toMatch(/FROM\sopen\.icd10/)
    await at('run-query').click()
    await at('result-grid').getByRole('gridcell').first().waitFor()
  })

  test('says what codes mean where they stand, and of a column by whose head rows were sorted', async () => {
    await runSql(portal.screen, 'SELECT prefecture_code, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY 1')
    const grid = at('result-grid')
    const word = grid.locator('[data-word="東京都"]')
    await word.first().waitFor()
    // A hint beside the value and no part of it.
    await expect.poll(() => word.first().textContent()).toBe('13')
    await grid.getByRole('gridcell').first().click()
    await at('inspector').getByText('北海道').waitFor()
    await grid.getByRole('columnheader').first().click()
    await expect
      .poll(() => grid.getByRole('columnheader').first().getAttribute('aria-sort'))
      .toBe('ascending')
    const codes = at('inspector').getByTestId('codes-prefecture_code').locator('li')
    await expect.poll(() => codes.first().textContent()).toBe('01 北海道')
    await expect.poll(() => codes.count()).toBe(47)
  })

  test('says of a NULL that ROLLUP put there that it is the total, and of no other', async () => {
    const totals = at('result-grid').locator('[data-word="計"]')
    const rollup =
      'SELECT sex, insurer_type, count(*) AS n FROM ndb.person GROUP BY ROLLUP (sex, insurer_type)'
    await runSql(portal.screen, `${rollup} ORDER BY ALL`)
    await expect.poll(() => totals.count()).toBe(4)
    await runSql(portal.screen, `${rollup} HAVING n > 0`)
    await expect.poll(() => totals.count()).toBe(0)
    await at('result-grid').getByText('NULL').first().waitFor()
  })

  test('goes from a table of the catalog to the same table where SQL is written', async () => {
    await at('rail-catalog').click()
    await at('dataset-idb').click()
    await expect.poll(() => at('dataset-idb').textContent()).toContain('利用許可あり')
    await at('use-idb.notification').click()
    const table = at('explorer-table-idb.notification')
    await expect.poll(() => table.getAttribute('aria-selected')).toBe('true')
    await expect.poll(() => table.getAttribute('aria-expanded')).toBe('true')
    await at('inspector').getByText('発生届').first().waitFor()
  })

  test('says which rows the permit holds, where it does not hold all', async () => {
    const operator = await portal.service.as('kobayashi')
    const condition = { column: 'prefecture_code', from: null, until: null, in: ['13', '14'] }
    await operator.call('permits.change', { permitId: PERMIT, conditions: { 'ndb.person': [condition] } })
    await portal.page.reload()
    const table = at('explorer-table-ndb.person')
    await expect.poll(() => table.textContent()).toContain('一部の行')
    const told = '都道府県コード prefecture_code: 13 東京都、14 神奈川県'
    await expect.poll(() => at('inspector').textContent()).toContain(told)
    await table.click()
    await expect.poll(() => at('inspector').textContent()).toContain(`この許可で見られる行${told}`)
    await at('rail-catalog').click()
    await at('catalog-search').fill('保険者種別')
    await at('hit-variable').first().click()
    await expect.poll(() => at('held-rows').textContent()).toContain(told)
  })
})
