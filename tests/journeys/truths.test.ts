/**
 * The planted truths, found again in the generated data itself. Seed and size are fixed, so that each claim is either
 * true or false for good: 95 % intervals miss now and then, but not here one day and there the next.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { literal } from '../../shared/model/sql-text.ts'
import { loadCatalog } from '../../visiting/catalog/load-catalog.ts'
import { openLoader } from '../../visiting/engine/loader.ts'
import { generateNation } from '../../visiting/sources/generate.ts'
import { parquetGlob, truthFile } from '../../visiting/sources/layout.ts'
import type { Loader } from '../../visiting/sources/loader-port.ts'
import { truths } from '../../visiting/sources/truths/truths.ts'

const resources = join(import.meta.dirname, '../../resources')
let folder: string
let loader: Loader

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truths-'))
  loader = await openLoader({ memoryBytes: 800_000_000, threads: 2, tempFolder: join(folder, '.spill') })
  await generateNation({
    loader,
    dataFolder: folder,
    openDataFolder: join(resources, 'open-data'),
    persons: 80_000,
    seed: 2028,
  })
  const schemas = new Set<string>()
  for (const { schema, name } of (await loadCatalog(join(resources, 'catalog'))).flatMap((d) => d.tables)) {
    if (!schemas.has(schema)) await loader.run(`CREATE SCHEMA ${schema}`)
    schemas.add(schema)
    await loader.run(
      `CREATE VIEW ${schema}.${name} AS SELECT * FROM read_parquet(${literal(parquetGlob(folder, schema, name))}, hive_partitioning = false)`,
    )
  }
}, 240_000)
afterAll(async () => {
  await loader.close()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  estimate: number
  low: number
  high: number
}
async function answers(sql: string): Promise<Record<string, Answer>> {
  const rows = await loader.rows(sql)
  return Object.fromEntries(
    rows.map(([quantity, estimate, low, high]) => [
      String(quantity),
      { estimate: Number(estimate), low: Number(low), high: Number(high) },
    ]),
  )
}

describe.each(truths.map((truth) => ({ truth, id: truth.id })))('$id', ({ truth }) => {
  test('the adjusted analysis finds what was planted within its 95 % interval', async () => {
    const found = await answers(truth.sql)
    expect(Object.keys(found).sort()).toEqual(Object.keys(truth.planted).sort())
    for (const [quantity, { value }] of Object.entries(truth.planted)) {
      const { low, high, estimate } = found[quantity] as Answer
      expect([quantity, low <= value && value <= high, low, high]).toEqual([quantity, true, low, high])
      // An interval as wide as a barn door would hold anything.
      expect(Math.abs(estimate - value) / value).toBeLessThan(0.25)
    }
  })

  test('the crude analysis is off, on the side it is said to be', async () => {
    const found = await answers(truth.crudeSql)
    for (const [quantity, side] of Object.entries(truth.crudeIs)) {
      const { low, high } = found[quantity] as Answer
      const planted = truth.planted[quantity]?.value as number
      expect([quantity, side === 'too low' ? high < planted : low > planted]).toEqual([quantity, true])
    }
  })
})

test('the truths are recorded beside the data, with the analyses that find them', async () => {
  const recorded = JSON.parse(await readFile(truthFile(folder), 'utf8')) as { truths: unknown }
  expect(recorded.truths).toEqual(JSON.parse(JSON.stringify(truths)))
})

test('every truth draws on tables of the databases it names', () => {
  for (const { sql, databases } of truths) {
    const schemas = new Set([...sql.matchAll(/\b(?:FROM|JOIN) (\w+)\.\w+/g)].map(([, schema]) => schema))
    expect([...schemas].sort()).toEqual([...databases].sort())
  }
})
