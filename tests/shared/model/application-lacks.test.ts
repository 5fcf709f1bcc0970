import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ApplicationForm, exposureOf, withTables } from '../../../shared/model/application-form.ts'
import { type Lack, type LackContext, lacksOf } from '../../../shared/model/application-lacks.ts'
import {
  APPLICATION_TRANSITIONS,
  ApplicationState,
  isPending,
  isWritable,
  nextApplicationState,
} from '../../../shared/model/application-states.ts'
import { lackWords } from '../../../shared/model/application-words.ts'
import type { Dataset } from '../../../shared/model/catalog.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import { permitTablesOf } from '../../../visiting/catalog/permit-tables.ts'
import { tablesGranted } from '../../../visiting/permits/granted-permit.ts'
import { RESOURCES } from '../../../visiting/resources.ts'
import { aForm, alone } from '../../fixtures/an-application.ts'

let datasets: Dataset[]
beforeAll(async () => {
  datasets = await loadCatalog(join(RESOURCES, 'catalog'))
})

const TODAY = '2026-11-25'
const lacks = (over: Partial<ApplicationForm> = {}, context: Partial<LackContext> = {}): Lack[] =>
  lacksOf(aForm({ people: alone('tanaka'), until: '2027-11-25', ...over }), {
    datasets,
    applicant: 'tanaka',
    confirmed: ['tanaka'],
    today: TODAY,
    amendsLinkage: null,
    ...context,
  })
const codes = (over?: Partial<ApplicationForm>, context?: Partial<LackContext>) =>
  lacks(over, context).map(({ code }) => code)

const table = (database: string, name: string, columns: string[] = [], conditions: object[] = []) => ({
  database,
  schema: database,
  name,
  columns: columns.map((column) => ({ name: column, reason: 'なぜなら必要' })),
  conditions: conditions as ApplicationForm['tables'][number]['conditions'],
})

describe('what an application lacks', () => {
  test('a whole one lacks nothing', () => {
    expect(lacks()).toEqual([])
  })

  const CASES: [string, Partial<ApplicationForm>, string][] = [
    ['no tables', { tables: [] }, 'tables-none'],
    ['a table that is not in the catalog', { tables: [table('ndb', 'nothing')] }, 'table-unknown'],
    [
      'one table twice',
      { tables: [table('idb', 'notification', ['severity']), table('idb', 'notification', ['severity'])] },
      'table-twice',
    ],
    ['a table without columns', { tables: [table('idb', 'notification')] }, 'columns-none'],
    [
      'a column the table has not',
      { tables: [table('idb', 'notification', ['nonsense'])] },
      'column-unknown',
    ],
    [
      'the pseudonym asked for as a column',
      { tables: [table('idb', 'notification', ['person_id'])] },
      'column-unknown',
    ],
    [
      'a column without a reason',
      { tables: [{ ...table('idb', 'notification'), columns: [{ name: 'severity', reason: ' ' }] }] },
      'reason-missing',
    ],
    [
      'a condition on an unknown column',
      {
        tables: [
          table('idb', 'notification', ['severity'], [{ column: 'x', from: null, until: null, in: ['1'] }]),
        ],
      },
      'condition-column-unknown',
    ],
    [
      'a period of what is no date',
      {
        tables: [
          table(
            'idb',
            'notification',
            ['severity'],
            [{ column: 'severity', from: '2022-01-01', until: null, in: null }],
          ),
        ],
      },
      'condition-no-date',
    ],
    [
      'a condition without content',
      {
        tables: [
          table(
            'idb',
            'notification',
            ['severity'],
            [{ column: 'severity', from: null, until: null, in: [] }],
          ),
        ],
      },
      'condition-empty',
    ],
    ['no word on linkage', { linkage: { wanted: null, why: '' } }, 'linkage-undecided'],
    ['linkage without a reason', { linkage: { wanted: true, why: '' } }, 'linkage-why-missing'],
    [
      'a link neither allowed nor planned',
      { tables: [table('midnet', 'patient', ['sex']), table('ndb', 'person', ['sex'])] },
      'linkage-impossible',
    ],
    [
      'nobody responsible',
      { people: [{ login: 'tanaka', part: 'researcher', duty: '' }] },
      'responsible-one',
    ],
    ['the applicant left out', { people: alone('sato') }, 'applicant-missing'],
    [
      'a contractor without a duty',
      { people: [...alone('tanaka'), { login: 'sato', part: 'contractor', duty: '' }] },
      'duty-missing',
    ],
    ['no outputs', { outputs: [] }, 'outputs-none'],
    ['an output nobody will see', { outputs: [{ what: '表', audience: '' }] }, 'output-incomplete'],
    ['a measure not confirmed', { measures: ['erasure'] }, 'measure-missing'],
    ['no last day', { until: '' }, 'until-missing'],
    ['a last day that is today', { until: TODAY }, 'until-past'],
    ['more than five years', { until: '2031-11-26' }, 'until-too-late'],
    ['the fee unread', { feeUnderstood: false }, 'fee-not-understood'],
    ['conflicts undeclared', { conflicts: { none: null, statement: '' } }, 'conflicts-undeclared'],
    ['conflicts without words', { conflicts: { none: false, statement: '' } }, 'conflicts-undeclared'],
    ['a title of spaces', { titleJa: '     ' }, 'text-short'],
  ]
  test.each(CASES)('%s', (_name, over, code) => {
    expect(codes(over)).toContain(code)
  })

  test('each is told in both languages, with nothing left to fill in', () => {
    for (const [, over] of CASES)
      for (const lack of lacks(over))
        for (const language of ['ja', 'en'] as const)
          expect(lackWords(lack, language)).not.toMatch(/[{}]|undefined/)
  })

  test('a planned link may be asked for; one database needs no word on linkage', () => {
    const planned = [table('vaccination', 'record', ['dose_number']), table('ndb', 'person', ['sex'])]
    expect(codes({ tables: planned }).filter((code) => code.startsWith('linkage'))).toEqual([])
    expect(
      codes({ tables: [table('idb', 'notification', ['severity'])], linkage: { wanted: null, why: '' } }),
    ).toEqual([])
  })

  test('who has not confirmed is waited for, and an amendment keeps linkage as it is', () => {
    expect(codes({}, { confirmed: [] })).toEqual(['person-unconfirmed'])
    expect(codes({}, { amendsLinkage: true })).toEqual([])
    expect(codes({}, { amendsLinkage: false })).toEqual(['linkage-changed'])
  })
})

test('exposure counts what is asked for, without the pseudonym and without open tables', () => {
  const asked = [
    table('idb', 'notification', ['severity', 'prefecture_code', 'onset_date']),
    table('master', 'icd10'),
  ]
  expect(exposureOf([asked[0]!, { ...asked[1]!, schema: 'open' }], datasets)).toEqual({
    columns: 3,
    quasi: 1,
    sensitive: 1,
    of: 10,
  })
})

test('gathering again adds columns and keeps the reasons that were written', () => {
  const tables = [table('idb', 'notification', ['severity'])]
  const merged = withTables(tables, [
    { database: 'idb', schema: 'idb', name: 'notification', columns: ['severity', 'onset_date'] },
    { database: 'ndb', schema: 'ndb', name: 'person', columns: [] },
  ])
  expect(merged.map(({ schema, columns }) => [schema, columns])).toEqual([
    [
      'idb',
      [
        { name: 'severity', reason: 'なぜなら必要' },
        { name: 'onset_date', reason: '' },
      ],
    ],
    ['ndb', []],
  ])
})

test('a permit opens the columns asked for, the pseudonym, open tables whole, and nothing else', () => {
  const asked = [
    table('idb', 'notification', ['severity', 'person_id', 'nonsense']),
    { ...table('master', 'icd10'), schema: 'open' },
  ]
  const granted = tablesGranted(asked, permitTablesOf(datasets, ['idb', 'master', 'ndb']))
  expect(
    granted.map(({ schema, name, columns }) => [schema, name, columns.map((column) => column.name)]),
  ).toEqual([
    ['idb', 'notification', ['person_id', 'severity']],
    ['open', 'icd10', ['icd10_code', 'name_ja', 'name_en']],
  ])
})

describe('the table of states', () => {
  test('an approval comes from a meeting only, and what is decided stays decided', () => {
    const into = (to: string) =>
      ApplicationState.options.filter((from) =>
        Object.values(APPLICATION_TRANSITIONS[from]).includes(to as never),
      )
    expect(into('approved')).toEqual(['under-review'])
    expect(into('in-force')).toEqual(['approved'])
    for (const state of ['rejected', 'withdrawn', 'in-force'] as const)
      expect(Object.keys(APPLICATION_TRANSITIONS[state])).toEqual([])
  })
  test('it is written in draft and when returned, and can be given up until it is decided', () => {
    expect(ApplicationState.options.filter(isWritable)).toEqual(['draft', 'returned'])
    expect(ApplicationState.options.filter(isPending)).toEqual([
      'draft',
      'submitted',
      'under-review',
      'returned',
    ])
    expect(nextApplicationState('approved', 'withdraw')).toBeNull()
  })
})
