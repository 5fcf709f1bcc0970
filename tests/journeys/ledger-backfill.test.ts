/** Outputs that were released before the ledger was kept. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, describe, expect, test } from 'vitest'
import { inExtract } from '../fixtures/a-second-permit.ts'
import { aService, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const COUNT = 'SELECT count(DISTINCT person_id) AS persons FROM idb.notification'
let service: Service
afterAll(() => service.stop())

const forget = () => {
  const database = new Database(join(service.data, 'records.sqlite'))
  database.exec('DELETE FROM ledger_entry')
  database.close()
  for (const name of readdirSync(join(service.data, 'ledger')))
    rmSync(join(service.data, 'ledger', name), { recursive: true })
}

const closeToIt = async () => {
  const [edge] = await inExtract(
    service.data,
    PERMIT,
    'SELECT person_id FROM (SELECT DISTINCT person_id FROM idb.notification) ORDER BY person_id LIMIT 1 OFFSET 2',
  )
  const sato = await service.as('sato')
  const { resultId } = await runToEnd(sato, `${COUNT} WHERE person_id > '${edge}'`)
  const { items } = await sato.call('outputs.compare', { items: [{ kind: 'table', resultId: resultId! }] })
  return items[0]!.findings.map(({ code }) => code)
}

describe('a release from before the ledger', () => {
  test('is entered when the service starts, from what was frozen, and protects', async () => {
    service = await aService(folder)
    const sato = await service.as('sato')
    const { resultId } = await runToEnd(sato, COUNT)
    const { id } = await sato.call('outputs.submit', aSubmission(resultId!))
    for (const login of ['suzuki', 'takahashi'])
      await castVote(await service.as(login), { outputId: id, round: 1, decision: 'approve' })
    await service.stop()
    forget()
    service = await startService(service.data)
    expect(await closeToIt()).toEqual(['difference-small'])
  })

  test('is said not to be compared where its data are no longer what they were', async () => {
    const kobayashi = await service.as('kobayashi')
    const condition = { column: 'severity', from: null, until: null, in: ['重症'] }
    await kobayashi.call('permits.change', {
      permitId: PERMIT,
      conditions: { 'idb.notification': [condition] },
    })
    await service.stop()
    forget()
    service = await startService(service.data)
    expect(await closeToIt()).toContain('not-compared-earlier')
  })
})
