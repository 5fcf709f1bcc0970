import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anonymise } from '../../../visiting/sources/deidentify/anonymise.ts'
import { KnownIdentifiers } from '../../../visiting/sources/deidentify/identifiers.ts'
import { collectLimits } from '../../../visiting/sources/deidentify/limits.ts'
import { personKey, pseudonymise, shiftDays } from '../../../visiting/sources/deidentify/pseudonymise.ts'
import {
  DeidentifyFault,
  DeidentifyRules,
  type SourceRecord,
} from '../../../visiting/sources/deidentify/rules.ts'

const example = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/sources/pseudonymisation-example.json'), 'utf8'),
) as { original: SourceRecord; pseudonymised: SourceRecord; anonymised: SourceRecord }

const rules = DeidentifyRules.parse({
  person: 'name',
  pseudonym: 'id',
  anonymise: {
    sex: { kind: 'keep' },
    birthDate: { kind: 'month' },
    visitDate: { kind: 'shift', withinDays: 14 },
    weightKg: { kind: 'band', width: 5 },
    systolicMmHg: { kind: 'top-code', step: 10, offset: 1 },
    hba1cPercent: { kind: 'keep' },
    insulin: { kind: 'keep' },
    disease: { kind: 'fold-rare' },
  },
})
const issued = () => 'B002'

/** The example's patient among 200 others: 12 of them reach 201 mmHg, 3 reach 211; nobody else has her disease. */
const others: SourceRecord[] = Array.from({ length: 200 }, (_, i) => ({
  ...example.original,
  name: `患者${i}`,
  systolicMmHg: i < 3 ? 215 : i < 12 ? 203 : 110 + (i % 80),
  weightKg: 40 + (i % 40),
  disease: i % 2 ? '糖尿病' : '高血圧症',
}))

function limitsOf(records: SourceRecord[]) {
  const collector = collectLimits(rules)
  for (const record of records) collector.add(record)
  return collector.limits()
}

/** The first of a row of secrets under which the example's patient is moved five days back, as in the papers. */
function secretOfTheExample(): Uint8Array {
  for (let i = 0; ; i++) {
    const secret = new Uint8Array(32).fill(i % 256, 0, 16).fill(i >> 8, 16)
    if (shiftDays(secret, String(example.original.name), 14) === -5) return secret
  }
}

describe("the ministry's example", () => {
  test('becomes the pseudonymised form: the name goes, everything medical stays', () => {
    expect(pseudonymise(example.original, rules, issued)).toEqual({
      record: example.pseudonymised,
      emptied: [],
    })
  })

  test('becomes the anonymised form, with limits computed from the patients around it', () => {
    const secret = secretOfTheExample()
    const needs = {
      limits: limitsOf([...others, example.original]),
      pseudonymOf: issued,
      shiftOf: (person: string, within: number) => shiftDays(secret, person, within),
    }
    expect(anonymise(example.original, rules, needs)).toEqual(example.anonymised)
  })
})

describe('pseudonymised', () => {
  test('a text that names the person is emptied, also in another width or spacing', () => {
    const record = { name: 'ヤマダ ハナコ', phone: '0312345678', note: 'ﾔﾏﾀﾞﾊﾅｺ様 来院', other: '良好' }
    const { record: kept, emptied } = pseudonymise(record, { ...rules, remove: ['phone'] }, issued)
    expect(kept).toEqual({ id: 'B002', note: null, other: '良好' })
    expect(emptied).toEqual(['note'])
  })

  test('a text is emptied for a telephone number, an address, or the name of somebody else in the file', () => {
    const everybody = new KnownIdentifiers()
    everybody.add(['鈴木一郎', '11223344'])
    const record = {
      name: '山田花子',
      a: '連絡先 03-1234-5678',
      b: '090１２３４５６７８ に電話',
      c: 'hanako@example.jp',
      d: '〒100-0001 在住',
      e: '夫の鈴木 一郎さんと来院',
      f: '証番号11223344を確認',
      g: '検査値 1122334455、経過良好 0.9',
    }
    const { emptied } = pseudonymise(record, { ...rules, everybody }, issued)
    expect(emptied).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  test('a number that identifies is found alone, not within another number', () => {
    const record = { name: '2012', a: 'カルテ2012番', b: '検査値120123' }
    expect(pseudonymise(record, rules, issued).emptied).toEqual(['a'])
  })

  test('a record without a person is refused without its values', () => {
    expect(() => pseudonymise({ name: '', disease: '秘密' }, rules, issued)).toThrow(DeidentifyFault)
    expect(() => pseudonymise({ name: '', disease: '秘密' }, rules, issued)).not.toThrow(/秘密/)
  })

  test('the key of a person is stable under one secret and unrelated under another', () => {
    const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    expect(personKey(a, '0001')).toBe(personKey(a, '0001'))
    expect(personKey(a, '0001')).not.toBe(personKey(b, '0001'))
    expect(BigInt(personKey(a, '0001'))).toBeLessThan(2n ** 63n)
  })
})

describe('anonymised', () => {
  const secret = new Uint8Array(32).fill(9)

  test('the shift keeps every interval of a person, is never zero and stays within its bound', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1, max: 60 }),
        (person, day, later, withinDays) => {
          const iso = (d: number) => new Date(d * 86_400_000).toISOString().slice(0, 10)
          const own = DeidentifyRules.parse({
            person: 'p',
            anonymise: { a: { kind: 'shift', withinDays }, b: { kind: 'shift', withinDays } },
          })
          const moved = anonymise({ p: person, a: iso(day), b: iso(day + later) }, own, {
            limits: { topFrom: {}, bands: {}, common: {}, folded: {} },
            pseudonymOf: () => 'x',
            shiftOf: (who, within) => shiftDays(secret, who, within),
          })
          const [a, b] = [Date.parse(String(moved.a)), Date.parse(String(moved.b))]
          const shift = a / 86_400_000 - day
          return b - a === later * 86_400_000 && shift !== 0 && Math.abs(shift) <= withinDays
        },
      ),
    )
  })

  test('every top group holds at least the minimum of persons', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 80, max: 260 }), { maxLength: 80 }), (values) => {
        const records = values.map((systolicMmHg, i) => ({ ...example.original, name: `${i}`, systolicMmHg }))
        const { topFrom } = limitsOf(records)
        const from = topFrom.systolicMmHg ?? null
        if (from === null) return values.length < rules.minimumPersons
        return values.filter((value) => value >= from).length >= rules.minimumPersons && (from - 1) % 10 === 0
      }),
    )
  })

  test('every band holds at least the minimum of persons, bands meet, and a band that is alone in the grid is not named', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 180 }), { maxLength: 120 }), (values) => {
        const records = values.map((weightKg, i) => ({ ...example.original, name: `${i}`, weightKg }))
        const bands = limitsOf(records).bands.weightKg ?? []
        if (values.length < rules.minimumPersons) return bands.length === 0
        const held = bands.map(
          ({ from, until }) =>
            values.filter((v) => (from === null || v >= from) && (until === null || v < until)).length,
        )
        return (
          held.every((persons) => persons >= rules.minimumPersons) &&
          held.reduce((sum, persons) => sum + persons, 0) === values.length &&
          bands.slice(1).every(({ from }, n) => from === bands[n]?.until)
        )
      }),
    )
  })

  test('a single heavy patient disappears in an open band', () => {
    const records = others.map((record, i) => (i === 0 ? { ...record, weightKg: 178 } : record))
    const { bands } = limitsOf(records)
    expect(bands.weightKg?.at(-1)).toEqual({ from: 75, until: null })
  })

  test('a person with many records of a rare disease does not make it common', () => {
    const many = Array.from({ length: 50 }, () => ({ ...example.original, disease: '膵島細胞症' }))
    expect(limitsOf(many).common.disease?.has('膵島細胞症')).toBe(false)
  })

  test('a direct identifier cannot be kept by a rule', () => {
    const wrong = DeidentifyRules.parse({
      person: 'name',
      remove: ['phone'],
      anonymise: { phone: { kind: 'keep' } },
    })
    expect(() =>
      anonymise({ name: 'a', phone: '1' }, wrong, {
        limits: { topFrom: {}, bands: {}, common: {}, folded: {} },
        pseudonymOf: issued,
        shiftOf: () => 1,
      }),
    ).toThrow(DeidentifyFault)
  })

  test('a column without a rule is not part of it', () => {
    const needs = { limits: limitsOf(others), pseudonymOf: issued, shiftOf: () => 1 }
    expect(anonymise({ ...example.original, address: '東京都' }, rules, needs)).not.toHaveProperty('address')
  })

  test('a fault names the column and never the value', () => {
    const needs = { limits: limitsOf(others), pseudonymOf: issued, shiftOf: () => 1 }
    const attempt = () => anonymise({ ...example.original, weightKg: '秘密' }, rules, needs)
    expect(attempt).toThrow('weightKg is not a number')
  })
})
