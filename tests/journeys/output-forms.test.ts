/** Outputs that are more than tables: declared, checked, protected, judged, released; and no way around the checks. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { type ChartLook, type ChartSpec, PLAIN_LOOK } from '../../shared/model/chart.ts'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import type { SurvivalForm } from '../../shared/model/output-form.ts'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, codeOf, PERMIT, resultOf, type Service } from '../fixtures/a-service.ts'
import { aTable } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
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
    await castVote(reviewer, {
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
    const resultId = await resultOf(sato, survivalSql())
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
      sato,
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
    const resultId = await resultOf(sato, survivalSql(1946))
    const { table } = checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId }] }))
    expect(table.findings.map(({ code }) => code)).toContain('looks-like-curve')
    // Neighbouring numbers at risk differ by the few who left in between.
    expect(await codeOf(submitted(aTable(resultId)))).toBe('output-blocked')
  })

  test('declared as a model it is a table like any other', async () => {
    const resultId = await resultOf(sato, survivalSql(1946))
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
    const resultId = await resultOf(
      sato,
      `SELECT t.month,
        count(DISTINCT p.person_id) FILTER (WHERE p.birth_year >= 1900 + t.month) AS at_risk,
        count(DISTINCT p.person_id) FILTER (WHERE p.person_id = '${one}') AS deaths
      FROM range(0, 40) AS t(month) CROSS JOIN ndb.person AS p GROUP BY t.month ORDER BY t.month`,
    )
    const form = { ...SURVIVAL_FORM, censored: null, strata: null }
    const { table } = checked(
      await sato.call('outputs.preview', { items: [{ kind: 'table', resultId, form }] }),
    )
    const events = table.columns.findIndex(({ name }) => name === 'deaths')
    expect(table.rows.every((row) => row[events]!.text === null)).toBe(true)
    expect(await codeOf(submitted({ ...aTable(resultId), form }))).toBe('output-blocked')
  })

  test('a total of all, a sum or a column that is not there is no number at risk', async () => {
    const resultId = await resultOf(sato, survivalSql(1946))
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

/** The old by year of birth, and those of them in one prefecture: few in some years, so some counts are hidden. */
const BORN = `SELECT p.birth_year AS born,
  count(DISTINCT p.person_id) FILTER (WHERE p.prefecture_code = '27') AS persons,
  count(DISTINCT p.person_id) AS everybody
FROM ndb.person AS p WHERE p.birth_year BETWEEN 1925 AND 1950 GROUP BY born ORDER BY born`

const aChart = (look: Partial<ChartLook> = {}): ChartSpec => ({
  kind: 'bar',
  x: 'born',
  y: ['persons'],
  colour: null,
  titleText: '',
  stacked: false,
  look: { ...PLAIN_LOOK, ...look },
})

describe('a figure', () => {
  let resultId: ResultId
  let hiddenYears: string[]
  const ask = async (look: Partial<ChartLook>) => {
    const item = { kind: 'table' as const, resultId, chart: aChart(look) }
    return checked(await sato.call('outputs.preview', { items: [item] }))
  }
  const blocking = ({ table }: CheckedTable) =>
    table.findings
      .filter(({ severity }) => severity === 'blocking')
      .map(({ code, params }) => `${code} ${params.place}`)

  test('is drawn from the protected table with the words that were set', async () => {
    resultId = await resultOf(sato, BORN)
    const look = { xTitle: '出生年（西暦）', yTitle: '人数（人）', hover: '{x}年: {y}人' }
    const { table, picture } = await ask(look)
    hiddenYears = table.rows
      .filter(([, persons]) => persons?.status !== 'shown')
      .map(([born]) => born?.text ?? '')
    expect(hiddenYears.filter((year) => /^19\d\d$/.test(year)).length).toBeGreaterThan(2)
    expect(hiddenYears.length).toBeLessThan(table.rows.length)
    expect(table.findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
    expect(picture).not.toBeNull()
    const output = await submitted({ ...aTable(resultId), chart: aChart(look) })
    expect(output.items).toMatchObject([{ form: 'figure' }])
    const entries = await released(output.id)
    const svg = textIn(entries, 'figures/figure.svg')
    for (const words of ['出生年（西暦）', '人数（人）']) expect(svg).toContain(words)
    // Words for a bar are there for the bars that are there.
    const csv = textIn(entries, 'data/table.csv')
    for (const line of csv.trim().split('\r\n').slice(1)) {
      const [born, persons] = line.split(',')
      expect(svg.includes(`${born}年: `)).toBe(persons !== '*')
    }
    expect(jsonIn(entries, 'chart.json')).toMatchObject({ look })
  }, 240_000)

  test('steps of a plain table are told as a curve, and every column of a chart must be there', async () => {
    const { look: _plain, ...bars } = aChart()
    const preview = async (chart: ChartSpec) =>
      checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId, chart }] })).table
    const told = async (chart: ChartSpec) => (await preview(chart)).findings.map(({ code }) => code)
    expect(await told({ ...bars, kind: 'step' })).toContain('looks-like-curve')
    expect(await told({ ...bars, kind: 'line' })).not.toContain('looks-like-curve')
    for (const part of [{ interval: { low: 'everybody', high: 'nobody' } }, { facet: 'nobody' }])
      expect(await codeOf(submitted({ ...aTable(resultId), chart: { ...bars, ...part } }))).toBe(
        'chart-column-unknown',
      )
  })

  test('every guess of a hidden number is refused alike, in annotations, hover text and titles', async () => {
    const [resultYear] = hiddenYears
    for (const guess of [1, 4, 9])
      expect([
        guess,
        blocking(await ask({ annotations: [{ x: '1940', y: null, text: `${resultYear}年は${guess}` }] })),
      ]).toEqual([guess, ['figure-annotation-value layout.annotations[0]']])
    expect(blocking(await ask({ hover: `${resultYear}: 3` }))).toEqual([
      'figure-hover-value data[0].hovertemplate',
    ])
    const item = { ...aTable(resultId), chart: aChart({ hover: `${resultYear}: 3` }) }
    expect(await codeOf(submitted(item))).toBe('output-blocked')
  })

  test('an axis that ends at the largest count is refused, and so is one that does not', async () => {
    const { table } = await ask({})
    const counts = table.rows.map(([, persons]) => Number(persons?.text ?? 0))
    const most = Math.max(...counts)
    for (const end of [most + 0.5, most + 0.25])
      expect(blocking(await ask({ yRange: [0, end] }))).toEqual(['figure-axis-not-round yaxis.range'])
  })

  test('bins around single years have round edges or none, and a hidden year leaves its bin without a bar', async () => {
    const { table } = await ask({ binEdges: [1925, 1935, 1945, 1955] })
    expect(table.findings.filter(({ code }) => code === 'figure-bin-hidden').length).toBeGreaterThan(0)
    expect(blocking(await ask({ binEdges: [0.5, 1.25, 1.75] }))).toEqual([
      'figure-axis-not-round data[0].xbins',
    ])
  })
})

/** A linear model of death by sex and age, by hand; and the people behind its indicators by the levels they are of. */
const MODEL = (born: string) => `WITH d AS (
  SELECT p.person_id, CASE WHEN x.person_id IS NULL THEN 0 ELSE 1 END AS y, CASE WHEN p.sex = '2' THEN 1 ELSE 0 END AS x
  FROM ndb.person AS p LEFT JOIN ndb.death AS x ON x.person_id = p.person_id WHERE p.birth_year ${born}
)
SELECT '(Intercept)' AS term, regr_intercept(y, x) AS estimate, count(DISTINCT person_id) AS n,
  count(DISTINCT person_id) AS persons FROM d
UNION ALL
SELECT 'female', regr_slope(y, x), count(DISTINCT person_id), count(DISTINCT person_id) FILTER (WHERE x = 1) FROM d`

describe('a model', () => {
  const FORM = {
    kind: 'model' as const,
    term: 'term',
    estimate: 'estimate',
    observations: 'n',
    persons: 'persons',
  }
  const ask = async (resultId: ResultId, form: object) =>
    checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId, form: form as never }] }))

  test('is guessed at, checked from what was measured, and needs a judgement where nothing was', async () => {
    const resultId = await resultOf(sato, MODEL('< 1945'))
    const plain = checked(await sato.call('outputs.preview', { items: [{ kind: 'table', resultId }] }))
    expect(plain.table.findings.map(({ code }) => code)).toContain('looks-like-model')

    const { table, report } = await ask(resultId, FORM)
    const n = Number(table.rows[0]?.[2]?.text)
    expect(report).toMatchObject({
      kind: 'model',
      threshold: 10,
      observations: n,
      observationsMeasured: true,
      parameters: 2,
      residualDf: n - 2,
      saturated: null,
      terms: [{ name: '(Intercept)' }, { name: 'female', persons: table.rows[1]?.[3]?.text, measured: true }],
    })
    expect(table.findings.map(({ code }) => code)).toContain('model-saturation-unknown')

    const output = await submitted({ ...aTable(resultId), title: '死亡の線形モデル', form: FORM })
    expect(output).toMatchObject({ verified: false, items: [{ form: 'model' }] })
    const suzuki = await service.as('suzuki')
    const vote = { outputId: output.id, round: 1, decision: 'approve' as const }
    expect(await codeOf(suzuki.call('reviews.vote', vote))).toBe('review-judgement-missing')
    const { detail } = await suzuki.call('reviews.desk', { outputId: output.id })
    expect(detail.items[0]).toMatchObject({ report: { kind: 'model', residualDf: n - 2 } })

    const entries = await released(output.id)
    // Why it was approved although nobody measured it stays readable for whoever reviews the next one.
    const decided = await suzuki.call('reviews.desk', { outputId: output.id })
    expect(decided.votes.map(({ judgement }) => judgement)).toEqual([
      '数値を確かめました。',
      '数値を確かめました。',
    ])
    expect(decided.ownVote?.judgement).toBe('数値を確かめました。')
    expect(jsonIn(entries, 'checks.json').items[0]).toMatchObject({
      report: { kind: 'model', residualDf: n - 2 },
    })
    expect(jsonIn(entries, 'results.json').results.table).toMatchObject({
      type: 'regression',
      properties: { dof: n - 2, nobs: n, parameters: 2, saturated: null },
    })
  })

  test('with the people of each group counted in another table, saturation is known', async () => {
    const resultId = await resultOf(sato, MODEL('< 1944'))
    const counts = await resultOf(
      sato,
      "SELECT CASE WHEN sex = '2' THEN 'female' ELSE 'male' END AS level, count(DISTINCT person_id) AS people FROM ndb.person WHERE birth_year < 1944 GROUP BY level",
    )
    const form = { ...FORM, persons: null, counts: { item: 1, term: 'level', persons: 'people' } }
    const items = [
      { kind: 'table' as const, resultId, form },
      { kind: 'table' as const, resultId: counts },
    ]
    const seen = checked(await sato.call('outputs.preview', { items }))
    // Two groups and two parameters: the model is the two shares.
    expect(
      seen.table.findings.filter(({ severity }) => severity === 'blocking').map(({ code }) => code),
    ).toEqual(['model-saturated'])
    const wrong = [
      { ...items[0]!, form: { ...form, counts: { item: 1, term: 'level', persons: 'nobody' } } },
      items[1]!,
    ]
    expect(await codeOf(sato.call('outputs.preview', { items: wrong }))).toBe('form-column-unknown')
  })

  test('of few people it is blocked, and its cells are hidden as any table’s are', async () => {
    const [years] = await inExtract(
      "SELECT birth_year FROM ndb.person GROUP BY birth_year HAVING count(*) FILTER (sex = '2') >= 10 AND count(*) FILTER (sex = '1') BETWEEN 1 AND 9 ORDER BY count(*) LIMIT 1",
    )
    const resultId = await resultOf(sato, MODEL(`= ${years}`))
    const { table, report } = await ask(resultId, FORM)
    const codes = table.findings.filter(({ severity }) => severity === 'blocking').map(({ code }) => code)
    expect(codes).toContain('model-small-indicator')
    // All but a few: told as enough, since the few would follow from the number.
    expect(report?.kind === 'model' && report.terms[1]?.persons).toBe('≥10')
    expect(await codeOf(submitted({ ...aTable(resultId), form: FORM }))).toBe('output-blocked')
  })
})
