import { tableFromIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import type { ProtectedCell } from '../../../shared/contract/outputs.ts'
import { readReleaseZip } from '../../../shared/model/release-zip.ts'
import type { FrozenRound, VoteRecord } from '../../../visiting/outputs/outputs-port.ts'
import { type ReleaseMaker, seal, verifyPackage } from '../../../visiting/release/seal.ts'
import { newPrivateKeyPem, signingKeyOf } from '../../../visiting/release/signing-key.ts'
import { csvOf } from '../../../visiting/release/table-files.ts'
import { ApprovedOutput } from '../../../visiting/review/approved-output.ts'
import { CONTEXT } from '../../fixtures/a-submission.ts'

const key = signingKeyOf(newPrivateKeyPem())

const cell = (text: string | null, status: ProtectedCell['status'] = 'shown'): ProtectedCell => ({
  text,
  status,
  persons: '?',
  interval: null,
  findings: [],
})

const frozen: FrozenRound = {
  outputId: 'out_00000000000000000001',
  round: 2,
  title: '表',
  context: CONTEXT,
  chart: null,
  sql: 'SELECT 1',
  resultId: 'res_00000000000000000001',
  extractDigest: 'ab'.repeat(32),
  submittedAt: '2026-11-23T00:00:00.000Z',
  table: {
    columns: [
      { name: 'area', type: 'VARCHAR', role: 'key' },
      { name: 'n', type: 'BIGINT', role: 'persons' },
      { name: 'n', type: 'DOUBLE', role: 'mean' },
    ],
    rows: [
      [cell('=cmd()'), cell('1234'), cell('1.5')],
      [cell('北'), cell(null, 'primary'), cell('2.5')],
      [cell('南'), cell(null, 'secondary'), cell(null)],
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
    },
    ruleEditions: [{ set: 'NDB', edition: '2024-09', confirmed: true }],
    verified: true,
  },
  travels: [],
  rawRows: [],
}

const vote = (by: string, decision: 'approve' | 'return' = 'approve', round = 2): VoteRecord => ({
  outputId: frozen.outputId as VoteRecord['outputId'],
  round,
  by: by as VoteRecord['by'],
  decision,
  comment: '',
  privateNote: '',
  judgement: '',
  at: '2026-11-23T01:00:00.000Z',
})

const permit = { id: 'prm_00000000000000000001', people: ['usr_inside'] }
const maker: ReleaseMaker = {
  releaseId: 'rel_00000000000000000001' as ReleaseMaker['releaseId'],
  createdAt: '2026-11-23T02:00:00.000Z',
  permitTitleJa: '許可',
  permitTitleEn: 'Permit',
  environment: { nameJa: '環境', nameEn: 'Environment', fingerprint: key.fingerprint },
}

describe('an approved output', () => {
  test.each([
    ['one vote', [vote('usr_a')]],
    ['one person twice', [vote('usr_a'), vote('usr_a')]],
    ['somebody on the permit', [vote('usr_a'), vote('usr_inside')]],
    ['a return among them', [vote('usr_a'), vote('usr_b'), vote('usr_c', 'return')]],
    ['votes of another round', [vote('usr_a', 'approve', 1), vote('usr_b', 'approve', 1)]],
  ])('is not made of %s', (_claim, votes) => {
    expect(() => ApprovedOutput.from({ frozen, votes, permit })).toThrow('not cleared')
  })

  test('cannot be imitated by an object of the same shape', () => {
    const output = ApprovedOutput.from({ frozen, votes: [vote('usr_a'), vote('usr_b')], permit })
    const imitation = { frozen: output.frozen, votes: output.votes, permitId: output.permitId }
    expect(() => seal(imitation as unknown as ApprovedOutput, maker, key)).toThrow('only an approved output')
  })
})

describe('the package', () => {
  const output = ApprovedOutput.from({ frozen, votes: [vote('usr_a'), vote('usr_b')], permit })
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
    const checks = JSON.parse(text('checks.json')) as { hiddenCells: unknown[]; findings: { code: string }[] }
    expect(checks.hiddenCells.length).toBe(2)
    expect(checks.findings.map(({ code }) => code)).toEqual(['below-minimum'])
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
    expect(csvOf(frozen.table)).toBe("area,n,n\r\n'=cmd(),1234,1.5\r\n北,*,2.5\r\n南,*,\r\n")
  })
})
