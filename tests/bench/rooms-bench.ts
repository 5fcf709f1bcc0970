/** Rooms by themselves: disclosure arithmetic, pictures and the audit log. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { protectTable, type TableInput } from '../../visiting/disclosure/assess.ts'
import { protectCounts } from '../../visiting/disclosure/protect-counts.ts'
import { newPrivateKeyPem, sealOf, signingKeyOf } from '../../visiting/release/signing-key.ts'
import { pictureAnswer } from '../../visiting/results/picture.ts'
import { Records } from '../../visiting/storage/records.ts'
import { aFullPage, aLook, aPageOfRows } from '../fixtures/a-picture-page.ts'
import type { Figure } from './measure.ts'

/** A 100 × 99 table of counts with margins, a few in a hundred cells small. */
export async function benchDisclosure(): Promise<Figure[]> {
  let state = 7
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  const rows = Array.from({ length: 99 * 99 }, (_none, n) => ({
    key: [`r${Math.floor(n / 99)}`, `c${n % 99}`],
    value: next() < 0.03 ? 1 + Math.floor(next() * 9) : 10 + Math.floor(next() * 500),
    line: n + 2,
  }))
  const at = performance.now()
  const answer = await protectCounts({
    dimensions: [{ name: 'r' }, { name: 'c' }],
    rows,
    rule: { threshold: 10, zeroPolicy: 'show' },
    timeLimitMs: 10_000,
  } as Parameters<typeof protectCounts>[0])
  const elapsed = performance.now() - at
  const unsafe = answer.cells.filter((cell) => cell.status !== 'shown' && !cell.safe).length
  return [
    {
      what: `complementary suppression of ${answer.cells.length.toLocaleString('en')} cells with margins`,
      value: elapsed / 1000,
      unit: 's',
      budget: 10,
      note: `${answer.method}, gap ${(answer.gap * 100).toFixed(1)} %, ${unsafe} unsafe`,
    },
    await benchChecks(rows),
  ]
}

/** Findings only, no protection: what a researcher waits for while choosing. In processor time. */
async function benchChecks(cells: readonly { key: string[]; value: number }[]): Promise<Figure> {
  const sums = new Map<string, { key: (string | null)[]; value: number }>()
  for (const { key, value } of cells)
    for (const [a, b] of [key, [key[0]!, null], [null, key[1]!], [null, null]]) {
      const name = JSON.stringify([a, b])
      const sum = sums.get(name) ?? { key: [a!, b!], value: 0 }
      sums.set(name, sum)
      sum.value += value
    }
  const factsOf = (persons: number) => ({
    persons,
    institutions: 9,
    top1Share: null,
    top2Share: null,
    denominatorPersons: null,
    certainty: 'exact' as const,
    databases: ['NDB'],
  })
  const input: TableInput = {
    columns: [
      { name: 'r', type: 'VARCHAR', role: 'key', databases: [] },
      { name: 'c', type: 'VARCHAR', role: 'key', databases: [] },
      { name: 'persons', type: 'BIGINT', role: 'persons', databases: ['NDB'] },
    ],
    rows: [...sums.values()].map(({ key, value }) => ({
      values: [...key, value],
      rowPersons: value,
      facts: [factsOf(value), factsOf(value), factsOf(value)],
    })),
    minimumPersons: 10,
    verified: true,
  }
  const before = process.cpuUsage()
  const { findings } = await protectTable(input, { rules: [], asOf: '2026-11-25', method: 'none' })
  const { user, system } = process.cpuUsage(before)
  return {
    what: `checks on ${input.rows.length.toLocaleString('en')} cells with margins, processor time`,
    value: (user + system) / 1e6,
    unit: 's',
    budget: 1,
    note: `${findings.length} findings`,
  }
}

/**
 * A full page of mixed values at both scales, as the workbench gets it; the shortest of ten, of the whole process, so
 * with its threads.
 */
export async function benchPictures(): Promise<Figure[]> {
  const figures: Figure[] = []
  const pages = [
    { page: aPageOfRows(), kind: 'rows', scale: 1, form: 'strips' },
    { page: aPageOfRows(), kind: 'rows', scale: 2, form: 'strips' },
    { page: aFullPage(), kind: 'groups, some masked,', scale: 2, form: 'strips' },
    // What other programs may ask for.
    { page: aPageOfRows(), kind: 'rows, as a PNG,', scale: 2, form: 'png' },
  ] as const
  for (const { page, kind, scale, form } of pages) {
    const times: number[] = []
    let bytes = 0
    for (let n = 0; n < 10; n++) {
      const before = process.cpuUsage()
      const answer = await pictureAnswer(page, { ...aLook({ scale }), form })
      const { user, system } = process.cpuUsage(before)
      times.push((user + system) / 1000)
      bytes = answer.bytes.length
    }
    const what = `a page of 480 values of ${kind} as a picture at ${scale} ×`
    figures.push(
      {
        what: `${what}, processor time`,
        value: Math.min(...times),
        unit: 'ms',
        budget: form === 'strips' ? 50 : null,
      },
      { what: `${what}, bytes`, value: bytes / 1024, unit: 'KiB', budget: form === 'strips' ? 150 : null },
    )
  }
  return figures
}

export async function benchAudit(entries: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'visiting-bench-'))
  const key = signingKeyOf(newPrivateKeyPem())
  const records = await Records.open(join(folder, 'records.sqlite'), sealOf(key))
  try {
    const draft = (n: number) => ({
      event: 'query-approved',
      by: 'usr_bench',
      subject: 'prm_bench',
      detail: { n, sql: 'SELECT 1' },
    })
    const at = performance.now()
    for (let start = 0; start < 5_000; start += 100)
      await Promise.all(Array.from({ length: 100 }, (_none, n) => records.append(draft(start + n))))
    const rate = 5_000 / ((performance.now() - at) / 1000)
    for (let start = 5_000; start < entries; start += 5_000)
      await records.append(...Array.from({ length: 5_000 }, (_none, n) => draft(start + n)))
    const verifyAt = performance.now()
    const verdict = await records.verifyAudit()
    if (!verdict.holds) throw new Error('the chain does not hold')
    const perMillion = ((performance.now() - verifyAt) / 1000) * (1_000_000 / entries)
    return [
      {
        what: 'audit: durable appends, a hundred people at once',
        value: rate,
        unit: '/s',
        budget: 1_000,
        atLeast: true,
      },
      {
        what: `audit: verify, from ${entries.toLocaleString('en')} entries to 1 M`,
        value: perMillion,
        unit: 's',
        budget: 10,
      },
    ]
  } finally {
    await records.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
