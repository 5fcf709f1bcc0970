/** Gather, preview, protect, submit, follow, be returned, submit again: as an epidemiologist does it, on the screen. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { CONTEXT } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { runSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

/** Years of birth so early that few men are left in some of them. */
const BANDS = `SELECT CAST(p.birth_year AS VARCHAR) AS born, count(DISTINCT p.person_id) AS persons
FROM ndb.person AS p WHERE p.birth_year < 1927 AND p.sex = '1' GROUP BY ROLLUP (born) ORDER BY born`
const BY_SEX =
  "SELECT p.sex, count(DISTINCT p.person_id) AS persons FROM ndb.person AS p WHERE p.birth_year < 1927 AND p.sex = '1' GROUP BY p.sex"

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'a submission on the screen (%s)',
  (language) => {
    const portal = aPortal({
      where: 'submission',
      language,
      size: language === 'ja' ? { width: 1280, height: 800 } : { width: 1920, height: 1080 },
      colours: language === 'ja' ? 'light' : 'dark',
      as: 'sato',
    })
    const { at } = portal
    const settled = async () => {
      await at('submit-dialog').locator('[data-testid=preflight][data-working=false]').waitFor()
    }
    const fill = async (title: string) => {
      await at('submit-title').fill(title)
      for (const [field, words] of Object.entries(CONTEXT)) await at(`submit-${field}`).fill(words)
    }

    test('a result is gathered, and what protecting it costs is said in plain numbers', async () => {
      await runSql(portal.screen, BANDS)
      await at('submit-output').click()
      await settled()
      await expect.poll(() => at('protection-cost').textContent()).toMatch(/\d/)
      await portal.screen.shot('1-gathered')
      await fill('出生年別の人数')
      await at('submit-choices').click()
      await at('choices').waitFor()
      await portal.screen.shot('2-choices')
    })

    test('bands are merged instead of hidden, and the checks follow', async () => {
      const before = await at('protected-grid').getByRole('row').count()
      await at('recoding-add').click()
      await settled()
      await expect.poll(() => at('protected-grid').getByRole('row').count()).toBeLessThan(before)
      await portal.screen.shot('3-merged')
      await at('choices')
        .getByRole('button')
        .filter({ has: portal.page.locator('svg') })
        .first()
        .click()
      await settled()
      await expect.poll(() => at('protected-grid').getByRole('row').count()).toBe(before)
    })

    test('a cell is kept with K, costs and time are chosen, and each choice is counted', async () => {
      await at('protected-grid').locator('[data-status=shown][data-numeric=true]').first().click()
      await portal.page.keyboard.press('k')
      await expect.poll(() => at('keep-cells').locator('button').count()).toBe(1)
      await at('cost-by').locator('label').nth(2).click()
      await at('weight-add').click()
      await settled()
      await expect.poll(() => at('submit-choices').textContent()).toContain('3')
      await portal.screen.shot('4-kept')
    })

    test('without protection it cannot be sent, and one click applies it', async () => {
      await at('submit-method').locator('label').nth(3).click()
      await at('submit-apply').waitFor()
      await expect.poll(() => at('submit-send').isDisabled()).toBe(true)
      await expect.poll(() => at('preflight-counts').getAttribute('data-standing')).toBe('bad')
      // A value that is not sent is said to be masked, not to be NULL.
      const untold = at('protected-grid').locator('[data-tone=blocking]').first()
      await expect.poll(() => untold.textContent()).toMatch(/伏せた値|masked/)
      await portal.screen.shot('5-unprotected')
      await at('submit-apply').click()
      await settled()
      await expect.poll(() => at('preflight-counts').getAttribute('data-standing')).toBe('good')
    })

    test('a second result joins the first; what they have in common is found and can be looked at', async () => {
      await portal.page.keyboard.press('Escape')
      await at('submit-dialog').waitFor({ state: 'detached' })
      await runSql(portal.screen, BY_SEX)
      await at('submit-output').click()
      await at('submit-item-1').waitFor()
      await fill('性別の人数')
      await settled()
      await at('submit-choices').click()
      await at('relation').first().waitFor()
      await portal.screen.shot('6-two-tables')
      const choose = async (select: string, words: RegExp) => {
        await at(select).click()
        await portal.page.getByRole('option', { name: words }).first().click()
      }
      await choose('declare-whole', /^1: /)
      await choose('declare-parts', /^2: /)
      await portal.page.keyboard.press('Tab')
      await at('declare-add').click()
      await at('declared-relation').waitFor()
      await settled()
      await portal.screen.shot('6-declared')
      await expect
        .poll(() => at('declared-relation').textContent())
        .toMatch(/1.*1.*persons.* = .*2.*1.*persons/)
      await at('declared-relation').getByRole('button').click()
      await expect.poll(() => at('declared-relation').count()).toBe(0)
    })

    test('a note is marked where it tells a number that stands in no table', async () => {
      await at('submit-add-note').click()
      await at('submit-title').fill('結果の説明')
      await at('submit-what').fill('二つの表の読み方を説明した文章です。')
      await at('submit-text').fill('出生年別の表のうち、3人は除外した。合計は987654人である。')
      await expect.poll(() => at('note-mark').count()).toBe(2)
      await expect.poll(() => at('preflight-words').getAttribute('data-standing')).toBe('look')
      await at('submit-package').fill('論文の表と説明')
      await portal.screen.shot('7-note')
    })

    test('a draft survives a restart', async () => {
      await portal.page.reload()
      await at('shell').waitFor()
      await runSql(portal.screen, BY_SEX)
      await at('submit-output').click()
      await at('submit-item-3').waitFor()
      // The result made anew is another one; it is taken out again.
      await at('submit-remove-3').click()
      await at('submit-item-0').click()
      await expect.poll(() => at('submit-title').inputValue()).toBe('出生年別の人数')
      await settled()
      await portal.screen.shot('8-restored')
      await expect.poll(() => at('submit-send').isEnabled()).toBe(true)
      await at('submit-send').click()
      await at('submit-dialog').waitFor({ state: 'detached' })
      await at('output-detail').waitFor()
      await portal.screen.shot('9-submitted')
    })

    test('it is returned with words, and submitted again with them in view', async () => {
      const sato = await portal.service.as('sato')
      const [output] = (await sato.call('outputs.list', {})).outputs
      expect(output!.items.map(({ name }) => name)).toEqual(['table-1', 'table-2', 'note'])
      for (const login of ['suzuki', 'takahashi'])
        await castVote(await portal.service.as(login), {
          outputId: output!.id,
          round: 1,
          decision: 'return',
          comment: '除外した人数の記載を消してください。',
        })
      await portal.page.reload()
      await at('rail-outputs').click()
      await at(`output-${output!.id}`).click()
      await at('output-resubmit').waitFor()
      await portal.screen.shot('10-returned')
      await at('output-resubmit').click()
      await at('resubmit-answers').getByRole('textbox').fill('記載を消しました。')
      await at('answers-next').click()
      for (let table = 0; table < 2; table++) {
        await at('result-chooser').getByRole('button').first().click()
      }
      await at('submit-dialog').waitFor()
      await at('submit-item-2').click()
      await at('submit-text').fill('出生年別と性別の人数の表である。')
      await portal.screen.shot('11-again')
      await expect.poll(() => at('submit-send').isEnabled()).toBe(true)
      await at('submit-send').click()
      await at('submit-dialog').waitFor({ state: 'detached' })
      const [again] = (await sato.call('outputs.list', {})).outputs
      expect(again).toMatchObject({ id: output!.id, round: 2, state: 'in-review' })
      expect(portal.complaints).toEqual([])
    })
  },
)
