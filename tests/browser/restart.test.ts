/** The environment is started anew while somebody works: what ran is said to be lost, and the work goes on as it was. */
import { afterAll, describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { type Service, startService } from '../fixtures/a-service.ts'
import { runSql } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'

const FOR_HOURS =
  'SELECT count(*) FROM ndb.medical_claim a, ndb.medical_claim b, ndb.medical_claim c WHERE a.points + b.points > c.points'

describe.skipIf(isLeftOut('browser'))('an environment that is started anew', () => {
  const portal = aPortal({ where: 'restart', as: 'sato', language: 'en' })
  const { at } = portal
  let again: Service | undefined
  afterAll(() => again?.stop())

  test('is waited for, and what ran is said to be lost', async () => {
    // Asked about by its name: the environment has taken it on.
    const taken = portal.page.waitForRequest((request) => request.url().includes('/qry_'))
    await runSql(portal.screen, FOR_HOURS)
    await at('run-progress').waitFor()
    await taken
    const { data, address } = portal.service
    await portal.service.kill()
    // Time goes on on the screen: nothing is called lost before the environment says so.
    await at('run-progress').waitFor()
    again = await startService(data, ['--port', new URL(address).port])
    await at('run-report').waitFor()
    await expect.poll(() => at('status-engine').getAttribute('data-engine')).toBe('lost')
    await portal.screen.shot('lost')
  })

  test('knows who was signed in, and runs what is run next', async () => {
    await expect.poll(() => at('editor').locator('.view-lines').textContent()).toContain('medical_claim')
    await runSql(portal.screen, 'SELECT 1 AS one')
    await at('result-grid').getByRole('gridcell').first().waitFor()
    await at('tab-history').click()
    await at('history').getByText('Lost').first().waitFor()
  })
})
