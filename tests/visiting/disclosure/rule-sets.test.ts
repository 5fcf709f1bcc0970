import { describe, expect, test } from 'vitest'
import { outputClassesOf, outputClassUri } from '../../../visiting/disclosure/output-classes.ts'
import {
  editionsInForce,
  municipalityTier,
  parseRuleSets,
  pickRuleSets,
  ruleSetByName,
  strictestRule,
} from '../../../visiting/disclosure/rule-sets.ts'
import { shippedRules } from './fixtures.ts'

const all = shippedRules()
const asOf = '2026-11-23'

describe('the rule sets that ship', () => {
  test('speak for every database of the platform', () => {
    const databases = [
      'ndb',
      'kaigo',
      'dpc',
      'vaccination',
      'disability',
      'cancer',
      'nanbyo',
      'shoman',
      'idb',
      'certified',
      'midnet',
      'ehr',
    ]
    for (const database of databases) {
      const { sets, unruled } = pickRuleSets(all, { databases: [database], asOf })
      expect([database, unruled]).toEqual([database, []])
      expect([database, strictestRule(sets, { kind: 'persons' })?.threshold]).toEqual([database, 10])
    }
  })

  test('hold NDB-1 to NDB-9 as the third edition has them', () => {
    const ndb = ruleSetByName(all, { name: 'ndb', asOf })
    expect([...new Set(ndb?.rules.map(({ id }) => id))]).toEqual([
      'NDB-1',
      'NDB-2',
      'NDB-3',
      'NDB-4',
      'NDB-6',
      'NDB-7',
      'NDB-8',
      'NDB-9',
    ])
  })

  test('call a rule confirmed only with a source, and never a whole set whose count rule is not', () => {
    for (const set of all) {
      for (const rule of set.rules) expect(rule.source).not.toBe('')
      const counts = strictestRule([set], { kind: 'persons' })
      if (counts && !counts.confirmed) expect([set.set, set.confirmed]).toEqual([set.set, false])
    }
  })

  test('the known foreign thresholds', () => {
    const threshold = (name: string) => {
      const set = ruleSetByName(all, { name, asOf })
      return set && strictestRule([set], { kind: 'persons' })
    }
    expect(threshold('ACRO')).toMatchObject({ threshold: 10, zeroPolicy: 'hide' })
    expect(threshold('OPENSAFELY')).toMatchObject({ threshold: 8, zeroPolicy: 'show' })
    expect(threshold('OMOP')).toMatchObject({ threshold: 5 })
  })
})

test('outputs carry the identifiers of their statistical classes', () => {
  const classes = outputClassesOf(['key', 'persons', 'mean', 'extreme', 'derived'], { linked: true })
  expect(classes.map(outputClassUri)).toEqual([
    'https://www.w3id.org/statbarnsdc#Frequencies',
    'https://www.w3id.org/statbarnsdc#LinearAggregations',
    'https://www.w3id.org/statbarnsdc#Endpoints',
    'https://www.w3id.org/statbarnsdc#LinkedMultilevelTables',
  ])
})

describe('which rule judges', () => {
  test('the edition in force on the day, one a set', () => {
    const on = (day: string) => editionsInForce(all, day).filter(({ set }) => set === 'NDB')
    expect(on('2024-08-31').map(({ edition }) => edition)).toEqual(['before-2024-09'])
    expect(on('2024-09-01').map(({ edition }) => edition)).toEqual(['2024-09'])
    expect(on('2000-01-01')).toEqual([])
  })

  test('where databases mix, the strictest: Kaigo hides few institutions, NDB alone does not', () => {
    const rule = (databases: string[]) =>
      strictestRule(pickRuleSets(all, { databases, asOf }).sets, { kind: 'institutions' })
    expect(rule(['ndb'])?.action).toBe('allow-unless-linkable')
    expect(rule(['ndb', 'kaigo'])).toMatchObject({ action: 'hide', id: 'KAI-1' })
  })

  test('a municipality adds its tier', () => {
    const { sets } = pickRuleSets(all, { databases: ['kaigo'], asOf })
    const threshold = (population: number) =>
      strictestRule(sets, { kind: 'persons', tier: municipalityTier(population) })?.threshold
    expect([1_999, 2_000, 24_999, 25_000].map(threshold)).toEqual([null, 20, 20, 10])
  })

  test('a database without rules is named, not passed over', () => {
    expect(pickRuleSets(all, { databases: ['NDB', 'registry-x'], asOf })).toMatchObject({
      sets: [{ set: 'NDB' }],
      unruled: ['registry-x'],
    })
  })

  test('an operator can add an edition', () => {
    const own = { ...all.find(({ set }) => set === 'NDB')!, edition: '2027-04', effectiveFrom: '2027-04-01' }
    const more = [...all, ...parseRuleSets([JSON.parse(JSON.stringify(own))])]
    expect(ruleSetByName(more, { name: 'NDB', asOf: '2027-03-31' })?.edition).toBe('2024-09')
    expect(ruleSetByName(more, { name: 'NDB', asOf: '2027-04-01' })?.edition).toBe('2027-04')
  })

  test('a file that is no rule set is refused', () => {
    expect(() => parseRuleSets([{ set: 'X', rules: 'none' }])).toThrow()
  })
})
