/** An approval asks for what was opened: of each item, by each reviewer, in each round. Over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputId } from '../../shared/model/ids.ts'
import { openEverything } from '../../visiting/command-line/open-everything.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, codeOf, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aTable } from '../fixtures/a-submission.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let id: OutputId

const CHART = {
  kind: 'bar' as const,
  x: 'age_band',
  y: ['persons'],
  colour: 'severity',
  titleText: '届出患者数',
  stacked: false,
}
/** Persons drawn at random: nothing that could be followed. */
const UNVERIFIED =
  'SELECT sex, count(DISTINCT person_id) AS persons FROM (SELECT sex, person_id FROM ndb.person USING SAMPLE 900 ROWS) GROUP BY sex'

const items = async () => {
  const sato = await service.as('sato')
  const [table, unverified] = [await runToEnd(sato, DEMO_SQL), await runToEnd(sato, UNVERIFIED)]
  return [
    { ...aTable(table.resultId!), title: '年齢階級別', chart: CHART },
    { ...aTable(unverified.resultId!), title: '無作為に選んだ人' },
    {
      kind: 'text' as const,
      title: '表の説明',
      what: '表の読み方の説明です。',
      format: 'markdown',
      text: '# 説明\n',
    },
  ]
}

beforeAll(async () => {
  service = await aService(folder)
  id = (
    await (
      await service.as('sato')
    ).call('outputs.submit', { title: '三つの項目', items: await items() } as never)
  ).id
})
afterAll(() => service.stop())

const approving = async (login: string, round = 1) =>
  (await service.as(login)).call('reviews.vote', {
    outputId: id,
    round,
    decision: 'approve',
    judgement: '数値を確かめました。',
  })
const openedEntries = async () =>
  (await (await service.as('yamada')).call('audit.entries', { subject: id, event: 'output-item-opened' }))
    .entries

test('the refusal names in both languages what is left, until nothing is', async () => {
  const suzuki = await service.as('suzuki')
  const { detail, opened } = await suzuki.call('reviews.desk', { outputId: id })
  expect(detail.items[1]).toMatchObject({ table: { verified: false } })
  expect(opened).toEqual([])
  const left = async () => {
    const problem = await problemOf(approving('suzuki'))
    expect([problem?.code, problem?.status]).toEqual(['review-unopened', 422])
    return [problem?.words.ja.next, problem?.words.en.next]
  }
  expect(await left()).toEqual([
    '次を開いてから承認してください: 1. 年齢階級別、1. 年齢階級別（図）、2. 無作為に選んだ人（提出された表の画像）、3. 表の説明',
    'Open these, then approve: 1. 年齢階級別, 1. 年齢階級別 (figure), 2. 無作為に選んだ人 (picture of the table), 3. 表の説明',
  ])
  for (const item of [0, 1, 2]) await suzuki.call('reviews.open', { outputId: id, round: 1, item })
  // Opening an unverified table shows none of it; its picture does.
  expect((await left())[1]).toBe(
    'Open these, then approve: 1. 年齢階級別 (figure), 2. 無作為に選んだ人 (picture of the table)',
  )
  await suzuki.call('outputs.figure', { outputId: id, item: 0 })
  expect((await left())[1]).toBe('Open these, then approve: 2. 無作為に選んだ人 (picture of the table)')
  await suzuki.call('reviews.picture', { outputId: id, item: 1 })
  expect((await suzuki.call('reviews.desk', { outputId: id })).opened.length).toBe(5)
})

test('an opening is written down once, of an item that is there and the round in review', async () => {
  const suzuki = await service.as('suzuki')
  const before = await openedEntries()
  expect(before.map(({ by, detail }) => [by, detail.item])).toEqual([
    ['usr_demosuzuki', 'note'],
    ['usr_demosuzuki', 'table-2'],
    ['usr_demosuzuki', 'table-1'],
  ])
  await suzuki.call('reviews.open', { outputId: id, round: 1, item: 0 })
  const open = (more: object) =>
    codeOf(suzuki.call('reviews.open', { outputId: id, round: 1, item: 0, ...more }))
  expect(await open({ item: 3 })).toBe('output-not-found')
  expect(await open({ round: 2 })).toBe('output-state')
  expect((await openedEntries()).length).toBe(before.length)
})

test('what one reviewer opened is none of the other’s, who may return it unopened', async () => {
  await approving('suzuki')
  expect(await codeOf(approving('takahashi'))).toBe('review-unopened')
  const takahashi = await service.as('takahashi')
  const { output } = await takahashi.call('reviews.vote', {
    outputId: id,
    round: 1,
    decision: 'return',
    comment: '期間を書いてください。',
  })
  expect(output.state).toBe('returned')
})

test('the next round is opened anew', async () => {
  const sato = await service.as('sato')
  const { changes } = (await sato.call('outputs.detail', { outputId: id })).output
  await sato.call('outputs.resubmit', {
    outputId: id,
    title: '三つの項目',
    items: await items(),
    answers: changes.map((change) => ({ changeId: change.id, done: true, text: '書きました。' })),
  } as never)
  expect(await codeOf(approving('suzuki', 2))).toBe('review-unopened')
  for (const login of ['suzuki', 'takahashi']) {
    await openEverything(await service.as(login), id)
    await approving(login, 2)
  }
  expect((await sato.call('outputs.detail', { outputId: id })).output.state).toBe('released')
})
