import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let service: Service
let sato: HttpClient
beforeAll(async () => {
  service = await aService(temporaryFolder())
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const standingOf = async (sql: string) => {
  const query = await runToEnd(sato, sql)
  expect([query.state, query.error]).toEqual(['done', null])
  return sato.call('results.view', { resultId: query.resultId! })
}

describe('the macro library', () => {
  test('is there for everybody, with titles in both languages', async () => {
    const { macros } = await service.open.call('catalog.macros', {})
    expect(macros.map(({ name }) => name)).toContain('charlson_scores')
    expect(macros.filter(({ title }) => !title.ja || !title.en)).toEqual([])
  })

  test.each([
    ["SELECT * FROM new_users('C10AA', 180)", 'individual'],
    ["SELECT * FROM drug_eras('C10AA', 30)", 'individual'],
    ["SELECT * FROM charlson_scores(DATE '2022-04-01', DATE '2023-03-31')", 'individual'],
    [
      "SELECT score, count(*) AS persons FROM charlson_scores(DATE '2020-04-01', DATE '2024-03-31') GROUP BY score",
      'aggregated',
    ],
    [
      "SELECT fiscal_year(started_on) AS year, count(DISTINCT person_id) AS persons FROM new_users('C', 90) GROUP BY 1",
      'aggregated',
    ],
    [
      "SELECT avg(date_diff('day', era_start, era_end)) AS days FROM drug_eras('C10AA', 30) WHERE dispensings > 1",
      'aggregated',
    ],
  ])('%s is followed', async (sql, standing) => {
    const view = await standingOf(sql)
    expect(view.standing).toBe(standing)
  })

  test('joins with what the researcher writes', async () => {
    const view = await standingOf(
      `SELECT age_band_10(2024 - p.birth_year) AS band, count(*) AS persons, avg(coalesce(c.score, 0)) AS score
       FROM ndb.person AS p
       LEFT JOIN charlson_scores(DATE '2020-04-01', DATE '2024-03-31') AS c ON c.person_id = p.person_id
       GROUP BY 1 ORDER BY 1`,
    )
    expect(view.standing).toBe('aggregated')
    expect(view.rowCount).toBeGreaterThan(5)
  })
})
