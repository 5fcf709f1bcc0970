import { describe, expect, test } from 'vitest'
import {
  changeAt,
  changesOf,
  emptyVote,
  LEAST_REASON,
  riskLevel,
  whyNotDecide,
  withChange,
} from '../../../renderer/review/decision.ts'
import { recall } from '../../../shared/contract/releases.ts'
import { isDeskClosed } from '../../../shared/model/output-states.ts'

const open = { whyNot: null, verified: true, unseen: 0 } as const

describe('a vote', () => {
  test('to approve needs no words when the environment verified the output', () => {
    expect(whyNotDecide('approve', emptyVote(), open)).toBeNull()
  })
  test('to approve an unverified output needs a judgement; a comment does not stand in for it', () => {
    const draft = { ...emptyVote(), comment: '問題ありません。', judgement: '  ' }
    expect(whyNotDecide('approve', draft, { ...open, verified: false })).toBe('judgement-missing')
    expect(
      whyNotDecide('approve', { ...draft, judgement: '全国の集計' }, { ...open, verified: false }),
    ).toBeNull()
  })
  test('to return needs a comment; a private note does not stand in for it', () => {
    expect(whyNotDecide('return', { ...emptyVote(), privateNote: 'メモ' }, open)).toBe('comment-missing')
    expect(whyNotDecide('return', { ...emptyVote(), comment: '直してください' }, open)).toBeNull()
  })

  test('a required change of some length is reason enough to return it; empty lines count for nothing', () => {
    const draft = (...changes: string[]) => ({ ...emptyVote(), changes })
    expect(whyNotDecide('return', draft('期間を書いてください', ''), open)).toBeNull()
    expect(whyNotDecide('return', draft('', ' '), open)).toBe('comment-missing')
    expect(whyNotDecide('return', draft('期間を書いてください', 'あ'), open)).toBe('change-short')
    expect(changesOf(draft(' a b c ', '', 'd'))).toEqual(['a b c', 'd'])
  })

  test('to approve needs every item opened; to return does not', () => {
    const draft = { ...emptyVote(), comment: '直してください' }
    expect(whyNotDecide('approve', draft, { ...open, unseen: 1 })).toBe('items-unseen')
    expect(whyNotDecide('return', draft, { ...open, unseen: 1 })).toBeNull()
  })

  test('a change begun at a cell stands in place of an empty last line, and is no change before it is written on', () => {
    const begun = changeAt('10–19 · 重症 › persons')
    expect(withChange([], begun)).toEqual([begun])
    expect(withChange(['期間', ' '], begun)).toEqual(['期間', begun])
    expect(withChange(['期間'], begun)).toEqual(['期間', begun])
    const draft = { ...emptyVote(), changes: [begun] }
    expect(whyNotDecide('return', draft, open)).toBe('change-unfinished')
    expect(whyNotDecide('return', { ...draft, changes: [`${begun}理由を書いてください`] }, open)).toBeNull()
  })

  test.each([
    'not-a-reviewer',
    'on-the-permit',
    'same-institution',
    'not-in-review',
    'already-voted',
  ] as const)('is refused for the reason the environment gives: %s', (whyNot) => {
    const draft = { comment: 'あ', privateNote: 'い', judgement: 'う', changes: [] }
    expect(whyNotDecide('approve', draft, { ...open, whyNot })).toBe(whyNot)
    expect(whyNotDecide('return', draft, { ...open, whyNot })).toBe(whyNot)
  })
})

test('the desk is closed to people of the permit and its institution, not to those who have voted', () => {
  for (const whyNot of ['on-the-permit', 'same-institution', 'conflict-declared'] as const)
    expect(isDeskClosed(whyNot)).toBe(true)
  expect([isDeskClosed('already-voted'), isDeskClosed('not-in-review'), isDeskClosed(null)]).toEqual([
    false,
    false,
    false,
  ])
})

test('the word for a risk grows with its score', () => {
  expect([0, 24, 25, 59, 60, 100].map(riskLevel)).toEqual(['low', 'low', 'middle', 'middle', 'high', 'high'])
})

test('a recall needs as long a reason as the contract asks', () => {
  const accepts = (length: number) =>
    recall.input.safeParse({ releaseId: 'rel_0001', reason: '理'.repeat(length) }).success
  expect([accepts(LEAST_REASON), accepts(LEAST_REASON - 1)]).toEqual([true, false])
})
