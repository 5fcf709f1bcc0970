import { tableFromIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import type { ProtectedTable } from '../../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../../shared/model/chart.ts'
import { readReleaseZip } from '../../../shared/model/release-zip.ts'
import { FULL_COURSE } from '../../../shared/model/review-course.ts'
import type { FrozenRound, VoteRecord } from '../../../visiting/outputs/outputs-port.ts'
import { seal, verifyPackage } from '../../../visiting/release/seal.ts'
import { newPrivateKeyPem, signingKeyOf } from '../../../visiting/release/signing-key.ts'
import { csvOf } from '../../../visiting/release/table-files.ts'
import { ApprovedOutput } from '../../../visiting/review/approved-output.ts'
import { aCell, aFrozenTable, aReleaseMaker } from '../../fixtures/an-approved-output.ts'

const key = signingKeyOf(newPrivateKeyPem())

const table: ProtectedTable = {
  columns: [
    { name: 'area', type: 'VARCHAR', role: 'key' },
    { name: 'n', type: 'BIGINT', role: 'persons' },
    { name: 'n', type: 'DOUBLE', role: 'mean' },
  ],
  rows: [
    [aCell('=cmd()'), aCell('1234'), aCell('1.5')],
    [aCell('北'), aCell(null, 'primary'), aCell('2.5')],
    [aCell('南'), aCell(null, 'secondary'), aCell(null)],
  ],
  findings: [
    {
      code: 'below-minimum',
      severity: 'note',
      rule: 'NDB-1',
      edition: '2024-09',
      confirmed: true,
      row: 1,
      column: 'n',
      params: {},
    },
    {
      code: 'secondary',
      severity: 'note',
      rule: null,
      edition: null,
      confirmed: true,
      row: 2,
      column: 'n',
      params: {},
    },
  ],
  summary: {
    method: 'suppress',
    pattern: 'optimal',
    gap: 0,
    primary: 1,
    secondary: 1,
    shown: 7,
    elapsedMs: 1,
    lost: [],
  },
  ruleEditions: [{ set: 'NDB', edition: '2024-09', confirmed: true }],
  verified: true,
}

const frozenTable = aFrozenTable({ title: '表', sql: 'SELECT 1', table })

const frozen: FrozenRound = {
  outputId: 'out_00000000000000000001',
  round: 2,
  title: '表',
  submittedAt: '2026-11-23T00:00:00.000Z',
  items: [frozenTable],
  relations: [],
}

const vote = (by: string, decision: 'approve' | 'return' = 'approve', round = 2): VoteRecord => ({
  outputId: frozen.outputId as VoteRecord['outputId'],
  round,
  by: by as VoteRecord['by'],
  decision,
  comment: '',
  privateNote: '',
  judgement: '',
  changes: [],
  at: '2026-11-23T01:00:00.000Z',
})

const CHART: ChartSpec = { kind: 'bar', x: 'area', y: ['n'], colour: null, titleText: '', stacked: false }

const permit = { id: 'prm_00000000000000000001', people: ['usr_inside'] }
const maker = aReleaseMaker(key.fingerprint)

describe('an approved output', () => {
  test.each([
    ['one vote', [vote('usr_a')]],
    ['one person twice', [vote('usr_a'), vote('usr_a')]],
    ['somebody on the permit', [vote('usr_a'), vote('usr_inside')]],
    ['a return among them', [vote('usr_a'), vote('usr_b'), vote('usr_c', 'return')]],
    ['votes of another round', [vote('usr_a', 'approve', 1), vote('usr_b', 'approve', 1)]],
  ])('is not made of %s', (_claim, votes) => {
    expect(() => ApprovedOutput.from({ frozen, votes, permit, course: FULL_COURSE })).toThrow('not cleared')
  })

  test('cannot be imitated by an object of the same shape', () => {
    const output = ApprovedOutput.from({
      frozen,
      votes: [vote('usr_a'), vote('usr_b')],
      permit,
      course: FULL_COURSE,
    })
    const imitation = { frozen: output.frozen, votes: output.votes, permitId: output.permitId }
    expect(() => seal(imitation as unknown as ApprovedOutput, maker, key)).toThrow('only an approved output')
  })
})

describe('the package', () => {
  const output = ApprovedOutput.from({
    frozen,
    votes: [vote('usr_a'), vote('usr_b')],
    permit,
    course: FULL_COURSE,
  })
  const zip = seal(output, maker, key)
  const read = readReleaseZip(zip)
  const files = read.ok ? read.entries : new Map<string, Uint8Array>()
  const text = (path: string) => new TextDecoder().decode(files.get(path))

  test('verifies under its own key and under no other', async () => {
    expect((await verifyPackage(zip, key.publicKey)).ok).toBe(true)
    expect((await verifyPackage(zip, signingKeyOf(newPrivateKeyPem()).publicKey)).ok).toBe(false)
  })

  test('does not tell which hidden cells are small and which only protect them', () => {
    const arrow = tableFromIPC(files.get('data/table.arrow')!)
    expect(arrow.toArray().map((row) => row.toJSON().n__status)).toEqual(['shown', 'hidden', 'hidden'])
    for (const path of files.keys())
      if (path.endsWith('.json')) expect(text(path)).not.toMatch(/primary|secondary/)
    const checks = JSON.parse(text('checks.json')) as {
      items: { hiddenCells: unknown[]; findings: { code: string }[] }[]
    }
    expect(checks.items[0]?.hiddenCells.length).toBe(2)
    expect(checks.items[0]?.findings.map(({ code }) => code)).toEqual(['below-minimum'])
  })

  test('names no reviewer', () => {
    for (const path of files.keys()) expect(text(path)).not.toMatch(/usr_a|usr_b/)
  })

  test('keeps two columns of one name apart, and values of their type', () => {
    const arrow = tableFromIPC(files.get('data/table.arrow')!)
    expect(arrow.schema.fields.map(({ name }) => name)).toEqual(['area', 'n', 'n__status', 'n_2'])
    expect(arrow.get(0)?.toJSON()).toMatchObject({ n: 1234n, n_2: 1.5 })
  })

  test('lets no spreadsheet run a text of the data', () => {
    expect(csvOf(table)).toBe("area,n,n\r\n'=cmd(),1234,1.5\r\n北,*,2.5\r\n南,*,\r\n")
    const [area, ...numbers] = table.columns
    const named = { ...table, columns: [{ ...area!, name: '=cmd()' }, ...numbers] }
    expect(csvOf(named).split('\r\n')[0]).toBe("'=cmd(),n,n")
  })
})

describe('a package of several items', () => {
  const package3: FrozenRound = {
    ...frozen,
    items: [
      { ...frozenTable, name: 'table-1' },
      {
        ...frozenTable,
        name: 'table-2',
        title: '二つ目の表',
        chart: CHART,
      },
      {
        kind: 'text',
        name: 'note',
        title: '解析コード',
        what: '解析に用いたコードです。',
        format: 'r',
        text: 'glm(y ~ x)\n',
        findings: [],
      },
    ],
  }
  const output = ApprovedOutput.from({
    frozen: package3,
    votes: [vote('usr_a'), vote('usr_b')],
    permit,
    course: FULL_COURSE,
  })
  const zip = seal(output, maker, key)
  const read = readReleaseZip(zip)
  const files = read.ok ? read.entries : new Map<string, Uint8Array>()
  const text = (path: string) => new TextDecoder().decode(files.get(path))

  test('holds each table with its query and chart under its own name, and notes as they are', async () => {
    expect((await verifyPackage(zip, key.publicKey)).ok).toBe(true)
    for (const path of [
      'data/table-1.csv',
      'data/table-2.csv',
      'data/table-2.arrow',
      'query-1.sql',
      'query-2.sql',
    ])
      expect(files.has(path)).toBe(true)
    expect(JSON.parse(text('chart-2.json'))).toEqual(CHART)
    expect(files.has('chart-1.json')).toBe(false)
    expect(text('notes/note.R')).toBe('glm(y ~ x)\n')
  })

  test('is described item by item, and every file that is named is there', () => {
    const crate = JSON.parse(text('ro-crate-metadata.json')) as { '@graph': Record<string, unknown>[] }
    const queries = crate['@graph'].filter((entity) => entity['@type'] === 'CreateAction')
    expect(queries.map((entity) => (entity.object as unknown[])[0])).toEqual([
      { '@id': 'query-1.sql' },
      { '@id': 'query-2.sql' },
    ])
    for (const entity of crate['@graph'])
      if (entity['@type'] === 'File') expect(files.has(String(entity['@id']))).toBe(true)
    const ids = crate['@graph'].map((entity) => entity['@id'])
    expect(new Set(ids).size).toBe(ids.length)
  })
})
