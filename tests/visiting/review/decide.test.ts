import { describe, expect, test } from 'vitest'
import { OUTPUT_TRANSITIONS, whyNotReview } from '../../../shared/model/output-states.ts'
import { decide, riskOf } from '../../../visiting/review/decide.ts'

const vote = (by: string, decision: 'approve' | 'return') => ({ by: by as never, decision })

describe('what votes decide', () => {
  test.each([
    ['nothing before both are in', [vote('a', 'return')], 'wait'],
    ['one person twice is one vote', [vote('a', 'approve'), vote('a', 'approve')], 'wait'],
    ['two approvals clear it', [vote('a', 'approve'), vote('b', 'approve')], 'approve'],
    ['one return sends it back', [vote('a', 'approve'), vote('b', 'return')], 'return'],
  ] as const)('%s', (_claim, votes, expected) => {
    expect(decide([...votes], 2)).toBe(expected)
  })

  test('one is enough where the course asks for one, and still sends it back', () => {
    expect(decide([], 1)).toBe('wait')
    expect(decide([vote('a', 'approve')], 1)).toBe('approve')
    expect(decide([vote('a', 'return')], 1)).toBe('return')
  })
})

describe('how much care an output wants', () => {
  const round = { findingCounts: { blocking: 0, warning: 0, note: 0 }, hiddenCells: 0, verified: true }
  const noted = (note: number, more: { warning?: number; blocking?: number } = {}) =>
    riskOf({ ...round, findingCounts: { ...round.findingCounts, note, ...more } }).risk

  test('the notes of one merged curve weigh no more than two warnings, nor than a blocking finding', () => {
    expect([noted(0), noted(3), noted(40), noted(4_000)]).toEqual([0, 3, 10, 10])
    expect(noted(40)).toBeLessThanOrEqual(noted(0, { warning: 2 }))
    expect(noted(4_000)).toBeLessThan(noted(0, { blocking: 1 }))
  })

  test('the parts add up to the whole, which ends at 100', () => {
    const { risk, parts } = riskOf({
      findingCounts: { blocking: 1, warning: 2, note: 40 },
      hiddenCells: 300,
      verified: true,
    })
    expect(risk).toBe(60)
    expect(parts.map(({ of, points }) => [of, points])).toEqual([
      ['blocking', 20],
      ['warning', 10],
      ['note', 10],
      ['hidden', 20],
    ])
    expect(riskOf({ ...round, findingCounts: { blocking: 9, warning: 9, note: 9 } }).risk).toBe(100)
  })
})

describe('who may vote', () => {
  const output = { state: 'in-review' as const, voters: ['usr_voted'], conflicted: ['usr_friend'] }
  const permit = { people: ['usr_inside'], institutions: ['東都大学'] }
  const visitor = { id: 'usr_outside', roles: ['reviewer'], institutionJa: '機構' }
  test.each([
    [null, output, visitor],
    ['not-a-reviewer', output, { ...visitor, roles: ['researcher'] }],
    ['on-the-permit', output, { ...visitor, id: 'usr_inside' }],
    ['same-institution', output, { ...visitor, institutionJa: '東都大学' }],
    ['same-institution', output, { ...visitor, institutionJa: '東都大学　医学部' }],
    ['same-institution', output, { ...visitor, institutionJa: '国立大学法人 東都大学医学部附属病院' }],
    [null, output, { ...visitor, institutionJa: '国立大学法人 西海大学 医学部' }],
    ['conflict-declared', output, { ...visitor, id: 'usr_friend' }],
    ['conflict-declared', { ...output, state: 'released' as const }, { ...visitor, id: 'usr_friend' }],
    ['not-in-review', { ...output, state: 'returned' as const }, visitor],
    ['already-voted', output, { ...visitor, id: 'usr_voted' }],
  ])('%s', (expected, anOutput, aVisitor) => {
    expect(whyNotReview(anOutput, permit, aVisitor)).toBe(expected)
  })
})

test('no state leads to a release but approval', () => {
  const into = Object.entries(OUTPUT_TRANSITIONS).flatMap(([from, acts]) =>
    Object.values(acts).includes('released' as never) ? [from] : [],
  )
  expect(into).toEqual(['approved'])
})
