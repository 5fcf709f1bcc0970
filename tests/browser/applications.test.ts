/**
 * From a wish in the catalog to a permit, as people do it on the screen: gathered without signing in, written by a
 * researcher, read and decided by a committee whose members each sign for themselves.
 */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { inDays, QUORUM } from '../fixtures/an-application.ts'
import { signIn } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

const MEASURES = [
  'restricted-place',
  'screen-privacy',
  'no-capture',
  'managed-device',
  'incident-report',
  'no-collation',
  'erasure',
]

describe.skipIf(isLeftOut('browser'))('applying for data and deciding', () => {
  const portal = aPortal({ where: 'applications' })
  let applicationId: string
  const { at } = portal

  const saved = () =>
    portal.page.waitForFunction(
      () => document.querySelector('[data-testid=save-state]')?.getAttribute('data-state') === 'saved',
    )

  test('somebody who is not signed in gathers tables and columns, keeps them, and is led to sign in', async () => {
    await at('sign-in').waitFor()
    await portal.screen.shot('sign-in-people')
    await at('look-around').click()
    await at('rail-catalog').click()
    await at('catalog-search').fill('barthel')
    await at('gather-hit').first().click()
    await at('tray').waitFor()
    await at('catalog-search').fill('')
    await at('dataset-kaigo').click()
    await at('gather-kaigo.certification.care_level').click()
    await at('gather-kaigo.claim').or(at('table-claim')).first().click()
    await at('gather-kaigo.claim').click()
    await portal.page.reload()
    await at('look-around').click()
    await at('tray-open').click()
    await expect.poll(() => at('tray-list').getByRole('listitem').count()).toBe(3)
    await portal.screen.shot('tray')
    await portal.page.keyboard.press('Escape')
    await expect.poll(() => at('tray-start').count()).toBe(0)
    await at('tray-sign-in').click()
    await at('sign-in').waitFor()
  })

  test('after signing in it goes into a draft, and nothing is left in the tray for the next person', async () => {
    await signIn(portal.screen, 'tanaka')
    await at('rail-catalog').click()
    await at('tray-add').click()
    const draft = portal.page.locator('[data-testid^="tray-add-apl_"]').first()
    applicationId = ((await draft.getAttribute('data-testid')) ?? '').replace('tray-add-', '')
    await draft.click()
    await at('application-editor').waitFor()
    await expect.poll(() => at('asked-kaigo.claim').count()).toBe(1)
    await at('rail-catalog').click()
    await expect.poll(() => at('tray').count()).toBe(0)
  })

  test('the form says what it lacks, saves by itself, and survives a reload', async () => {
    await at('rail-applications').click()
    await at(`application-${applicationId}`).click()
    await portal.screen.shot('application-draft')
    await expect.poll(() => at('application-submit').isDisabled()).toBe(true)
    await expect.poll(() => at('lacks-data').textContent()).toContain('discharge_to')
    await at('reason-dpc.admission.discharge_to').fill('<img src=x onerror=alert(1)>退院先を分けるため')
    await at('reason-kaigo.certification.care_level').fill('退院後の要介護度を求めるため')
    await at('remove-kaigo.claim').click()
    // What the search found first beside the draft's own tables.
    for (const input of await portal.page.locator('[data-testid^="reason-"]').all())
      if ((await input.inputValue()) === '') await input.fill('日常生活動作の推移を調べるため')
    await at('linkage-yes').check()
    await at('linkage-why').fill('入院中の実施と退院後の要介護度を、同じ人について比べるため。')
    await at('output-add').click()
    await at('output-0-what').fill('要介護度別・開始日別の人数の表')
    await at('output-0-audience').fill('論文の読者')
    for (const measure of MEASURES) await at(`measure-${measure}`).check()
    await at('field-until').fill(inDays(300))
    await at('field-retention').fill('中間の表は作業領域に置き、終了時にすべて消去します。')
    await at('field-fee').check()
    await at('conflicts-none').check()
    await saved()
    await portal.page.reload()
    await at('application-editor').waitFor()
    await expect.poll(() => at('output-0-what').inputValue()).toBe('要介護度別・開始日別の人数の表')
    await expect.poll(() => portal.page.locator('[data-testid^="lacks-"]').count()).toBe(0)
    await portal.screen.shot('application-ready')
  })

  test('submitted, it is read and no longer written; the printed copy has the whole text and nothing else', async () => {
    await at('application-submit').click()
    await at('confirm-yes').click()
    await at('application-detail').getByTestId('application-sheet').waitFor()
    await expect.poll(() => at('application-editor').count()).toBe(0)
    await expect
      .poll(() => at('application-detail').textContent())
      .toContain('<img src=x onerror=alert(1)>退院先')
    await expect.poll(() => at('application-detail').locator('img').count()).toBe(0)
    await portal.screen.shot('application-submitted')
    await portal.page.emulateMedia({ media: 'print' })
    await expect.poll(() => at('print-copy').isVisible()).toBe(true)
    await expect.poll(() => at('shell').isVisible()).toBe(false)
    await expect.poll(() => at('print-copy').textContent()).toMatch(/令和\d+年/)
    await portal.page.emulateMedia({ media: null })
  })

  test('a member from the applicants’ institution sees it listed and closed, with the reason', async () => {
    await portal.enter('ogawa')
    await at('rail-applications').click()
    const item = at(`committee-item-${applicationId}`)
    await item.waitFor()
    await expect.poll(() => item.getAttribute('aria-disabled')).toBe('true')
    await item.focus()
    await portal.page.keyboard.press('Enter')
    await expect.poll(() => at('committee-desk').count()).toBe(0)
  })

  test('each member attends and signs from their own account; without a quorum the button says what lacks', async () => {
    for (const [place, login] of QUORUM.entries()) {
      await portal.enter(login)
      await at('rail-applications').click()
      await at(`committee-item-${applicationId}`).waitFor()
      if (place === 0) await portal.screen.shot('committee-queue')
      await at(`committee-item-${applicationId}`).focus()
      await portal.page.keyboard.press('Enter')
      await at('committee-desk').getByTestId('application-sheet').waitFor()
      if (place === 0) {
        await at('tab-comments').click()
        await at('comment-text').fill('曝露の定義は明確です。')
        await at('comment-send').click()
        await portal.page.getByText('曝露の定義は明確です。').first().waitFor()
        await portal.page.getByRole('tab').first().click()
        await at('convene-do').click()
      } else await at('attend').click()
      await at('vote-sign').waitFor()
      if (place === 1) {
        await expect.poll(() => at('vote-sign').isDisabled()).toBe(true)
        await expect.poll(() => at('vote-why-not').textContent()).toContain('一般の立場の委員がいない')
        await portal.screen.shot('meeting-without-quorum')
      }
    }
    for (const login of [...QUORUM].reverse()) {
      if (login !== 'kimura') {
        await portal.enter(login)
        await at('rail-applications').click()
        await at(`committee-item-${applicationId}`).click()
      }
      await at('vote-decision').getByText('承認', { exact: true }).click()
      if (login === 'watanabe') await portal.screen.shot('meeting-voting')
      await at('vote-sign').click()
      await at('confirm-yes').click()
      if (login === 'hayashi') await portal.page.locator('[data-testid^="record-mtg_"]').first().waitFor()
      else await at('own-vote').waitFor()
    }
    await portal.screen.shot('meeting-decided')
  })

  test('the applicant sees the permit come into force, and works under it', async () => {
    await portal.enter('tanaka')
    await at('rail-applications').click()
    await at(`application-${applicationId}`).click()
    await portal.page.locator('[data-testid=application-detail][data-state=in-force]').waitFor()
    await portal.screen.shot('application-in-force')
    await at('application-work').click()
    await at('editor').waitFor()
  })

  test('an officer reads it and cannot decide', async () => {
    await portal.enter('yamada')
    await at('rail-applications').click()
    await at(`committee-item-${applicationId}`).click()
    await at('committee-why-not').waitFor()
    await expect.poll(() => at('vote-sign').count()).toBe(0)
  })
})
