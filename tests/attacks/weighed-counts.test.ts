/**
 * Counts of a few that a query puts into the digits of one sum over HTTP: none arrives as data. What studies weigh themselves
 * does, so that the claims can fail.
 */
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { rowsInExtract } from '../fixtures/a-second-permit.ts'
import { aService, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { WEIGHED_BY_STUDIES, WEIGHED_COUNTS } from './weighed-counts.ts'

const folder = temporaryFolder()
let service: Service
let researcher: HttpClient
/** Towns in which three to nine live. */
let rare: string[]
/** A year in which a hundred or so were born, and few in one of its months. */
let year: string
beforeAll(async () => {
  service = await aService(folder)
  researcher = await service.as('sato')
  const asked = (sql: string) => rowsInExtract(service.data, PERMIT, sql)
  const towns = await asked(
    `SELECT municipality_code FROM ndb.person WHERE municipality_code IS NOT NULL AND sex = '1'
     GROUP BY 1 HAVING count(DISTINCT person_id) BETWEEN 4 AND 9 ORDER BY 1 LIMIT 2`,
  )
  rare = towns.map(([town]) => town!)
  const [[found] = []] = await asked(
    `SELECT y FROM (SELECT birth_year AS y, birth_month, count(*) AS n FROM ndb.person GROUP BY 1, 2)
     GROUP BY 1 HAVING min(n) BETWEEN 3 AND 9 AND count(*) = 12 ORDER BY sum(n) DESC, 1 LIMIT 1`,
  )
  year = found!
  expect([...rare, year].length).toBe(3)
})
afterAll(() => service.stop())

const written = (sql: string): string =>
  sql
    .replaceAll(/\bRARE\b/g, `(municipality_code = '${rare[0]}' AND sex = '1')`)
    .replaceAll(/\bOTHER\b/g, `(municipality_code = '${rare[1]}' AND sex = '1')`)
    .replaceAll(/\bFROM T\b/g, `FROM (SELECT * FROM ndb.person WHERE birth_year = ${year}) AS T`)
    .replaceAll(/\bP\b/g, 'ndb.person')

async function arriving(statements: string[], isAsked: (column: string) => boolean) {
  let view: Awaited<ReturnType<typeof runToEnd>> | undefined
  for (const sql of statements) {
    view = await runToEnd(researcher, written(sql))
    expect(view.state, `${JSON.stringify(view.error)} ${view.sql}`).toBe('done')
  }
  const { bytes } = await researcher.call('results.page', { resultId: view!.resultId!, limit: 10_000 })
  const table = tableFromIPC(bytes)
  const asked = table.schema.fields
    .map(({ name }) => name)
    .filter((name) => !/__(mask|persons)$/.test(name) && isAsked(name))
  const shown = asked.flatMap((name) => {
    const [values, masks] = [table.getChild(name)!, table.getChild(`${name}__mask`)!]
    return [...masks].flatMap((mask, row) => (mask === 0 ? [`${name}: ${values.get(row)}`] : []))
  })
  return { asked: asked.length, cells: asked.length * table.numRows, shown }
}

describe.each([...new Set(WEIGHED_COUNTS.map(({ area }) => area))])('%s', (area) => {
  test.each(WEIGHED_COUNTS.filter((one) => one.area === area))('$name', async ({ statements }) => {
    const { asked, shown } = await arriving(statements, (name) => name.startsWith('secret'))
    expect(asked).toBeGreaterThan(0)
    expect(shown).toEqual([])
  })
})

test.each(WEIGHED_BY_STUDIES)('%s arrive', async (_what, given) => {
  const { cells, shown } = await arriving([given].flat(), () => true)
  expect(cells).toBeGreaterThan(0)
  expect(shown.length).toBe(cells)
})
