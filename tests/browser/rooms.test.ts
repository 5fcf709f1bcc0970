/**
 * The paths beside the main job, in a real browser against a real environment: an output that comes back and goes in
 * again, a recall, a desk that is closed to colleagues, the catalog's search, the proof of the audit log.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { isLeftOut } from '../desktop/runtime.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import {
  approve,
  openNewestOutput,
  runSql,
  type Screen,
  screenOf,
  signIn,
  signOut,
  stopAtFirstFailure,
  submitResult,
} from '../fixtures/main-job.ts'
import { openPortal, type PortalBrowser } from './portal-browser.ts'

describe.skipIf(isLeftOut('browser'))('the rooms beside the workbench', () => {
  let folder: string
  let service: Service
  let portal: PortalBrowser
  let screen: Screen
  let outputId: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'visiting-rooms-'))
    service = await aService(folder)
    portal = await openPortal(service.address, 'ja')
    screen = screenOf(portal.page, { where: 'browser', language: 'ja' })
  })
  stopAtFirstFailure()
  afterAll(async () => {
    await portal?.close()
    await service?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const at = (id: string) => portal.page.getByTestId(id)
  async function enter(login: string) {
    if (await at('person-menu').isVisible()) await signOut(screen)
    await at('sign-in').waitFor()
    await signIn(screen, login)
  }

  test('the catalog finds a table however its name is typed, and leads to the variable', async () => {
    await enter('sato')
    await at('rail-catalog').click()
    await at('catalog-search').fill('ﾚｾﾌﾟﾄ　点数')
    const hit = at('hit-variable').first()
    await hit.waitFor()
    expect(await hit.locator('mark').allTextContents()).toContain('レセプト')
    await hit.click()
    await portal.page.locator('tr[data-wanted=true]').waitFor()
    expect(await at('invented-badge').count()).toBeGreaterThan(0)
    await screen.shot('catalog')
  })

  test('words typed into a submission outlive its dialog', async () => {
    await runSql(screen, DEMO_SQL)
    await at('submit-output').click()
    await at('submit-what').fill('途中まで書いた説明です。')
    await portal.page.keyboard.press('Escape')
    await at('submit-dialog').waitFor({ state: 'detached' })
    await at('submit-output').click()
    expect(await at('submit-what').inputValue()).toBe('途中まで書いた説明です。')
    expect(await at('submit-why-not').textContent()).not.toBe('')
    await portal.page.keyboard.press('Escape')
    await at('submit-dialog').waitFor({ state: 'detached' })
  })

  test('an output waits, and says why it cannot be exported yet', async () => {
    await submitResult(screen)
    outputId = (await openNewestOutput(screen)).id
    expect(await at('export-release').isDisabled()).toBe(true)
    expect(await at('export-why-not').textContent()).toContain('審査中')
  })

  test('the desk stays closed to a reviewer from the researchers’ institution, with the reason', async () => {
    await enter('mori')
    await at('rail-review').click()
    const item = at(`review-item-${outputId}`)
    expect(await item.getAttribute('aria-disabled')).toBe('true')
    expect(await item.textContent()).toContain('同じ機関')
    await item.focus()
    await portal.page.keyboard.press('Enter')
    await item.click({ force: true })
    expect(await at('review-desk').count()).toBe(0)
  })

  test('a return needs words; by keyboard two reviewers return it, and neither sees the other’s vote before', async () => {
    for (const login of ['suzuki', 'takahashi']) {
      await enter(login)
      await at('rail-review').click()
      await at(`review-item-${outputId}`).focus()
      await portal.page.keyboard.press('Enter')
      await at('review-desk').getByTestId('protected-grid').waitFor()
      await at('desk-tab-rounds').click()
      expect(await at('desk-votes').count()).toBe(0)
      expect(await at('review-return').isDisabled()).toBe(true)
      expect(await at('review-return-why-not').textContent()).toContain('コメント')
      await at('review-comment').fill(`${login}: 年齢階級をまとめてください。`)
      await portal.page.keyboard.press('Alt+r')
      await at('confirm-yes').click()
      await at('own-vote').waitFor()
    }
    await at('desk-tab-rounds').click()
    expect(await at('desk-votes').locator('[role=note]').count()).toBe(2)
  })

  test('the researcher reads what to change, and submits again with the words of before', async () => {
    await enter('sato')
    const { id, state } = await openNewestOutput(screen)
    expect([id, state]).toEqual([outputId, 'returned'])
    expect(await at('output-comments').textContent()).toContain('年齢階級をまとめてください。')
    await screen.shot('returned')
    await at('output-resubmit').click()
    // Each change that was required is answered before the result is chosen.
    const answers = at('resubmit-answers').locator('textarea:not([aria-hidden])')
    expect(await answers.count()).toBe(2)
    expect(await at('answers-next').isDisabled()).toBe(true)
    for (const answer of await answers.all()) await answer.fill('10歳階級にまとめました。')
    await at('answers-next').click()
    await at('resubmit-results').getByRole('button').first().click()
    await at('submit-dialog').getByTestId('protected-grid').waitFor()
    expect(await at('submit-population').inputValue()).not.toBe('')
    await at('submit-send').click()
    await at('submit-dialog').waitFor({ state: 'detached' })
    expect((await openNewestOutput(screen)).state).toBe('in-review')
  })

  test('two approvals clear it; a recall with a reason closes its export again', async () => {
    for (const login of ['suzuki', 'takahashi']) {
      await enter(login)
      await approve(screen, outputId)
    }
    await at('recall-release').click()
    expect(await at('recall-send').isDisabled()).toBe(true)
    await at('recall-reason').fill('集計の定義に誤りが見つかったため回収します。')
    await at('recall-send').click()
    await at('recall-reason').waitFor({ state: 'detached' })
    await enter('sato')
    expect((await openNewestOutput(screen)).state).toBe('recalled')
    expect(await at('export-release').isDisabled()).toBe(true)
    expect(await at('export-why-not').textContent()).toContain('回収')
  })

  test('an officer reads the log, narrows it by a click, and proves it whole', async () => {
    await enter('yamada')
    await at('rail-audit').click()
    await at('audit-entries').getByText('公開物の回収').first().click()
    await portal.page.waitForFunction(
      () => document.querySelectorAll('[data-testid^="audit-entry-"][aria-expanded]').length === 1,
    )
    expect(await at('audit-filter-event').inputValue()).toBe('release-recalled')
    await at('audit-verify').click()
    await at('audit-verdict').waitFor()
    expect(await at('audit-verdict').getAttribute('data-tone')).toBe('good')
    await screen.shot('audit')
  })
})
