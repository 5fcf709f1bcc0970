import { describe, expect, test } from 'vitest'
import {
  type CommitteeField,
  type CommitteeMember,
  decisionOf,
  firstTerms,
  LEAST_MINIMUM_PERSONS,
  lacksOfQuorum,
  PermitTerms,
  ruleOn,
  whyNotDecide,
} from '../../../shared/model/committee.ts'
import { DEMO_COMMITTEE } from '../../../visiting/demonstration-committee.ts'
import { readCompositionRules } from '../../../visiting/resources.ts'

const rules = readCompositionRules()
const rule = ruleOn(rules, '2026-11-25')

type Counted = Pick<CommitteeMember, 'fields' | 'outside' | 'sex'>
const one = (fields: CommitteeField[], outside: boolean, sex: 'female' | 'male'): Counted => ({
  fields,
  outside,
  sex,
})
const FIVE: Counted[] = [
  one(['natural-science'], false, 'male'),
  one(['humanities-social'], true, 'female'),
  one(['lay'], true, 'female'),
  one(['natural-science'], false, 'male'),
  one(['natural-science'], false, 'male'),
]
const codes = (present: Counted[]) => lacksOfQuorum(rule, present).map(({ code }) => code)

describe('a quorum by provision 17', () => {
  test('five people of three standpoints, two from outside, both sexes', () => {
    expect(codes(FIVE)).toEqual([])
  })

  test('each requirement that fails is named, with how far it is off', () => {
    expect(codes(FIVE.slice(0, 4))).toEqual(['members'])
    expect(codes(FIVE.map((member) => ({ ...member, sex: 'male' as const })))).toEqual(['sexes'])
    expect(codes(FIVE.map((member, at) => ({ ...member, outside: at === 1 })))).toEqual(['outside'])
    expect(codes([...FIVE.slice(0, 2), ...FIVE.slice(3), FIVE[0]!])).toEqual(['lay', 'outside'])
    expect(lacksOfQuorum(rule, [])).toContainEqual({ code: 'members', need: 5, have: 0 })
  })

  test('one person cannot stand for two of the three', () => {
    const present = [
      one(['natural-science'], true, 'male'),
      one(['humanities-social', 'lay'], true, 'female'),
      one(['natural-science'], true, 'male'),
      one(['natural-science'], false, 'male'),
      one(['natural-science'], false, 'male'),
    ]
    expect(codes(present)).toEqual(['distinct'])
    expect(codes([...present.slice(0, 4), one(['lay'], false, 'male')])).toEqual([])
  })

  test('the demonstration’s committee satisfies it without the member who works with the applicants', () => {
    const present = DEMO_COMMITTEE.filter(({ id }) => id !== 'usr_demoogawa')
    expect(lacksOfQuorum(rule, present)).toEqual([])
    for (const absent of present)
      expect(
        lacksOfQuorum(
          rule,
          present.filter((member) => member !== absent),
        ),
      ).not.toEqual([])
  })
})

test('the rule of a day is the newest edition in force then; what is unconfirmed says so', () => {
  expect(ruleOn(rules, '2026-11-30').confirmed).toBe(true)
  expect(ruleOn(rules, '2026-12-01')).toMatchObject({ effectiveFrom: '2026-12-01', confirmed: false })
  expect(() => ruleOn(rules, '1999-01-01')).toThrow()
})

test('votes decide by more than half, or by all where the rule says so; anything else is a return', () => {
  const votes = (...decisions: ('approve' | 'return' | 'reject')[]) =>
    decisions.map((decision) => ({ decision }))
  expect(decisionOf({ decision: 'majority' }, votes('approve', 'approve', 'reject'))).toBe('approve')
  expect(decisionOf({ decision: 'majority' }, votes('approve', 'approve', 'reject', 'reject'))).toBe('return')
  expect(decisionOf({ decision: 'majority' }, votes('approve', 'return', 'reject'))).toBe('return')
  expect(decisionOf({ decision: 'all' }, votes('approve', 'approve', 'reject'))).toBe('return')
  expect(decisionOf({ decision: 'all' }, votes('reject', 'reject'))).toBe('reject')
})

test('being on the application counts before being a member', () => {
  const application = { people: ['usr_a'], institutions: ['大学'], conflicted: ['usr_c'] }
  const visitor = (id: string, institutionJa: string) => ({ id, institutionJa })
  expect(whyNotDecide(application, visitor('usr_a', '機構'), true)).toBe('on-the-application')
  expect(whyNotDecide(application, visitor('usr_b', '大学'), true)).toBe('same-institution')
  expect(whyNotDecide(application, visitor('usr_b', '大学 医学部'), true)).toBe('same-institution')
  expect(whyNotDecide(application, visitor('usr_b', '機構'), false)).toBe('not-a-member')
  expect(whyNotDecide(application, visitor('usr_c', '機構'), true)).toBe('conflict-declared')
  expect(whyNotDecide(application, visitor('usr_b', '機構'), true)).toBeNull()
})

describe('the terms a meeting begins with', () => {
  test.each([
    ['a first permit', null, LEAST_MINIMUM_PERSONS, 100],
    ['a stricter one', { minimumPersons: 25, picturePagesPerDay: 5 }, 25, 5],
    [
      'one from before the least minimum',
      { minimumPersons: 3, picturePagesPerDay: 0 },
      LEAST_MINIMUM_PERSONS,
      0,
    ],
  ])(
    'are those that hold, and never less than may be set: %s',
    (_, amended, minimumPersons, picturePagesPerDay) => {
      const terms = firstTerms(amended, '2028-03-31')
      expect(terms).toEqual({ minimumPersons, picturePagesPerDay, until: '2028-03-31' })
      // What the environment takes.
      expect(PermitTerms.parse(terms)).toEqual(terms)
    },
  )
})
