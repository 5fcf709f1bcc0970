/** `init`: makes an environment. Its description is written last, so that a half-made one is made again. */
import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Permit } from '../../shared/model/permit.ts'
import { loadCatalog } from '../catalog/load-catalog.ts'
import { permitTablesOf } from '../catalog/permit-tables.ts'
import { writeProfiles } from '../catalog/profiles.ts'
import {
  type DataFolder,
  dataFolder,
  type EnvironmentDescription,
  OperatorProblem,
  permitSecret,
  prepareFolder,
  readDescription,
} from '../data-folder.ts'
import { DEMO_NAME, DEMO_PERMIT } from '../demonstration.ts'
import { openLoader } from '../engine/loader.ts'
import { makeEngine } from '../engine/make-engine.ts'
import { engineScripts, openRecords } from '../environment.ts'
import { provisionPermit } from '../journeys/provision-permit.ts'
import { RESOURCES } from '../resources.ts'
import { type Generation, generateNation } from '../sources/generate.ts'
import { layoutOf, parquetGlob } from '../sources/layout.ts'
import { type Loader, literal } from '../sources/loader-port.ts'
import { permitsStore } from '../storage/permits-store.ts'
import { completeDemonstration } from './complete-demonstration.ts'
import { type Output, type Progress, progressLine } from './output.ts'

export interface InitOptions {
  folder: DataFolder
  persons: number
  seed: number
  demonstration: boolean
}

export function registerInit(program: Command, output: Output): void {
  program
    .command('init')
    .description('make a demonstration environment with an invented nation / 架空のデータでデモ環境を作る')
    .requiredOption('--data <dir>', 'data folder / データフォルダー')
    .option('--persons <n>', 'invented persons / 架空の人数', '20000')
    .option('--seed <n>', 'seed: the same seed makes the same nation / 乱数の種', '2026')
    .option('--json', 'print the figures as JSON / 数値をJSONで出力する')
    .action(async (options: { data: string; persons: string; seed: string; json?: boolean }) => {
      const persons = wholeNumber(options.persons, '--persons', 1, 10_000_000)
      const seed = wholeNumber(options.seed, '--seed', 0, 2_147_483_647)
      const folder = dataFolder(options.data)
      prepareFolder(folder)
      if (readDescription(folder))
        throw new OperatorProblem(
          `There is an environment in ${folder.root} already. Choose an empty folder.`,
          `${folder.root} にはすでに環境があります。空のフォルダーを指定してください。`,
        )
      requireSpace(folder, persons)
      const made = await initEnvironment(
        { folder, persons, seed, demonstration: true },
        progressLine(output),
      ).catch((problem: unknown) => {
        throw isDiskFull(problem) ? diskFull(folder) : problem
      })
      const peakRssBytes = process.resourceUsage().maxRSS * 1024
      if (options.json) output.line(JSON.stringify({ ...made, peakRssBytes }))
      else
        output.line(
          `${made.persons.toLocaleString()} 人、${made.rows.toLocaleString()} 行、${(made.elapsedMs / 1000).toFixed(1)} 秒 / persons, rows, seconds\n${folder.root}`,
        )
    })
}

/** Measured at 200,000 persons: 1.8 KB a person with the demonstration's extract; some room beside. */
const bytesNeeded = (persons: number): number => persons * 2_200 + 40_000_000

/** Refuses before the work rather than in the middle of it. */
function requireSpace(folder: DataFolder, persons: number): void {
  const { bavail, bsize } = statfsSync(folder.root)
  const [free, needed] = [bavail * bsize, bytesNeeded(persons)].map((bytes) => Math.ceil(bytes / 1_000_000))
  if (free! >= needed!) return
  throw new OperatorProblem(
    `${persons.toLocaleString('en')} persons need about ${needed} MB; ${folder.root} has ${free} MB left. Ask for fewer with --persons, or choose another place with --data.`,
    `${persons.toLocaleString('ja')} 人には約 ${needed} MB が必要ですが、${folder.root} の空きは ${free} MB です。--persons を減らすか、--data で別の場所を指定してください。`,
  )
}

const isDiskFull = (problem: unknown): boolean =>
  problem instanceof Error && /ENOSPC|no space left|disk (is )?full/i.test(problem.message)

const diskFull = (folder: DataFolder): OperatorProblem =>
  new OperatorProblem(
    `The disk that holds ${folder.root} is full. Make room, or choose another place with --data; the next init begins anew.`,
    `${folder.root} のあるディスクがいっぱいです。空きを作るか、--data で別の場所を指定して、もう一度 init してください。`,
  )

function wholeNumber(text: string, name: string, from: number, to: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(value) || value < from || value > to)
    throw new OperatorProblem(
      `${name} must be a whole number from ${from} to ${to}, not “${text}”.`,
      `${name} は ${from} から ${to} までの整数で指定してください（「${text}」は使えません）。`,
    )
  return value
}

/** Makes data, people and the demonstration permit; answers the figures of the data. */
export async function initEnvironment(options: InitOptions, progress: Progress): Promise<Generation> {
  const { folder, persons, seed, demonstration } = options
  clearHalfMade(folder)
  prepareFolder(folder)
  const tempFolder = join(folder.root, 'temp')
  const loader = await openLoader({
    memoryBytes: 1_500 * 1_048_576,
    threads: availableParallelism(),
    tempFolder,
  })
  const openDataFolder = join(RESOURCES, 'open-data')
  const datasets = await loadCatalog(join(RESOURCES, 'catalog'))
  let generation: Generation
  try {
    generation = await generateNation(
      { loader, dataFolder: folder.store, openDataFolder, persons, seed },
      (at) => progress(at.step, at.done, at.total),
    )
    await writeProfiles({ loader, datasets, layout: layoutOf(folder.store) }, (done, total) =>
      progress('profiles', done, total),
    )
    await writePopulations(loader, folder)
  } finally {
    await loader.close()
    rmSync(tempFolder, { recursive: true, force: true })
  }
  const records = await openRecords(folder)
  const engine = await makeEngine({ scripts: engineScripts() })
  try {
    await records.append({
      event: 'environment-made',
      by: null,
      subject: null,
      detail: { persons, seed, demonstration, digest: generation.digest },
    })
    await completeDemonstration(records)
    const permits = permitsStore(records)
    const permit = demoPermit(permitTablesOf(datasets, DEMO_PERMIT.databases))
    await permits.add(permit, {
      event: 'permit-granted',
      by: null,
      subject: permit.id,
      detail: { databases: permit.databases, people: permit.people },
    })
    await provisionPermit(
      {
        engine,
        permits,
        store: folder.store,
        folder: folder.permits,
        secretOf: (id) => permitSecret(folder, id),
      },
      permit,
      (done, total) => progress('extract', done, total),
    )
  } finally {
    await engine.close()
    await records.close()
  }
  const description: EnvironmentDescription = {
    ...DEMO_NAME,
    demonstration,
    persons,
    seed,
    createdAt: new Date().toISOString(),
  }
  writeFileSync(folder.description, JSON.stringify(description, null, 2), { mode: 0o600 })
  return generation
}

function demoPermit(tables: Permit['tables']): Permit {
  const today = new Date(Date.now() + 9 * 3_600_000)
  const until = new Date(today)
  until.setUTCDate(until.getUTCDate() + 364)
  return {
    ...DEMO_PERMIT,
    state: 'provisioning',
    from: today.toISOString().slice(0, 10),
    until: until.toISOString().slice(0, 10),
    tables,
  }
}

/** What an interrupted init left; a folder with anything else in it is not touched. */
function clearHalfMade(folder: DataFolder): void {
  if (!existsSync(folder.root)) return
  const ours =
    /^(records\.sqlite(-wal|-shm)?|store|permits|results|outputs|releases|ledger|keys|temp|service\.lock)$/
  const strangers = readdirSync(folder.root).filter((name) => !ours.test(name))
  if (strangers.length > 0)
    throw new OperatorProblem(
      `${folder.root} holds other things (${strangers.slice(0, 3).join(', ')}). Choose an empty folder.`,
      `${folder.root} には別のもの（${strangers.slice(0, 3).join('、')}）があります。空のフォルダーを指定してください。`,
    )
  for (const name of readdirSync(folder.root))
    if (name !== 'service.lock') rmSync(join(folder.root, name), { recursive: true, force: true })
}

/** Population by municipality code, and by name where no other municipality has that name. */
async function writePopulations(loader: Pick<Loader, 'rows'>, folder: DataFolder): Promise<void> {
  const glob = literal(parquetGlob(folder.store, 'open', 'municipality'))
  const rows = await loader.rows(
    `SELECT municipality_code, municipality_name, population, count(*) OVER (PARTITION BY municipality_name) = 1
     FROM read_parquet(${glob}, hive_partitioning = false)`,
  )
  const populations: Record<string, number> = {}
  for (const [code, name, population, unique] of rows) {
    populations[String(code)] = Number(population)
    if (unique === true) populations[String(name)] = Number(population)
  }
  writeFileSync(folder.populations, JSON.stringify(populations))
}
