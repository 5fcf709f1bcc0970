/**
 * Every main screen under axe-core's rules for WCAG 2: no serious or critical fault of our own code. What only a person
 * can judge (order, wording, whether an alternative says enough) no rule sees.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { runSql, writeSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Monaco's own parts: it is driven by one hidden text field, and what it draws beside that is not ours to mark up. */
const NOT_OURS = '.monaco-editor'

describe.skipIf(isLeftOut('browser')).each([
  { language: 'ja', colours: 'light' },
  { language: 'en', colours: 'dark' },
] as const)('accessibility of the screens ($language, $colours)', ({ language, colours }) => {
  const portal = aPortal({ where: `accessibility-${colours}`, language, colours })
  const { at } = portal

  /** What axe finds on the screen as it stands, in words to mend it by. */
  async function faults(screen: string): Promise<string[]> {
    await portal.page.evaluate(AXE)
    const found = await portal.page.evaluate(async (notOurs) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe
      const { violations } = await run({ exclude: [notOurs] }, { resultTypes: ['violations'] })
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`))
    }, NOT_OURS)
    return found.map((fault) => `${screen}: ${fault}`)
  }
  /** As they come to rest: a fading dialog has less contrast than it will have. */
  const settled = (screen: string) => expect.poll(() => faults(screen), { interval: 300 }).toEqual([])

  test('sees a fault where there is one', async () => {
    await at('sign-in').waitFor()
    await portal.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<button id="nameless" type="button"></button>')
    })
    expect((await faults('planted')).join()).toContain('button-name')
    await portal.page.evaluate(() => document.querySelector('#nameless')?.remove())
  })

  test('the sign-in, the open data, the catalog', async () => {
    await settled('sign-in')
    await at('look-around').click()
    for (const room of ['dashboard', 'catalog'] as const) {
      await at(`rail-${room}`).click()
      await portal.page.locator('main h1').waitFor()
      await settled(room)
    }
    await at('dataset-ndb').click()
    await portal.page.getByText('medical_diagnosis').first().waitFor()
    await settled('dataset')
    await portal.page.reload()
  })

  test('the workbench: editor, grid, chart, plan, what it rests on, history', async () => {
    await portal.enter('sato')
    await at('rail-workbench').click()
    await writeSql(
      portal.screen,
      'SELECT prefecture_code, sex, count(*) AS n FROM ndb.person GROUP BY 1, 2 ORDER BY 1, 2; FROM nosuch; SELECT 1',
    )
    await portal.page.keyboard.press('ControlOrMeta+Shift+Enter')
    await at('run-report').waitFor()
    await settled('statements')
    await at('statement-1').click()
    await at('result-grid').getByRole('gridcell').first().click()
    await settled('grid')
    for (const tab of ['chart', 'plan', 'rests-on', 'history']) {
      await at(`tab-${tab}`).click()
      if (tab === 'chart') await at('plot').locator('.plot-container').waitFor()
      await settled(tab)
    }
    await at('tab-grid').click()
  })

  test('the ways to everything: keys, palette, person', async () => {
    for (const [name, keys] of [
      ['keys', 'F1'],
      ['palette', 'ControlOrMeta+k'],
    ] as const) {
      await portal.page.keyboard.press(keys)
      await portal.page.getByRole('dialog').waitFor()
      await settled(name)
      await portal.page.keyboard.press('Escape')
      await portal.page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await at('person-menu').click()
    await at('sign-out').waitFor()
    await settled('person')
    await portal.page.keyboard.press('Escape')
  })

  test('the submission, of several items too, and the outputs', async () => {
    for (const again of [false, true]) {
      if (again) await runSql(portal.screen, 'SELECT sex, count(*) AS n FROM ndb.person GROUP BY 1')
      await at('submit-output').click()
      await at('submit-dialog').getByTestId('protected-grid').waitFor()
      if (again) await at('submit-item-1').waitFor()
      await settled('submission')
      await portal.page.keyboard.press('Escape')
      await at('submit-dialog').waitFor({ state: 'detached' })
    }
    await at('rail-outputs').click()
    await settled('outputs')
    await at('rail-applications').click()
    await settled('applications')
  })

  test.each([
    ['tanaka', ['applications']],
    ['suzuki', ['review']],
    ['hayashi', ['applications']],
    ['yamada', ['audit', 'applications']],
  ] as const)('the rooms of %s', async (login, rooms) => {
    await portal.enter(login)
    for (const room of rooms) {
      await at(`rail-${room}`).click()
      await portal.page.locator('main h1').waitFor()
      await settled(`${login} ${room}`)
    }
  })
})
