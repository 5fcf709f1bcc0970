import { expect, test } from 'vitest'
import { readFrozen } from '../../../visiting/outputs/read-frozen.ts'
import { CONTEXT } from '../../fixtures/a-submission.ts'

const table = {
  columns: [{ name: 'n', type: 'BIGINT', role: 'persons' }],
  rows: [[{ text: '12', status: 'shown', persons: '12', interval: null, findings: [] }]],
  findings: [],
  summary: { method: 'round', pattern: null, gap: null, primary: 0, secondary: 0, shown: 1, elapsedMs: 1 },
  ruleEditions: [],
  verified: true,
}

test('a round frozen before outputs were packages is read as a package of its one table', () => {
  const old = {
    outputId: 'out_1',
    round: 2,
    title: '表',
    context: CONTEXT,
    chart: null,
    sql: 'SELECT 1',
    resultId: 'res_1',
    extractDigest: 'ab',
    submittedAt: '2026-11-23T00:00:00.000Z',
    table,
    travels: [[true]],
    rawRows: [['12']],
  }
  const round = readFrozen(old)
  expect(round.items).toMatchObject([
    {
      kind: 'table',
      name: 'table',
      title: '表',
      context: CONTEXT,
      protection: { method: 'round' },
      rawRows: [['12']],
    },
  ])
  // What is written now is read as it is.
  expect(readFrozen(JSON.parse(JSON.stringify(round)))).toEqual(round)
})

test('a round that is neither form is refused, not guessed at', () => {
  expect(() => readFrozen({ outputId: 'out_1', items: [] })).toThrow()
})
