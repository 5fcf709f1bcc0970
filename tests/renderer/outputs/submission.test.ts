import { describe, expect, test } from 'vitest'
import { draftAgain } from '../../../renderer/outputs/again.ts'
import { canResubmit, canWithdraw, packageName, whyNotExport } from '../../../renderer/outputs/follow.ts'
import { preflight } from '../../../renderer/outputs/preflight.ts'
import {
  BLANK,
  CONTEXT_FIELDS,
  type Draft,
  emptyDraft,
  gather,
  type ItemDraft,
  leastOf,
  missingFields,
  type NoteDraft,
  noteDraft,
  type Preview,
  type TableDraft,
  tableDraft,
  toPreview,
  toSubmission,
  whyNotSubmit,
} from '../../../renderer/outputs/submission.ts'
import { type ProtectedTable, submit } from '../../../shared/contract/outputs.ts'
import type { Severity } from '../../../shared/model/findings.ts'
import type { ResultId } from '../../../shared/model/ids.ts'
import { OutputState } from '../../../shared/model/output-states.ts'

const table = (): TableDraft => ({
  ...tableDraft({ resultId: 'res_0001' as ResultId, sql: 'SELECT 1', chart: null }),
  title: '題名です',
  context: {
    what: '年齢階級と重症度で集計した表です。',
    population: '発生届のある全員',
    variables: 'age_band: 年齢階級、severity: 重症度',
    use: '論文の表1に用いる予定です。',
    audience: '読者',
  },
})
const note = (): NoteDraft => ({
  ...noteDraft(),
  title: '解析コード',
  what: '解析に用いたコードです。',
  text: 'SELECT 1',
})
const draftOf = (...items: ItemDraft[]): Draft => ({ ...emptyDraft(), title: '三つの表', items })
const finding = (severity: Severity) => ({
  code: 'below-minimum',
  severity,
  rule: null,
  edition: null,
  confirmed: true,
  row: 0,
  column: null,
  params: {},
})
const seenTable = (...severities: Severity[]): { kind: 'table'; table: ProtectedTable } => ({
  kind: 'table',
  table: {
    columns: [
      { name: 'age_band', type: 'VARCHAR', role: 'key' },
      { name: 'persons', type: 'BIGINT', role: 'persons' },
    ],
    rows: [],
    findings: severities.map(finding),
    summary: {
      method: 'suppress',
      pattern: null,
      gap: null,
      primary: 0,
      secondary: 0,
      shown: 0,
      elapsedMs: 0,
      lost: [],
    },
    ruleEditions: [],
    verified: true,
  },
})
const seen = (...severities: Severity[]): Preview => ({ items: [seenTable(...severities)], relations: [] })
const whyNot = (draft: Draft, preview: Preview | null = seen(), refused = false) =>
  whyNotSubmit(draft, { preview, refused })

describe('a submission', () => {
  test('that is filled in and has no blocking finding can be sent', () => {
    expect(whyNot(draftOf(table()), seen('warning', 'note'))).toBeNull()
  })

  test('with blocking findings in any item cannot, and says how many', () => {
    const two: Preview = { items: [seenTable('blocking'), seenTable('note', 'blocking')], relations: [] }
    expect(whyNot(draftOf(table(), table()), two)).toEqual({ reason: 'blocked', count: 2 })
  })

  test('says which answers are missing, and in which item', () => {
    const lacking = table()
    lacking.context.use = '   論文 '
    expect(whyNot(draftOf(table(), lacking))).toEqual({ reason: 'incomplete', item: 1, fields: ['use'] })
    const empty = tableDraft({ resultId: 'res_0002' as ResultId, sql: '', chart: null })
    expect(whyNot(draftOf(empty))).toMatchObject({ item: 0, fields: ['title', ...CONTEXT_FIELDS] })
    expect(whyNot({ ...draftOf(table(), note()), title: '' })).toMatchObject({ fields: ['package'] })
  })

  test('waits for the checks, ends where they refuse, and needs a table', () => {
    expect(whyNot(draftOf(table()), null)).toEqual({ reason: 'checking' })
    expect(whyNot(draftOf(table()), null, true)).toEqual({ reason: 'refused' })
    expect(whyNot(draftOf(note()))).toEqual({ reason: 'no-table' })
  })

  test('that the form lets through, the contract lets through, and one character less it does not', () => {
    for (const field of ['title', ...CONTEXT_FIELDS] as const) {
      for (const length of [leastOf(field), leastOf(field) - 1]) {
        const item = table()
        if (field === 'title') item.title = '字'.repeat(length)
        else item.context[field] = '字'.repeat(length)
        const input = toSubmission(draftOf(item))
        expect(submit.input.safeParse(input).success).toBe(missingFields(item).length === 0)
      }
    }
  })

  test('of several items goes as one package; of one under the item’s own title', () => {
    expect(toSubmission(draftOf(table())).title).toBe('題名です')
    const { title, items } = toSubmission(draftOf(table(), note()))
    expect(title).toBe('三つの表')
    expect(submit.input.safeParse({ title, items }).success).toBe(true)
  })

  test('sends no choice that is only half made', () => {
    const item = table()
    item.protection = {
      ...item.protection,
      costs: { by: 'value', weights: [{ column: 'age_band', category: '', weight: 2 }] },
      recodings: [{ kind: 'groups', column: 'age_band', groups: [{ label: BLANK, members: ['80-89'] }] }],
    }
    const [sent] = toSubmission(draftOf(item)).items
    expect(sent).toMatchObject({ protection: { costs: { weights: [] }, recodings: [] } })
    expect(toPreview(draftOf(item))?.items[0]).toMatchObject({ protection: { recodings: [] } })
  })

  test('gathers results: a new one is added with what was said before, a known one is gone back to', () => {
    const gathered = (id: string) => ({ resultId: id as ResultId, sql: '', chart: null })
    const first = gather(emptyDraft(), gathered('res_0001'))
    const second = gather(draftOf(table()), gathered('res_0002'))
    expect([first.at, second.at]).toEqual([0, 1])
    expect(second.draft.items[1]).toMatchObject({ title: '', context: { what: '', audience: '読者' } })
    expect(gather(second.draft, gathered('res_0001'))).toMatchObject({
      at: 0,
      draft: { items: { length: 2 } },
    })
  })
})

describe('before submitting', () => {
  const standings = (item: ItemDraft, answer: Preview['items'][number] | null) =>
    Object.fromEntries(
      preflight(item, { seen: answer, minimumPersons: 10 }).map(({ id, standing, say }) => [
        id,
        `${standing} ${say}`,
      ]),
    )

  test('counts without protection and findings that stay are to be resolved', () => {
    expect(standings(table(), seenTable('blocking')).counts).toBe('bad blocked')
    expect(standings(table(), seenTable()).counts).toBe('good protected')
    expect(standings(table(), null).counts).toBe('waiting waiting')
  })

  test('columns that nobody explains are named', () => {
    expect(standings(table(), seenTable()).context).toBe('look columns')
    const explained = table()
    explained.context.variables = 'age_band: 年齢階級、persons: 実患者数'
    explained.context.population = '発生届のある全員（20歳以上）'
    expect(standings(explained, seenTable()).context).toBe('good enough')
  })

  test('small counts in title, context and the title of a chart are found', () => {
    const changes: ((item: TableDraft) => TableDraft)[] = [
      (item) => ({ ...item, title: '死亡した3人の内訳' }),
      (item) => ({
        ...item,
        context: { ...item.context, what: '重症例（n = 4）を除いた集計です。' },
      }),
      (item) => ({
        ...item,
        chart: {
          kind: 'bar',
          x: 'age_band',
          y: ['persons'],
          colour: null,
          titleText: '7 patients',
          stacked: false,
        } as const,
      }),
    ]
    for (const change of changes) expect(standings(change(table()), seenTable()).words).toBe('look small')
    expect(standings(table(), seenTable()).words).toBe('good none')
  })

  test('a figure needs its columns in the table that goes with it', () => {
    const drawn = table()
    drawn.chart = { kind: 'bar', x: 'age_band', y: ['deaths'], colour: null, titleText: '', stacked: false }
    expect(standings(drawn, seenTable()).data).toBe('bad column')
    drawn.chart = { ...drawn.chart, y: ['persons'] }
    expect(standings(drawn, seenTable()).data).toBe('good chart')
  })

  test('notebooks, pages and data in disguise are no notes', () => {
    for (const text of ['{"cells": []}', '<!DOCTYPE html><p>', 'QUJD'.repeat(500)])
      expect(standings({ ...note(), text }, null).file).toBe('look disguised')
    expect(standings(note(), null).file).toBe('good text')
  })
})

describe('answering a return', () => {
  test('words, notes and choices are carried over; cells to keep are chosen again', () => {
    const { sql: _sql, resultId: _result, ...said } = table()
    const keep = [{ row: 3, column: 'persons' }]
    const detail = {
      output: { title: '三つの表' },
      items: [{ ...said, name: 'table', protection: { ...said.protection, method: 'round', keep } }, note()],
    } as unknown as Parameters<typeof draftAgain>[0]
    const again = draftAgain(detail, [{ resultId: 'res_0009' as ResultId, sql: 'SELECT 2', chart: null }])
    expect(again).toMatchObject({
      title: '三つの表',
      items: [
        { resultId: 'res_0009', title: '題名です', protection: { method: 'round', keep: [] } },
        { kind: 'text', text: 'SELECT 1' },
      ],
    })
  })
})

describe('export', () => {
  test('is open for a released output only; every other state has its reason', () => {
    for (const state of OutputState.options) {
      const reason = whyNotExport({ state, releaseId: 'rel_0001' })
      expect(reason === null).toBe(state === 'released')
    }
    expect(whyNotExport({ state: 'released', releaseId: null })).toBe('sealing')
  })

  test.each([
    ['都道府県別 / 性別: 入院<率>', '都道府県別 性別 入院 率 rel_1.zip'],
    ['..\\..\\etc\\passwd', 'etc passwd rel_1.zip'],
    ['\u0000\n???', 'output rel_1.zip'],
    ['長'.repeat(200), `${'長'.repeat(60)} rel_1.zip`],
  ])('of “%s” suggests a file name every system takes', (title, name) => {
    expect(packageName(title, 'rel_1')).toBe(name)
  })
})

test('a returned output can be submitted again or withdrawn, a released one neither', () => {
  expect([canResubmit('returned'), canWithdraw('returned')]).toEqual([true, true])
  expect([canResubmit('released'), canWithdraw('released')]).toEqual([false, false])
  expect([canResubmit('in-review'), canWithdraw('in-review')]).toEqual([false, true])
})
