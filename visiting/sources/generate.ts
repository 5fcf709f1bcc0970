/**
 * Makes the invented nation: chunk by chunk of persons, so that memory does not grow with the nation, every table as
 * Parquet files sorted by person. The same seed gives the same content, whatever the chunk size or the threads.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { shareOut } from '../../shared/model/share-out.ts'
import { literal } from '../../shared/model/sql-text.ts'
import { contentDigest } from './content-digest.ts'
import { generationFile, parquetFile, truthFile } from './layout.ts'
import type { Loader } from './loader-port.ts'
import { chunkStages, nationTables, referenceStatements } from './nation/nation.ts'
import { type NationTable, years } from './nation/nation-table.ts'
import { openAggregates } from './nation/open-aggregates.ts'
import { openTables } from './nation/open-data.ts'
import { truths } from './truths/truths.ts'

export interface GenerateNeeds {
  loader: Loader
  dataFolder: string
  /** Folder of the project's open data CSV files. */
  openDataFolder: string
  persons: number
  seed: number
  /** Persons made at a time; bounds memory, does not change the content. */
  chunkPersons?: number
}

export interface GenerationProgress {
  step: 'reference' | 'persons' | 'open-data' | 'digest'
  done: number
  total: number
}

export interface Generation {
  persons: number
  seed: number
  rows: number
  /** Diagnosis, procedure and drug lines of claims. */
  claimLines: number
  bytes: number
  elapsedMs: number
  /** Over the content of all tables. */
  digest: string
  tables: { schema: string; name: string; rows: number; bytes: number; digest: string }[]
}

const copy = (select: string, file: string): string =>
  `COPY (${select}) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880)`

async function writeTable(loader: Loader, table: NationTable, place: { dataFolder: string; part: number }) {
  const staged = `out_${table.schema}_${table.name}`
  await loader.run(`CREATE OR REPLACE TEMP TABLE ${staged} AS ${table.select}`)
  for (const year of table.yearOf === null ? [null] : years) {
    const file = parquetFile(place.dataFolder, table, { year, part: place.part })
    await mkdir(dirname(file), { recursive: true })
    const within = year === null ? '' : `WHERE year(${table.yearOf}) = ${year}`
    await loader.run(copy(`SELECT * FROM ${staged} ${within} ORDER BY ${table.orderBy}`, file))
  }
  await loader.run(`DROP TABLE ${staged}`)
}

/**
 * Writes all tables under `dataFolder`, replacing those of an earlier generation, and `generated.json` last.
 * @throws RangeError where persons or chunk are not positive whole numbers.
 */
export async function generateNation(
  { loader, dataFolder, openDataFolder, persons, seed, chunkPersons = 50_000 }: GenerateNeeds,
  onProgress: (progress: GenerationProgress) => void = () => {},
): Promise<Generation> {
  for (const [name, value] of Object.entries({ persons, chunkPersons })) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a positive whole number`)
  }
  if (!Number.isInteger(seed)) throw new RangeError('seed must be a whole number')
  const startedAt = performance.now()
  await mkdir(dataFolder, { recursive: true })
  await rm(generationFile(dataFolder), { force: true })
  const aggregates = openAggregates(dataFolder)
  const all = [...openTables(openDataFolder), ...aggregates, ...nationTables]
  for (const table of all)
    await rm(join(dataFolder, table.schema, table.name), { recursive: true, force: true })

  onProgress({ step: 'reference', done: 0, total: 1 })
  await loader.run(referenceStatements(seed))
  for (const table of openTables(openDataFolder)) await writeTable(loader, table, { dataFolder, part: 0 })
  onProgress({ step: 'reference', done: 1, total: 1 })

  // A chunk is too small a job for DuckDB to share out, so two are made at a time, each on its own connection.
  const chunkSize = Math.min(chunkPersons, Math.ceil(persons / 2))
  const chunks = Math.ceil(persons / chunkSize)
  const steps = chunks * nationTables.length
  const chunkStarts = Array.from({ length: chunks }, (_none, part) => 1 + part * chunkSize)
  const second = await loader.another()
  const hands = [loader, second]
  const content = await (async () => {
    await second.run(referenceStatements(seed))
    let made = 0
    await shareOut({ hands, jobs: chunkStarts }, async (hand, from, part) => {
      const until = Math.min(persons + 1, from + chunkSize)
      for (const stage of chunkStages({ from, until }))
        await hand.run(`CREATE OR REPLACE TEMP TABLE ${stage.name} AS ${stage.select}`)
      for (const table of nationTables) {
        await writeTable(hand, table, { dataFolder, part })
        onProgress({ step: 'persons', done: ++made, total: steps })
      }
    })
    let published = 0
    await shareOut({ hands, jobs: aggregates }, async (hand, table) => {
      await writeTable(hand, table, { dataFolder, part: 0 })
      onProgress({ step: 'open-data', done: ++published, total: aggregates.length })
    })
    return await contentDigest(hands, dataFolder, all, (digested) =>
      onProgress({ step: 'digest', done: digested, total: all.length }),
    )
  })().finally(() => second.close())
  const { digest, tables } = content
  const lines = new Set(['medical_diagnosis', 'medical_procedure', 'drug'])
  const generation: Generation = {
    persons,
    seed,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    claimLines: tables
      .filter((table) => table.schema === 'ndb' && lines.has(table.name))
      .reduce((sum, t) => sum + t.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
    elapsedMs: Math.round(performance.now() - startedAt),
    digest,
    tables,
  }
  await writeFile(truthFile(dataFolder), `${JSON.stringify({ seed, persons, truths }, null, 2)}\n`)
  await writeFile(generationFile(dataFolder), `${JSON.stringify(generation, null, 2)}\n`)
  return generation
}
