/** An operator ends a permit on the screen: not by one click, with what is lost said, and with its certificate. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { PERMIT } from '../fixtures/a-service.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'permits on the screen (%s)',
  (language) => {
    const portal = aPortal({
      where: 'permits',
      language,
      size: { width: 1280, height: 800 },
      colours: language === 'ja' ? 'light' : 'dark',
      as: 'yamada',
    })
    const { at } = portal
    const openPermits = async () => {
      await at('rail-audit').click()
      await at('audit-view').locator('label').nth(3).click()
      await at(`permit-${PERMIT}`).waitFor()
    }

    test('an officer sees who may work until when, and ends nothing', async () => {
      await openPermits()
      await expect.poll(() => at(`permit-${PERMIT}`).getAttribute('data-state')).toBe('in-force')
      await expect.poll(() => at('permit-end').count()).toBe(0)
      await portal.screen.shot('1-officer')
    })

    test('an operator ends it only with a reason and its ID', async () => {
      await portal.enter('kobayashi')
      await openPermits()
      await at(`permit-${PERMIT}`).getByTestId('permit-end').click()
      await at('end-permit-reason').fill('研究が終了したため')
      await expect.poll(() => at('end-permit-do').isDisabled()).toBe(true)
      await at('end-permit-id').fill(PERMIT)
      await portal.screen.shot('2-end')
      await at('end-permit-do').click()
      await at('erasure-certificate').waitFor()
      await expect.poll(() => at('erasure-certificate').textContent()).toContain('extract.duckdb')
      await portal.screen.shot('3-certificate')
    })

    test('the certificate is saved as it was signed, and found again at the ended permit', async () => {
      const saving = portal.page.waitForEvent('download')
      await at('certificate-save').click()
      const saved = JSON.parse(readFileSync(await (await saving).path(), 'utf8'))
      const operator = await portal.service.as('kobayashi')
      expect(saved).toEqual(await operator.call('permits.end', { permitId: PERMIT, reason: 'もう一度' }))
      await portal.page.keyboard.press('Escape')
      await expect.poll(() => at(`permit-${PERMIT}`).getAttribute('data-state')).toBe('ended')
      await portal.screen.shot('4-ended')
      await at('permit-certificate').click()
      await at('erasure-certificate').waitFor()
      await portal.page.keyboard.press('Escape')
    })

    test('a researcher who was on it is told that it ended', async () => {
      await portal.enter('sato')
      await at('rail-workbench').click()
      await expect.poll(() => at('run-query').getAttribute('data-disabled')).toBe('true')
      await expect.poll(() => at('status-permit').getAttribute('data-soon')).toBe('true')
      await portal.screen.shot('5-researcher')
      expect(portal.complaints).toEqual([])
    })
  },
)
