/** Plans against a running environment: judged as queries are, made from structure, the same whatever the data hold. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, codeOf, PERMIT, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const plan = (sql: string, client = sato) => client.call('queries.plan', { permitId: PERMIT, sql })
const tablesOf = ({ operators }: Awaited<ReturnType<typeof plan>>) =>
  operators?.flatMap(({ details }) =>
    details.filter(({ what }) => what === 'table').flatMap(({ texts }) => texts),
  )

test('says the tables, the databases and how the result would stand', async () => {
  const planned = await plan(DEMO_SQL)
  expect(tablesOf(planned)?.sort()).toEqual(['idb.notification', 'ndb.person'])
  expect(planned.reads.map(({ table }) => table).sort()).toEqual(['idb.notification', 'ndb.person'])
  expect(planned.standing).toBe('aggregated')
  expect(planned.columns.map(({ name, certainty }) => [name, certainty])).toEqual([
    ['age_band', 'exact'],
    ['severity', 'exact'],
    ['persons', 'exact'],
  ])
})

test('says from how many persons on a sum among numbers of the query’s own is counted exactly', async () => {
  const { columns } = await plan(
    "SELECT sex, count(*) AS n, sum(date_diff('day', observed_from, least(observed_until, DATE '2024-03-31'))) AS days, max(birth_year) - min(birth_year) AS span FROM ndb.person GROUP BY sex",
  )
  expect(columns.map(({ certainty, exactFrom }) => [certainty, exactFrom])).toEqual([
    ['exact', null],
    ['exact', null],
    ['at-least', 20],
    ['at-least', null],
  ])
})

test('a condition nobody meets is planned as one that everybody does', async () => {
  const [nobody, everybody] = [
    await plan('SELECT count(*) AS n FROM ndb.person WHERE birth_year > 3000'),
    await plan('SELECT count(*) AS n FROM ndb.person WHERE birth_year > 1000'),
  ]
  expect(JSON.stringify(nobody).replaceAll('3000', '?')).toBe(
    JSON.stringify(everybody).replaceAll('1000', '?'),
  )
  expect(tablesOf(nobody)).toEqual(['ndb.person'])
})

test('a table of the workspace is planned alike, empty or full', async () => {
  const planOver = async (condition: string) => {
    await runToEnd(
      sato,
      `CREATE OR REPLACE TABLE mine AS SELECT person_id, birth_year FROM ndb.person WHERE ${condition}`,
    )
    return plan('SELECT birth_year, count(*) AS n FROM mine WHERE birth_year < 1950 GROUP BY birth_year')
  }
  const empty = await planOver('birth_year > 3000')
  expect(tablesOf(empty)).toEqual(['mine'])
  expect(await planOver('birth_year < 1990')).toEqual(empty)
})

test('what may not run is refused, and the refusal audited; what has no query says so', async () => {
  expect(await codeOf(plan("SELECT * FROM read_text('/etc/passwd')"))).toBe('function-not-permitted')
  const refused = await problemOf(plan('DROP TABLE mine'))
  expect(refused).toMatchObject({ code: 'no-plan', params: { statement: 'DROP' } })
  const { entries } = await (await service.as('yamada')).call('audit.entries', { limit: 20 })
  expect(entries.some(({ detail }) => detail.code === 'function-not-permitted')).toBe(true)
})

test('somebody who is not on the permit learns nothing of it', async () => {
  const shown = await codeOf(plan('SELECT 1', await service.as('suzuki')))
  expect(shown).toBe('role-needed')
})
