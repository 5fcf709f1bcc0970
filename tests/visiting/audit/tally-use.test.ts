import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '../../../visiting/audit/chain.ts'
import { alikeQueries, conditionBetween, wordsOf } from '../../../visiting/audit/one-condition-apart.ts'
import { tallyUse, UNUSUAL } from '../../../visiting/audit/tally-use.ts'

const between = (one: string, other: string) => conditionBetween(wordsOf(one), wordsOf(other))
const COUNT = 'SELECT sex, count(*) FROM ndb.person WHERE birth_year < 1950 GROUP BY sex'

describe('queries one condition apart', () => {
  test.each<[string, string, { before: string; after: string } | null]>([
    ['another value', COUNT.replace('1950', '1951'), { before: '1950', after: '1951' }],
    [
      'one condition more',
      COUNT.replace('1950', "1950 AND prefecture <> '13'"),
      { before: '', after: "and prefecture <> '13'" },
    ],
    [
      'no condition at all',
      COUNT.replace('WHERE birth_year < 1950 ', ''),
      { before: 'where birth_year < 1950', after: '' },
    ],
    ['the same in other letters and lines', COUNT.toLowerCase().replace(' from', ' -- all\n from'), null],
    ['another column', COUNT.replaceAll('sex', 'birth_year'), null],
    ['another order', `${COUNT} ORDER BY sex`, null],
    ['another table', COUNT.replace('ndb.person', 'kdb.person'), null],
  ])('%s', (_what, other, part) => {
    expect(between(COUNT, other)).toEqual(part)
  })

  test('a condition inside an aggregate and in a case is one, too', () => {
    const filtered = (value: string) => `SELECT count(*) FILTER (WHERE age > ${value}) FROM t`
    expect(between(filtered('90'), filtered('91'))).toEqual({ before: '90', after: '91' })
    const cased = (value: string) => `SELECT sum(CASE WHEN age > ${value} THEN 1 ELSE 0 END) FROM t`
    expect(between(cased('90'), cased('91'))).toEqual({ before: '90', after: '91' })
  })

  test('stand in one group with all who asked them; what is asked twice counts once', () => {
    const asked = [1950, 1951, 1952, 1950].map((year, at) => ({
      seq: at + 1,
      by: at === 2 ? 'usr_b' : 'usr_a',
      sql: COUNT.replace('1950', String(year)),
    }))
    const other = { seq: 9, by: 'usr_a', sql: 'SELECT 1' }
    expect(alikeQueries([...asked, other])).toEqual({
      groups: [
        {
          queries: 3,
          people: ['usr_a', 'usr_b'],
          example: { seqs: [1, 2], before: '1950', after: '1951' },
        },
      ],
      left: 0,
    })
  })
})

describe('use', () => {
  let seq = 0
  const entry = (event: string, more: Partial<AuditEntry> = {}): AuditEntry => {
    seq += 1
    const at = '2026-11-26T03:00:00.000Z'
    return { seq, at, event, by: 'usr_a', subject: 'prm_1', detail: {}, previousHash: '', hash: '', ...more }
  }
  const used = (entries: AuditEntry[]) => {
    const tally = tallyUse((day) => !day.endsWith('-29'))
    for (const one of entries) tally.take(one)
    return tally.result()
  }
  const query = (id: string, standing: string, more: Partial<AuditEntry> = {}) =>
    entry('query-approved', {
      detail: { query: `qry_${id}`, sql: `SELECT ${id}`, kind: 'select', standing },
      ...more,
    })

  test('counts by day, permit and person; a script counts by its statements, the environment not at all', () => {
    const { days, permits, people, entries } = used([
      query('a', 'individual'),
      query('b', 'aggregated', { by: 'usr_b', at: '2026-11-26T16:00:00.000Z' }),
      entry('query-approved', { detail: { query: 'qry_c', sql: 'a; b', kind: 'script', statements: 2 } }),
      entry('picture-seen', { detail: { result: 'res_a' } }),
      entry('picture-seen', { detail: { result: 'res_b', standing: 'aggregated' } }),
      entry('picture-seen', { detail: { result: 'res_before' } }),
      entry('request-refused', { subject: null }),
      entry('output-submitted', { subject: 'out_1', detail: { permit: 'prm_1' } }),
      entry('service-started', { by: null }),
    ])
    expect(entries).toBe(9)
    expect(days.map(({ day, people: who, queries }) => [day, who, queries])).toEqual([
      ['2026-11-26', 1, 1],
      ['2026-11-27', 1, 1],
    ])
    expect(permits).toMatchObject([
      { permitId: 'prm_1', days: 2, people: 2, queries: 2, refused: 0, submitted: 1 },
    ])
    expect(people).toMatchObject([
      {
        by: 'usr_a',
        queries: 1,
        refused: 1,
        pictures: { individual: 1, masked: 1, unverified: 0, unknown: 1 },
      },
      // One o'clock at night in Japan.
      { by: 'usr_b', queries: 1, offHours: 1 },
    ])
  })

  const many = <T>(count: number, make: (n: number) => T): T[] =>
    Array.from({ length: count }, (_none, n) => make(n))
  const rows = (n: number, at?: string) =>
    entry('picture-seen', {
      detail: { result: 'res_x', page: n, standing: 'individual' },
      ...(at ? { at } : {}),
    })

  test.each<[string, () => AuditEntry[], object[]]>([
    [
      'many pictures of rows in a day',
      () => many(UNUSUAL.picturesOfRows, (n) => rows(n)),
      [{ kind: 'pictures-of-rows', people: ['usr_a'], day: '2026-11-26', count: UNUSUAL.picturesOfRows }],
    ],
    [
      'as many over two days are not',
      () => [
        ...many(UNUSUAL.picturesOfRows - 1, (n) => rows(n)),
        ...many(UNUSUAL.picturesOfRows - 1, (n) => rows(n, '2026-11-27T03:00:00.000Z')),
      ],
      [],
    ],
    [
      'refusals',
      () => many(UNUSUAL.refused, () => entry('request-refused', { subject: null })),
      [{ kind: 'refused', count: UNUSUAL.refused }],
    ],
    [
      'a day that is not worked',
      () => many(UNUSUAL.offHours, (n) => query(`n${n}`, 'open', { at: '2026-11-29T03:00:00.000Z' })),
      [{ kind: 'off-hours', people: ['usr_a'], day: null, count: UNUSUAL.offHours }],
    ],
    [
      'queries one condition apart, over days and people of a permit',
      () =>
        many(UNUSUAL.oneConditionApart, (n) =>
          query(String(n), 'aggregated', {
            by: n % 2 === 0 ? 'usr_a' : 'usr_b',
            at: `2026-11-2${3 + (n % 3)}T03:00:00.000Z`,
            detail: {
              query: `qry_${n}`,
              sql: COUNT.replace('1950', String(1950 + n)),
              kind: 'select',
              standing: 'aggregated',
            },
          }),
        ),
      [
        {
          kind: 'one-condition-apart',
          people: ['usr_a', 'usr_b'],
          permitId: 'prm_1',
          count: UNUSUAL.oneConditionApart,
        },
      ],
    ],
    [
      'open data are nobody’s',
      () =>
        many(UNUSUAL.oneConditionApart, (n) =>
          query(String(n), 'open', {
            detail: {
              query: `qry_${n}`,
              sql: COUNT.replace('1950', String(1950 + n)),
              kind: 'select',
              standing: 'open',
            },
          }),
        ),
      [],
    ],
  ])('tells of %s', (_what, entries, signals) => {
    const told = used(entries()).signals
    expect(told).toMatchObject(signals)
    expect(told.length).toBe(signals.length)
  })
})
