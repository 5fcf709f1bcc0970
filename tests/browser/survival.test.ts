/** A survival curve on the screen: recognised, merged, seen as it leaves, submitted, judged. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { CONTEXT } from '../fixtures/a-submission.ts'
import { runSql, signIn, signOut } from '../fixtures/main-job.ts'
import { survivalSql } from '../fixtures/survival-sql.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'a survival curve on the screen (%s)',
  (language) => {
    const portal = aPortal({
      where: 'survival',
      language,
      size: { width: 1280, height: 800 },
      colours: language === 'ja' ? 'light' : 'dark',
      as: 'sato',
    })
    const { at } = portal

    test('is recognised by its columns, which can be changed', async () => {
      await runSql(portal.screen, survivalSql())
      await at('submit-output').click()
      await at('survival-columns').waitFor()
      for (const [field, column] of Object.entries({
        time: 'month',
        atRisk: 'at_risk',
        events: 'deaths',
        censored: 'censored',
        strata: 'sex',
      }))
        await expect.poll(() => at(`survival-${field}`).inputValue()).toBe(column)
      await at('form-report').waitFor()
      await at('preflight').waitFor()
      await portal.screen.shot('1-recognised')
    })

    test('shows the merged steps, the figure as it would leave, and the table without merging', async () => {
      const hidden = async (within: string) =>
        at(within).locator('[role=gridcell][data-status]:not([data-status=shown])').count()
      await at('preflight').getByRole('gridcell').first().waitFor()
      await expect.poll(() => hidden('preflight')).toBe(0)
      await at('form-view').locator('label').nth(1).click()
      await at('form-picture').waitFor()
      await portal.screen.shot('2-figure')
      await at('form-view').locator('label').nth(2).click()
      await at('form-before').getByRole('gridcell').first().waitFor()
      await expect.poll(() => hidden('form-before')).toBeGreaterThan(5)
      await portal.screen.shot('3-before')
      await at('form-view').locator('label').nth(0).click()
    })

    test('is submitted as a curve', async () => {
      await at('submit-title').fill('性別の生存曲線')
      for (const [field, words] of Object.entries(CONTEXT)) await at(`submit-${field}`).fill(words)
      await expect.poll(() => at('submit-send').isEnabled()).toBe(true)
      await portal.screen.shot('4-filled')
      await at('submit-send').click()
      await at('submit-dialog').waitFor({ state: 'detached' })
      await at('output-detail').getByTestId('form-report').waitFor()
      await portal.screen.shot('5-submitted')
      const [output] = (await (await portal.service.as('sato')).call('outputs.list', {})).outputs
      expect(output?.items).toMatchObject([{ kind: 'table', form: 'survival' }])
    })

    test('lies on the desk with its steps, findings and figure', async () => {
      await signOut(portal.screen)
      await signIn(portal.screen, 'suzuki')
      await at('rail-review').click()
      await at('review-queue').getByText('性別の生存曲線').first().click()
      await at('review-desk').getByTestId('form-report').waitFor()
      await expect.poll(() => at('form-report').getAttribute('data-kind')).toBe('survival')
      await portal.screen.shot('6-desk')
      await at('desk-tab-chart').click()
      await at('desk-figure').waitFor()
      await portal.screen.shot('7-desk-figure')
      expect(portal.complaints).toEqual([])
    })
  },
)
