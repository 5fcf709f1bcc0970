import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputId, PermitId } from '../../../shared/model/ids.ts'
import type { LedgerPort } from '../../../visiting/ledger/ledger-port.ts'
import { newPrivateKeyPem, sealOf, signingKeyOf } from '../../../visiting/release/signing-key.ts'
import { ledgerStore } from '../../../visiting/storage/ledger-store.ts'
import { Records } from '../../../visiting/storage/records.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const key = signingKeyOf(newPrivateKeyPem())
let records: Records
let ledger: LedgerPort

beforeAll(async () => {
  records = await Records.open(join(folder, 'records.sqlite'), sealOf(key))
  ledger = ledgerStore(records)
})
afterAll(() => records.close())

const entry = (item: string) => ({
  outputId: 'out_0001' as OutputId,
  round: 1,
  item,
  permitId: 'prm_0001' as PermitId,
  notCompared: null,
  file: `sets-${item}`,
  digest: 'aa',
  createdAt: '2026-11-25T00:00:00.000Z',
})

describe('the ledger in the records', () => {
  test('tables of a round are kept one by one, and put again in their own place', async () => {
    await ledger.put([entry('table-1'), entry('table-2')])
    await ledger.put([{ ...entry('table-2'), file: null, notCompared: 'shape' }])
    const kept = await ledger.listOfRound('out_0001' as OutputId, 1)
    expect(kept.map(({ item, file, notCompared }) => [item, file, notCompared])).toEqual([
      ['table-1', 'sets-table-1', null],
      ['table-2', null, 'shape'],
    ])
  })

  test('an entry without an output counts for nothing', async () => {
    expect(await ledger.listStanding(['approved', 'released', 'recalled', 'in-review'])).toEqual([])
  })

  test('comparisons are counted for each person, permit and day, and refused beyond the limit', async () => {
    const ask = (change: { visitorId?: string; day?: string } = {}) =>
      ledger.countComparison({
        visitorId: 'usr_0001',
        permitId: 'prm_0001' as PermitId,
        day: '2026-11-25',
        limit: 2,
        ...change,
      })
    expect([await ask(), await ask(), await ask()]).toEqual([true, true, false])
    expect([await ask({ visitorId: 'usr_0002' }), await ask({ day: '2026-11-26' })]).toEqual([true, true])
  })
})
