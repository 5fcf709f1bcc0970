/** Outputs that are more than tables: declared, checked, protected, judged, released; and no way around the checks. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import type { SurvivalForm } from '../../shared/model/output-form.ts'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aTable } from '../fixtures/a-submission.ts'
import { SURVIVAL_FORM, survivalSql } from '../fixtures/survival-sql.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
}, 240_000)
afterAll(() => service.stop())

type Preview = RouteOutput<'outputs.preview'>
type CheckedTable = Extract<Preview['items'][number], { kind: 'table' }>

const resultOf = async (sql: string): Promise<ResultId> => {
  const view = await runToEnd(sato, sql)
  if (!view.resultId) throw new Error(`no result: ${JSON.stringify(view)}`)
  return view.resultId
}
const checked = (preview: Preview, place = 0): CheckedTable => {
  const item = preview.items[place]
  if (item?.kind !== 'table') throw new Error('no table there')
  return item
}

/** First column of what the operator alone could ask. */
async function inExtract(sql: string): Promise<string[]> {
  const path = join(service.data, 'permits', PERMIT, 'extract.duckdb')
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowsJS()
  connection.closeSync()
  instance.closeSync()
  return rows.map(([value]) => String(value))
}

const CURVE_TITLE = '性別の生存曲線'
const submitted = (item: object) =>
  sato.call('outputs.submit', { title: CURVE_TITLE, items: [item as never] })

/** What two approvals release. */
async function released(outputId: OutputId): Promise<ReadonlyMap<string, Uint8Array>> {
  for (const login of ['suzuki', 'takahashi']) {
    const reviewer = await service.as(login)
    await reviewer.call('reviews.vote', {
      outputId,
      round: 1,
      decision: 'approve',
      judgement: '数値を確かめました。',
    })
  }
  const { outputs } = await sato.call('outputs.list', {})
  const releaseId = outputs.find(({ id }) => id === outputId)?.releaseId
  if (!releaseId) throw new Error('two approvals did not release the output')
  const { bytes } = await sato.call('releases.download', { releaseId })
  const read = readReleaseZip(bytes)
  if (!read.ok) throw new Error(read.why)
  return read.entries
}
const textIn = (entries: ReadonlyMap<string, Uint8Array>, path: string): string =>
  new TextDecoder().decode(entries.get(path))
const jsonIn = (entries: ReadonlyMap<string, Uint8Array>, path: string) => JSON.parse(textIn(entries, path))

describe('a survival curve', () => {
  let outputId: OutputId
  let steps: (string | null)[][]

  test('is merged before it is submitted: what is left rests on enough people, and adds up', async () => {
    const resultId = await resultOf(survivalSql())
    const { table, report, picture } = checked(
      await sato.call('outputs.preview', { items: [{ kind: 'table', resultId, form: SURVIVAL_FORM }] }),
    )
    expect(report).toMatchObject({
      kind: 'survival',
      threshold: 10,
      rule: 'NDB-1',
      confirmed: false,
      measured: true,
    })
    if (report?.kind !== 'survival') throw new Error('no curve')
    expect(report.steps).toBe(table.rows.length)
    expect(report.times).toBeGreaterThan(report.steps)
    expect(report.merged.reduce((sum, times) => sum + times, 0)).toBe(report.times)
    expect(table.rows.flat().every(({ status, text }) => status === 'shown' && text !== null)).toBe(true)
    expect(table.columns.map(({ name }) => name)).toEqual([
      'sex',
      'month_from',
      'month',
      'at_risk',
      'deaths',
      'censored',
      'survival',
      'survival_low',
      'survival_high',
    ])
    steps = table.rows.map((row) => row.map(({ text }) => text))
    let survival = 1
    steps.forEach(([sex, , , atRisk, deaths, censored, s], row) => {
      const next = steps[row + 1]?.[0] === sex ? Number(steps[row + 1]![3]) : 0
      expect(Number(deaths)).toBeGreaterThanOrEqual(10)
      expect(Number(censored) === 0 || Number(censored) >= 10).toBe(true)
      expect(Number(atRisk) - Number(deaths) - Number(censored)).toBe(next)
      if (steps[row - 1]?.[0] !== sex) survival = 1
      survival *= 1 - Number(deaths) / Number(atRisk)
      expect(Number(s)).toBeCloseTo(survival, 5)
    })
    const codes = table.findings.map(({ code, row }) => `${code} ${row === null ? 'all' : 'step'}`)
    expect(codes).toContain('curve-merged all')
    expect(codes).toContain('curve-step-merged step')
    expect(
      Buffer.from(picture ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')

    const output = await submitted({ ...aTable(resultId), title: CURVE_TITLE, form: SURVIVAL_FORM })
    expect(output.items).toMatchObject([{ name: 'table', kind: 'table', form: 'survival' }])
    outputId = output.id
  })

  test('reviewers see the curve as it would leave, what was merged, and the picture', async () => {
    const suzuki = await service.as('suzuki')
    const { detail } = await suzuki.call('reviews.desk', { outputId })
    const [item] = detail.items
    if (item?.kind !== 'table') throw new Error('no table')
    expect(item).toMatchObject({
      form: SURVIVAL_FORM,
      report: { kind: 'survival', measured: true },
      chart: null,
      protection: { method: 'suppress' },
      statbarns: expect.arrayContaining(['https://www.w3id.org/statbarnsdc#HazardSurvivalTables']),
    })
    expect(item.table.rows.map((row) => row.map(({ text }) => text))).toEqual(steps)
    const { bytes } = await suzuki.call('outputs.figure', { outputId })
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(item.figure?.png)
  })

  test('leaves as the merged table, its figure and what was checked', async () => {
    const entries = await released(outputId)
    const lines = textIn(entries, 'data/table.csv').trim().split('\r\n')
    expect(lines).toEqual([
      'sex,month_from,month,at_risk,deaths,censored,survival,survival_low,survival_high',
      ...steps.map((row) => row.join(',')),
    ])
    expect(textIn(entries, 'figures/figure.svg')).toContain('<svg')
    expect(entries.get('figures/figure.png')?.length).toBeGreaterThan(1_000)
    expect(jsonIn(entries, 'checks.json').items[0]).toMatchObject({
      form: SURVIVAL_FORM,
      report: { kind: 'survival', threshold: 10, steps: steps.length },
    })
    expect(jsonIn(entries, 'results.json').results.table).toMatchObject({
      type: 'survival plot',
      properties: { mitigation: 'merge', survival: { threshold: 10, steps: steps.length } },
    })
  })

  test('is compared with what left before: the same curve without three people is blocked', async () => {
    const [three] = await inExtract(
      "SELECT string_agg('''' || person_id || '''', ', ') FROM (SELECT person_id FROM ndb.person ANTI JOIN ndb.death USING (person_id) WHERE birth_year < 1945 ORDER BY ALL LIMIT 3)",
    )
    const resultId = await resultOf(
      survivalSql().replace('WHERE p.birth_year', `WHERE p.person_id NOT IN (${three}) AND p.birth_year`),
    )
    const item = { ...aTable(resultId), form: SURVIVAL_FORM }
    const { items } = await sato.call('outputs.compare', {
      items: [{ kind: 'table', resultId, form: SURVIVAL_FORM }],
    })
    expect(
      items[0]?.findings.some(({ code, severity }) => code === 'difference-small' && severity === 'blocking'),
    ).toBe(true)
    expect(await codeOf(submitted(item))).toBe('output-blocked')
  })
})

describe('no way around the checks of a curve', () => {
  test('declared as a plain table it is told to reviewers as what it looks like, and does not leave', async () => {
    const resultId = await resultOf(survivalSql(1946))
    const { table } = checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId }] }))
    expect(table.findings.map(({ code }) => code)).toContain('looks-like-curve')
    // Neighbouring numbers at risk differ by the few who left in between.
    expect(await codeOf(submitted(aTable(resultId)))).toBe('output-blocked')
  })

  test('declared as a model it is a table like any other', async () => {
    const resultId = await resultOf(survivalSql(1946))
    const form = { kind: 'model' as const, term: 'month', estimate: 'deaths' }
    const plain = checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId }] }))
    const model = checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId, form }] }))
    const hidden = ({ table }: CheckedTable) =>
      table.rows.map((row) => row.map(({ status }) => status !== 'shown'))
    expect(hidden(model)).toEqual(hidden(plain))
    expect(hidden(model).flat().some(Boolean)).toBe(true)
  })

  test('one person counted at twelve times does not make a step of twelve', async () => {
    const [one] = await inExtract('SELECT min(person_id) FROM ndb.person')
    const resultId = await resultOf(`SELECT t.month,
        count(DISTINCT p.person_id) FILTER (WHERE p.birth_year >= 1900 + t.month) AS at_risk,
        count(DISTINCT p.person_id) FILTER (WHERE p.person_id = '${one}') AS deaths
      FROM range(0, 40) AS t(month) CROSS JOIN ndb.person AS p GROUP BY t.month ORDER BY t.month`)
    const form = { ...SURVIVAL_FORM, censored: null, strata: null }
    const { table } = checked(
      await sato.call('outputs.preview', { items: [{ kind: 'table', resultId, form }] }),
    )
    const events = table.columns.findIndex(({ name }) => name === 'deaths')
    expect(table.rows.every((row) => row[events]!.text === null)).toBe(true)
    expect(await codeOf(submitted({ ...aTable(resultId), form }))).toBe('output-blocked')
  })

  test('a total of all, a sum or a column that is not there is no number at risk', async () => {
    const resultId = await resultOf(survivalSql(1946))
    const ask = (form: SurvivalForm) =>
      sato.call('outputs.preview', { items: [{ kind: 'table', resultId, form }] })
    expect(await codeOf(ask({ ...SURVIVAL_FORM, atRisk: 'nobody' }))).toBe('form-column-unknown')
    const turned = checked(
      await ask({ ...SURVIVAL_FORM, atRisk: 'deaths', events: 'at_risk', censored: null }),
    )
    expect(
      turned.table.findings.filter(({ severity }) => severity === 'blocking').map(({ code }) => code),
    ).toEqual(['curve-inconsistent'])
    expect(turned.report ?? null).toBeNull()
  })
})
