/**
 * What a researcher chooses before submitting goes with the round, and is no way to ask for what is hidden: keep lists,
 * weights, recodings, costs and texts answer the same whether a small group is one person or another.
 */
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { RouteCall, RouteOutput } from '../../shared/contract/routes.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, codeOf, PERMIT, resultOf, type Service } from '../fixtures/a-service.ts'
import { aTable, CONTEXT } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
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
type Asked = RouteCall<'outputs.preview'>
type Table = Extract<Preview['items'][number], { kind: 'table' }>['table']

const tableOf = (preview: Preview, place = 0): Table => {
  const item = preview.items[place]
  if (item?.kind !== 'table') throw new Error('no table there')
  return item.table
}
const preview = (asked: Asked) => sato.call('outputs.preview', asked)
/** What a client was told, without what differs by the clock. */
const told = (answer: unknown): string =>
  JSON.stringify(answer).replaceAll(/"elapsedMs":[\d.e+-]+/g, '"elapsedMs":0')

/** Seven men of the extract. */
let people: string[]
async function readPeople(): Promise<void> {
  const instance = await DuckDBInstance.create(join(service.data, 'permits', PERMIT, 'extract.duckdb'), {
    access_mode: 'READ_ONLY',
  })
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(
    `SELECT person_id FROM ndb.person WHERE sex = '1' AND birth_year < 1950 ORDER BY person_id LIMIT 7`,
  )
  people = reader.getRowsJS().map(([id]) => String(id))
  connection.closeSync()
  instance.closeSync()
}

/** Four groups with a total; the group `x` has as many persons as asked, who are otherwise in group `a`. */
const groups = (persons: number) => `SELECT CASE
    WHEN person_id IN (${people.slice(0, persons).map((id) => `'${id}'`)}) THEN 'x'
    WHEN sex = '1' AND birth_year < 1950 THEN 'a' WHEN sex = '1' THEN 'b' WHEN birth_year < 1950 THEN 'c' ELSE 'd'
  END AS grp, count(DISTINCT person_id) AS persons
FROM ndb.person GROUP BY ROLLUP (grp) ORDER BY grp`

describe('choices', () => {
  test('travel with the round, and reviewers are told them', async () => {
    const resultId = await resultOf(
      sato,
      'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY ROLLUP (sex) ORDER BY sex',
    )
    const protection = {
      method: 'suppress' as const,
      base: 5,
      keep: [{ row: 0, column: 'persons' }],
      costs: { by: 'equal' as const, weights: [{ column: 'sex', category: '1', weight: 3 }] },
      recodings: [{ kind: 'groups' as const, column: 'sex', groups: [{ label: '全', members: ['1', '2'] }] }],
    }
    const output = await sato.call('outputs.submit', {
      title: '性別の人数',
      items: [{ ...aTable(resultId), protection }],
    })
    const suzuki = await service.as('suzuki')
    const { detail } = await suzuki.call('reviews.desk', { outputId: output.id })
    expect(detail.items[0]).toMatchObject({ kind: 'table', protection })
    // Categories that were merged are merged for everybody.
    const [item] = detail.items
    if (item?.kind !== 'table') throw new Error('no table')
    expect(item.table.rows.map(([sex]) => sex?.text)).toEqual(['全', ''])
  })

  test('a declared relation is protected, frozen and told to reviewers, its items as the package counts them', async () => {
    const [bySex, byBirth] = [
      await resultOf(
        sato,
        'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex',
      ),
      await resultOf(
        sato,
        `SELECT CASE WHEN sex = '1' THEN 'one' ELSE 'two' END AS half, count(DISTINCT person_id) AS persons
        FROM ndb.person GROUP BY half ORDER BY half`,
      ),
    ]
    const note = {
      kind: 'text' as const,
      title: '解析コード',
      what: '表を作るのに用いたSQLと、その説明です。',
      format: 'markdown' as const,
      text: '男女の人数の表です。',
    }
    const cell = (item: number, row: number) => ({ item, row, column: 'persons' })
    const declared = [{ whole: cell(1, 0), parts: [cell(2, 0)] }]
    const output = await sato.call('outputs.submit', {
      title: '関係のある表',
      items: [note, { ...aTable(bySex), title: '性別の人数' }, { ...aTable(byBirth), title: '半分の人数' }],
      declared,
    })
    const { detail } = await (await service.as('suzuki')).call('reviews.desk', { outputId: output.id })
    expect(detail.relations.filter(({ kind }) => kind === 'declared')).toMatchObject([
      { items: [1, 2], places: [cell(1, 0), cell(2, 0)], declined: false },
    ])
    const of = (place: number) => {
      const item = detail.items[place]!
      return item.kind === 'table'
        ? item.table.findings.map(({ code }) => code)
        : item.findings.map(({ code }) => code)
    }
    expect([...of(1), ...of(2)].filter((code) => code.startsWith('declared'))).toEqual([])
    // What is tried before submitting stands in the log as it was said.
    const tried = [{ whole: cell(0, 0), parts: [cell(1, 0)] }]
    const tables = [bySex, byBirth].map((resultId) => ({ kind: 'table' as const, resultId }))
    await preview({ items: tables, declared: tried, declined: ['none'] })
    const yamada = await service.as('yamada')
    const { entries } = await yamada.call('audit.entries', { event: 'output-previewed', limit: 1 })
    expect(entries[0]?.detail).toMatchObject({ declared: tried, declined: ['none'] })
    // A note has no cells.
    expect(
      await codeOf(
        preview({
          items: [
            { kind: 'text', format: 'text', text: '表' },
            { kind: 'table', resultId: bySex },
          ],
          declared: [{ whole: cell(0, 0), parts: [cell(1, 0)] }],
        }),
      ),
    ).toBe('input-invalid')
  })

  test('several tables and a note are one package: decided together, released together', async () => {
    const [bySex, byBirth] = await Promise.all([
      resultOf(
        sato,
        'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY ROLLUP (sex)',
      ),
      resultOf(
        sato,
        'SELECT birth_year // 10 * 10 AS born, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY ROLLUP (born)',
      ),
    ])
    const note = {
      kind: 'text' as const,
      title: '解析コード',
      what: '表を作るのに用いたSQLと、その説明です。',
      format: 'markdown' as const,
      text: '受診者のうち3人は12345でした。',
    }
    const items = [
      { ...aTable(bySex), title: '性別の人数' },
      { ...aTable(byBirth), title: '出生年代別の人数' },
      note,
    ]
    const seen = await preview({
      items: [
        { kind: 'table', resultId: bySex },
        { kind: 'table', resultId: byBirth },
        { kind: 'text', format: 'markdown', text: note.text },
      ],
    })
    expect(seen.relations).toMatchObject([{ kind: 'shared', items: [0, 1] }])
    expect(seen.items[2]).toMatchObject({
      kind: 'text',
      findings: [
        { code: 'text-small-count', params: { literal: '3' } },
        { code: 'text-unaccounted', params: { literal: '12345' } },
      ],
    })
    const { id } = await sato.call('outputs.submit', { title: '三つの成果物', items })
    for (const login of ['suzuki', 'takahashi']) {
      const reviewer = await service.as(login)
      const { detail, item } = await reviewer.call('reviews.desk', { outputId: id })
      expect(detail.items.map(({ name }) => name)).toEqual(['table-1', 'table-2', 'note'])
      expect(detail.relations).toEqual(seen.relations)
      expect(item.output.items.map(({ title }) => title)).toEqual([
        '性別の人数',
        '出生年代別の人数',
        '解析コード',
      ])
      await reviewer.call('reviews.picture', { outputId: id, item: 1 })
      expect(await codeOf(reviewer.call('reviews.picture', { outputId: id, item: 2 }))).toBe(
        'output-not-found',
      )
      await castVote(reviewer, {
        outputId: id,
        round: 1,
        decision: 'approve',
        comment: '確認しました。',
      })
    }
    const { outputs } = await sato.call('outputs.list', {})
    expect(outputs.find((output) => output.id === id)?.state).toBe('released')
  })

  test('one result twice, and results that are not there, are refused by name', async () => {
    const resultId = await resultOf(
      sato,
      'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex',
    )
    const table = { kind: 'table' as const, resultId }
    expect(await codeOf(preview({ items: [table, table] }))).toBe('output-result-twice')
    expect(await codeOf(preview({ items: [{ kind: 'text', format: 'text', text: 'x' }] }))).toBe(
      'input-invalid',
    )
    const other = { kind: 'table' as const, resultId: 'res_00000000000000000000' as ResultId }
    expect(await codeOf(preview({ items: [table, other] }))).toBe('not-found')
  })
})

describe('no choice asks for what is hidden', () => {
  let three: ResultId
  let seven: ResultId
  beforeAll(async () => {
    await readPeople()
    three = await resultOf(sato, groups(3))
    seven = await resultOf(sato, groups(7))
    for (const resultId of [three, seven])
      expect(await sato.call('results.view', { resultId })).toMatchObject({
        standing: 'aggregated',
        maskedCells: 2,
      })
  }, 120_000)

  /** The same question about two results that differ only in how many persons the small group has. */
  const bothTold = async (ask: (resultId: ResultId) => Asked) => [
    told(await preview(ask(three))),
    told(await preview(ask(seven))),
  ]
  /** The group beside it gives up or takes the four persons; it is sound and may be seen. */
  const withoutNeighbour = (text: string) => {
    const table = JSON.parse(text) as { items: { table: { rows: { text: string | null }[][] } }[] }
    const [, neighbour] = table.items[0]!.table.rows.find(([grp]) => grp!.text === 'a')!
    const own = neighbour!.text ?? 'hidden'
    return text.replaceAll(own, '…').replaceAll(/"share":[\d.e-]+/g, '"share":…')
  }

  test('a keep list that names the small cell neither confirms it nor fails', async () => {
    const ask = (keep: { row: number; column: string }[]) => (resultId: ResultId) => ({
      items: [{ kind: 'table' as const, resultId, protection: { keep } }],
    })
    const plain = await bothTold(ask([]))
    const small = await bothTold(ask([{ row: 4, column: 'persons' }]))
    expect(withoutNeighbour(small[0]!)).toBe(withoutNeighbour(small[1]!))
    // Rows and columns that are nowhere are no different from those that are.
    const nowhere = await bothTold(
      ask([
        { row: 4999, column: 'persons' },
        { row: 0, column: 'no such column' },
      ]),
    )
    expect(nowhere).toEqual(plain)
  })

  test('weights that name a small group or nobody answer alike', async () => {
    const ask = (category: string) => (resultId: ResultId) => ({
      items: [
        {
          kind: 'table' as const,
          resultId,
          protection: {
            costs: { by: 'value' as const, weights: [{ column: 'grp', category, weight: 1000 }] },
          },
        },
      ],
    })
    expect(await bothTold(ask('x'))).toEqual(await bothTold(ask('nobody is called this')))
  })

  test('a cost is computed from cells that may be seen, and no interval or gap is finer than them', async () => {
    for (const resultId of [three, seven]) {
      const table = tableOf(await preview({ items: [{ kind: 'table', resultId }] }))
      const seen = table.rows.map((row) => row[1]!)
      expect(seen.length).toBe(6)
      expect(seen.filter(({ text }) => text === '3' || text === '7')).toEqual([])
      // What is lost is the one sound cell that is hidden for the small one's sake, of all that are sound.
      const sound = await sato.call('results.page', { resultId })
      const page = readResultPage(sound.bytes)
      const counts = Array.from({ length: page.rowCount }, (_, row) => page.columns[1]!.number(row))
      // The page leaves small groups out, so rows are told apart by their keys.
      const standing = new Map(table.rows.map(([grp, persons]) => [grp!.text, persons!.status]))
      const hidden = counts.filter(
        (count, row) => count !== null && standing.get(page.columns[0]!.text(row) ?? '') !== 'shown',
      )
      const sum = (all: (number | null)[]) => all.reduce<number>((total, count) => total + (count ?? 0), 0)
      expect(table.summary.lost).toEqual([{ column: 'persons', share: sum(hidden) / sum(counts) }])
      expect(table.summary.gap).toBe(Math.ceil((table.summary.gap ?? 0) * 100) / 100)
      for (const { interval } of seen)
        if (interval) expect(interval[1] - interval[0]).toBeGreaterThanOrEqual(10)
      expect(JSON.stringify(table.findings)).not.toMatch(/"needed"/)
    }
  })

  test('a group of its own name cannot be asked for by recoding', async () => {
    const ask = (members: string[]) => (resultId: ResultId) => ({
      items: [
        {
          kind: 'table' as const,
          resultId,
          protection: {
            recodings: [{ kind: 'groups' as const, column: 'grp', groups: [{ label: '新', members }] }],
          },
        },
      ],
    })
    const [a, b] = await bothTold(ask(['x']))
    expect(withoutNeighbour(a!)).toBe(withoutNeighbour(b!))
    // A label given to the small group alone stays hidden with it, like its own name.
    expect(a).not.toContain('新')
    // Merged with a sound group it is sound.
    const merged = tableOf(await preview(ask(['x', 'a'])(three)))
    expect(merged.rows.map(([grp]) => grp!.text)).toContain('新')
  })

  test('a text of every number there is learns nothing about the hidden ones', async () => {
    const text = Array.from({ length: 400 }, (_, n) => `${n}`).join(' ')
    const ask = (resultId: ResultId) => ({
      items: [
        { kind: 'table' as const, resultId },
        { kind: 'text' as const, format: 'text' as const, text },
      ],
    })
    const marks = async (resultId: ResultId) => {
      const { items } = await preview(ask(resultId))
      const found = items[1]?.kind === 'text' ? items[1].findings : []
      return found.filter(({ code }) => code === 'text-holds-value').map(({ params }) => params.literal)
    }
    const [a, b] = [await marks(three), await marks(seven)]
    const shown = async (resultId: ResultId) =>
      tableOf(await preview({ items: [{ kind: 'table', resultId }] })).rows.flatMap(
        ([, persons]) => persons?.text ?? [],
      )
    const [shownA, shownB] = [await shown(three), await shown(seven)]
    for (const literal of a) expect(shownA).toContain(literal)
    for (const literal of b) expect(shownB).toContain(literal)
  })
})

test('the context of every table is asked for', async () => {
  const resultId = await resultOf(
    sato,
    'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex',
  )
  const short = { ...aTable(resultId), context: { ...CONTEXT, use: '' } }
  expect(
    await codeOf(sato.call('outputs.submit', { title: '二つの表', items: [aTable(resultId), short] })),
  ).toBe('input-invalid')
})

test('a long check tells how far it is, ends when it is cancelled, and gives way to a newer one of its name', async () => {
  const resultId = await resultOf(
    sato,
    `SELECT p.birth_year // 5 * 5 AS born, p.sex, p.prefecture_code, count(DISTINCT p.person_id) AS persons
     FROM ndb.person AS p GROUP BY CUBE (born, p.sex, p.prefecture_code)`,
  )
  const ticket = 'a-ticket-of-the-test'
  const asked = { items: [{ kind: 'table' as const, resultId }], timeLimitSeconds: 60, ticket }
  const running = async () => {
    let progress = await sato.call('outputs.preview-progress', { ticket })
    while (!progress.running) progress = await sato.call('outputs.preview-progress', { ticket })
    return progress
  }
  const first = codeOf(preview(asked))
  expect((await running()).elapsedMs).toBeGreaterThan(0)
  // Nobody else's ticket is this one, whatever it is called.
  const suzuki = await service.as('suzuki')
  expect(await codeOf(suzuki.call('outputs.cancel-preview', { ticket }))).toBe('role-needed')
  const second = codeOf(preview(asked))
  expect(await first).toBe('preview-cancelled')
  await running()
  expect(await sato.call('outputs.cancel-preview', { ticket })).toEqual({ cancelled: true })
  expect(await second).toBe('preview-cancelled')
  expect(await sato.call('outputs.preview-progress', { ticket })).toMatchObject({ running: false })
  expect(await sato.call('outputs.cancel-preview', { ticket })).toEqual({ cancelled: false })
}, 120_000)
