/** A cell too close to an earlier release, hidden in one step; and what the reviewer sees of earlier releases. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { inExtract } from '../fixtures/a-second-permit.ts'
import { PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { runSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

const BY_SEX = 'SELECT sex, count(*) AS persons FROM ndb.person GROUP BY ROLLUP (sex) ORDER BY sex'

describe.skipIf(isLeftOut('browser')).each(['ja', 'en'] as const)(
  'the ledger on the screen (%s)',
  (language) => {
    const prepare = async (service: Service) => {
      const [third] = await inExtract(
        service.data,
        PERMIT,
        `SELECT person_id FROM ndb.person WHERE sex = '1' ORDER BY person_id LIMIT 1 OFFSET 2`,
      )
      const sato = await service.as('sato')
      const most = `SELECT count(*) AS persons FROM ndb.person WHERE sex = '1' AND person_id > '${third}'`
      const { resultId } = await runToEnd(sato, most)
      const { id } = await sato.call('outputs.submit', { ...aSubmission(resultId!), title: '男性の人数' })
      for (const login of ['suzuki', 'takahashi'])
        await castVote(await service.as(login), { outputId: id, round: 1, decision: 'approve' })
      const other = await runToEnd(sato, 'SELECT count(*) AS persons FROM ndb.person')
      await sato.call('outputs.submit', { ...aSubmission(other.resultId!), title: '全員の人数' })
    }
    const portal = aPortal({
      where: 'ledger',
      language,
      size: { width: 1280, height: 800 },
      colours: language === 'ja' ? 'light' : 'dark',
      as: 'sato',
      prepare,
    })
    const { at } = portal

    test('what is too close is said, hidden in one step, and no longer found', async () => {
      await runSql(portal.screen, BY_SEX)
      await at('submit-output').click()
      await at('ledger-hide').waitFor()
      await expect
        .poll(() => at('protected-grid').locator('[data-status=shown][data-numeric=true]').count())
        .toBe(3)
      await portal.screen.shot('1-too-close')
      await at('ledger-hide').click()
      await at('submit-dialog').locator('[data-testid=preflight][data-working=false]').waitFor()
      await expect
        .poll(() => at('protected-grid').locator('[data-status=shown][data-numeric=true]').count())
        .toBe(1)
      await at('ledger-line').waitFor()
      await expect.poll(() => at('ledger-hide').count()).toBe(0)
      await at('submit-choices').click()
      await expect.poll(() => at('hide-cells').locator('button').count()).toBe(1)
      await portal.screen.shot('2-hidden')
    }, 300_000)
  },
)
