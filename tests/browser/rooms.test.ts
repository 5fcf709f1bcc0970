/**
 * The paths beside the main job, in a real browser against a real environment: an output that comes back and goes in
 * again, a recall, a desk that is closed to colleagues, the catalog's search, the proof of the audit log.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { isLeftOut } from '../desktop/runtime.ts'
import { approve, openNewestOutput, runSql, submitResult } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser'))('the rooms beside the workbench', () => {
  const portal = aPortal({ where: 'rooms' })
  let outputId: string
  const { at } = portal

  test('the catalog finds a table however its name is typed, and leads to the variable', async () => {
    await portal.enter('sato')
    await at('rail-catalog').click()
    await at('catalog-search').fill('ﾚｾﾌﾟﾄ　点数')
    const hit = at('hit-variable').first()
    await hit.waitFor()
    await expect.poll(() => hit.locator('mark').allTextContents()).toContain('レセプト')
    // By keys too: the arrow leads past the list of databases.
    const place = () =>
      portal.page.evaluate(() =>
        [...document.querySelectorAll('[data-hit]')].indexOf(document.activeElement as Element),
      )
    for (const [key, at] of [
      ['ArrowDown', 0],
      ['ArrowDown', 1],
      ['ArrowUp', 0],
    ] as const) {
      await portal.page.keyboard.press(key)
      await expect.poll(place).toBe(at)
    }
    await hit.click()
    await portal.page.locator('tr[data-wanted=true]').waitFor()
    await expect.poll(() => at('invented-badge').count()).toBeGreaterThan(0)
    await portal.screen.shot('catalog')
  })

  test('words typed into a submission outlive its dialog', async () => {
    await runSql(portal.screen, DEMO_SQL)
    await at('submit-output').click()
    await at('submit-what').fill('途中まで書いた説明です。')
    await portal.page.keyboard.press('Escape')
    await at('submit-dialog').waitFor({ state: 'detached' })
    await at('submit-output').click()
    await expect.poll(() => at('submit-what').inputValue()).toBe('途中まで書いた説明です。')
    await expect.poll(() => at('submit-why-not').textContent()).not.toBe('')
    // What asks before the words are lost stands in front of them.
    await at('submit-discard').click()
    await at('confirm-no').click()
    await at('confirm-no').waitFor({ state: 'detached' })
    await portal.page.keyboard.press('Escape')
    await at('submit-dialog').waitFor({ state: 'detached' })
  })

  test('an output waits, and says why it cannot be exported yet', async () => {
    await submitResult(portal.screen)
    outputId = (await openNewestOutput(portal.screen)).id
    await expect.poll(() => at('export-release').isDisabled()).toBe(true)
    await expect.poll(() => at('export-why-not').textContent()).toContain('審査中')
  })

  test('the desk stays closed to a reviewer from the researchers’ institution, with the reason', async () => {
    await portal.enter('mori')
    await at('rail-review').click()
    const item = at(`review-item-${outputId}`)
    await expect.poll(() => item.getAttribute('aria-disabled')).toBe('true')
    await expect.poll(() => item.textContent()).toContain('同じ機関')
    await item.focus()
    await portal.page.keyboard.press('Enter')
    await item.click({ force: true })
    await expect.poll(() => at('review-desk').count()).toBe(0)
  })

  test('a return needs words; by keyboard two reviewers return it, and neither sees the other’s vote before', async () => {
    for (const login of ['suzuki', 'takahashi']) {
      await portal.enter(login)
      await at('rail-review').click()
      await at(`review-item-${outputId}`).focus()
      await portal.page.keyboard.press('Enter')
      await at('review-desk').getByTestId('protected-grid').waitFor()
      await at('desk-tab-rounds').click()
      await expect.poll(() => at('desk-votes').count()).toBe(0)
      await expect.poll(() => at('review-return').isDisabled()).toBe(true)
      await expect.poll(() => at('review-return-why-not').textContent()).toContain('コメント')
      await at('review-comment').fill(`${login}: 年齢階級をまとめてください。`)
      await portal.page.keyboard.press('Alt+r')
      await at('confirm-yes').click()
      await at('own-vote').waitFor()
    }
    await at('desk-tab-rounds').click()
    await expect.poll(() => at('desk-votes').locator('[role=note]').count()).toBe(2)
  })

  test('the researcher reads what to change, and submits again with the words of before', async () => {
    await portal.enter('sato')
    await expect.poll(() => openNewestOutput(portal.screen)).toEqual({ id: outputId, state: 'returned' })
    await expect.poll(() => at('output-comments').textContent()).toContain('年齢階級をまとめてください。')
    await portal.screen.shot('returned')
    await at('output-resubmit').click()
    // Each change that was required is answered before the result is chosen.
    const answers = at('resubmit-answers').locator('textarea:not([aria-hidden])')
    await expect.poll(() => answers.count()).toBe(2)
    await expect.poll(() => at('answers-next').isDisabled()).toBe(true)
    for (const answer of await answers.all()) await answer.fill('10歳階級にまとめました。')
    await at('answers-next').click()
    await at('resubmit-results').getByRole('button').first().click()
    await at('submit-dialog').getByTestId('protected-grid').waitFor()
    await expect.poll(() => at('submit-population').inputValue()).not.toBe('')
    await at('submit-send').click()
    await at('submit-dialog').waitFor({ state: 'detached' })
    await expect.poll(() => openNewestOutput(portal.screen)).toEqual({ id: outputId, state: 'in-review' })
  })

  test('two approvals clear it; a recall with a reason closes its export again', async () => {
    for (const login of ['suzuki', 'takahashi']) {
      await portal.enter(login)
      await approve(portal.screen, outputId)
    }
    await at('recall-release').click()
    await expect.poll(() => at('recall-send').isDisabled()).toBe(true)
    await at('recall-reason').fill('集計の定義に誤りが見つかったため回収します。')
    await at('recall-send').click()
    await at('recall-reason').waitFor({ state: 'detached' })
    await portal.enter('sato')
    await expect.poll(() => openNewestOutput(portal.screen)).toEqual({ id: outputId, state: 'recalled' })
    await expect.poll(() => at('export-release').isDisabled()).toBe(true)
    await expect.poll(() => at('export-why-not').textContent()).toContain('回収')
  })

  test('an officer reads the log, narrows it by a click, and proves it whole', async () => {
    await portal.enter('yamada')
    await at('rail-audit').click()
    // Details have a place of their own also where all is enlarged half as much again.
    await portal.page.setViewportSize({ width: 853, height: 533 })
    await expect
      .poll(async () => (await at('audit-detail').first().boundingBox())?.width)
      .toBeGreaterThan(120)
    await portal.page.setViewportSize({ width: 1440, height: 900 })
    await at('audit-entries').getByText('公開物の回収').first().click()
    await portal.page.waitForFunction(
      () => document.querySelectorAll('[data-testid^="audit-entry-"][aria-expanded]').length === 1,
    )
    await expect.poll(() => at('audit-filter-event').inputValue()).toBe('公開物の回収')
    await at('rail-catalog').click()
    await at('rail-audit').click()
    // By a part of the name, completed.
    await at('audit-filter-by').fill('鈴木')
    await portal.page.getByRole('option', { name: '鈴木 一郎（suzuki）' }).click()
    await expect
      .poll(() => at('audit-entries').locator('[data-testid^="audit-entry-"]').count())
      .toBeGreaterThan(1)
    await expect.poll(() => at('audit-entries').textContent()).not.toContain('佐藤 美咲')
    await at('audit-verify').click()
    await at('audit-verdict').waitFor()
    await expect.poll(() => at('audit-verdict').getAttribute('data-tone')).toBe('good')
    const details = (await at('audit-detail').allTextContents()).flatMap((text) => text.split(' · '))
    expect(details.filter((text) => /^[a-z]/.test(text))).toEqual([])
    await portal.screen.shot('audit')
    await at('audit-view').getByText('人ごと').click()
    await at('audit-people').getByRole('rowheader', { name: '佐藤 美咲' }).waitFor()
    await portal.screen.shot('audit-people')
    await at('audit-person-usr_demosato').getByTestId('audit-count-output-submitted').click()
    await expect.poll(() => at('audit-filter-event').inputValue()).toBe('成果物の提出')
    await expect.poll(() => at('audit-filter-by').inputValue()).toBe('佐藤 美咲（sato）')
    await at('audit-entries').getByText('佐藤 美咲').first().waitFor()
  })

  test('an officer reads how the environment was used, and goes from a number to its entries', async () => {
    await at('audit-view').getByText('利用状況').click()
    const report = at('audit-use')
    await report.getByRole('rowheader', { name: '佐藤 美咲' }).first().waitFor()
    await expect.poll(() => at('audit-use-head').first().textContent()).toMatch(/^\d+:[0-9a-f]{64}$/)
    await portal.screen.shot('audit-use')
    const [file] = await Promise.all([portal.page.waitForEvent('download'), at('audit-use-csv').click()])
    expect(file.suggestedFilename()).toMatch(/^use-[\d-]+\.csv$/)
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    expect(lines.some((line) => line.startsWith('person,usr_demosato,佐藤 美咲,'))).toBe(true)
    await report.getByRole('rowheader', { name: '佐藤 美咲' }).first().getByRole('button').click()
    await expect.poll(() => at('audit-filter-by').inputValue()).toBe('佐藤 美咲（sato）')
    await at('audit-entries').getByText('佐藤 美咲').first().waitFor()
  })
})
