import { describe, expect, test } from 'vitest'
import { canResubmit, canWithdraw, packageName, whyNotExport } from '../../../renderer/outputs/follow.ts'
import {
  CONTEXT_FIELDS,
  type Draft,
  emptyDraft,
  leastOf,
  missingOf,
  whyNotSubmit,
} from '../../../renderer/outputs/submission.ts'
import { type ProtectedTable, submit } from '../../../shared/contract/outputs.ts'
import type { Severity } from '../../../shared/model/findings.ts'
import { OutputState } from '../../../shared/model/output-states.ts'

const filled = (): Draft => ({
  title: '題名です',
  context: {
    what: '年齢階級と重症度で集計した表です。',
    population: '発生届のある全員',
    variables: 'age_band、severity',
    use: '論文の表1に用いる',
    audience: '読者',
  },
  method: 'suppress',
})
const preview = (...severities: Severity[]): ProtectedTable => ({
  columns: [],
  rows: [],
  findings: severities.map((severity) => ({
    code: 'below-minimum',
    severity,
    rule: null,
    edition: null,
    confirmed: true,
    row: 0,
    column: null,
    params: {},
  })),
  summary: { method: 'suppress', pattern: null, gap: null, primary: 0, secondary: 0, shown: 0, elapsedMs: 0 },
  ruleEditions: [],
  verified: true,
})

describe('a submission', () => {
  test('that is filled in and has no blocking finding can be sent', () => {
    expect(whyNotSubmit(filled(), preview('warning', 'note'), false)).toBeNull()
  })

  test('with blocking findings cannot, and says how many', () => {
    expect(whyNotSubmit(filled(), preview('blocking', 'note', 'blocking'), false)).toEqual({
      reason: 'blocked',
      count: 2,
    })
  })

  test('says which answers are missing', () => {
    const draft = filled()
    draft.context.use = '   論文 '
    expect(whyNotSubmit(draft, preview(), false)).toEqual({ reason: 'incomplete', fields: ['use'] })
    expect(whyNotSubmit(emptyDraft(), preview(), false)).toEqual({
      reason: 'incomplete',
      fields: ['title', ...CONTEXT_FIELDS],
    })
  })

  test('waits for the checks, and ends where they refuse', () => {
    expect(whyNotSubmit(filled(), null, false)).toEqual({ reason: 'checking' })
    expect(whyNotSubmit(filled(), null, true)).toEqual({ reason: 'refused' })
  })

  test('that the form lets through, the contract lets through, and one character less it does not', () => {
    for (const field of ['title', ...CONTEXT_FIELDS] as const) {
      for (const length of [leastOf(field), leastOf(field) - 1]) {
        const draft = filled()
        if (field === 'title') draft.title = '字'.repeat(length)
        else draft.context[field] = '字'.repeat(length)
        const { title, context, method } = draft
        const table = { kind: 'table', resultId: 'res_0001', title, context, protection: { method } }
        const input = { title, items: [table] }
        expect(submit.input.safeParse(input).success).toBe(missingOf(draft, field) === 0)
      }
    }
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
