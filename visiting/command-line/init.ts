/**
 * `init`: makes an environment. With names of its own it is one to work in: nobody and no permit in it, and no data
 * unless invented persons are asked for; without, it is the demonstration. The description is written last, so that a
 * half-made environment is made again.
 */
import { existsSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Dataset } from '../../shared/model/catalog.ts'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { literal } from '../../shared/model/sql-text.ts'
import { loadCatalog } from '../catalog/load-catalog.ts'
import { permitTablesOf } from '../catalog/permit-tables.ts'
import { writeProfiles } from '../catalog/profiles.ts'
import {
  type DataFolder,
  dataFolder,
  type EnvironmentDescription,
  lockFolder,
  OperatorProblem,
  permitSecret,
  prepareFolder,
  readDescription,
} from '../data-folder.ts'
import { DEMO_NAME, DEMO_PERMIT } from '../demonstration.ts'
import { openLoader } from '../engine/loader.ts'
import { makeEngine } from '../engine/make-engine.ts'
import { engineScripts } from '../engine-scripts.ts'
import { provisionPermit } from '../journeys/provision-permit.ts'
import { openRecords } from '../open-records.ts'
import { RESOURCES } from '../resources.ts'
import { type Generation, generateNation } from '../sources/generate.ts'
import { layoutOf, parquetGlob, truthFile } from '../sources/layout.ts'
import type { Loader } from '../sources/loader-port.ts'
import { permitsStore } from '../storage/permits-store.ts'
import type { Records } from '../storage/records.ts'
import { completeDemonstration } from './complete-demonstration.ts'
import { diskFull } from './disk-space.ts'
import { type Output, type Progress, progressLine } from './output.ts'

export interface InitOptions {
  folder: DataFolder
  /** Invented persons; 0 for none, which only an environment of one's own may have. */
  persons: number
  seed: number
  /** Names of an environment to work in; null for the demonstration. */
  own: { nameJa: string; nameEn: string } | null
}

interface InitArguments {
  data: string
  persons?: string
  seed: string
  nameJa?: string
  nameEn?: string
  json?: boolean
}

/** Adds the command to `program`. */
export function registerInit(program: Command, output: Output): void {
  program
    .command('init')
    .description(
      'make an environment: a demonstration, or with names one to work in / 環境を作る（名称を付けなければデモ環境）',
    )
    .requiredOption('--data <dir>', 'data folder / データフォルダー')
    .option(
      '--name-ja <name>',
      'name in Japanese: not a demonstration / 環境の名称（日本語）。デモ環境にしない',
    )
    .option('--name-en <name>', 'name in English / 環境の名称（英語）')
    .option('--persons <n>', 'invented persons; without names 20000, with names 0 / 架空の人数')
    .option('--seed <n>', 'seed: the same seed makes the same nation / 乱数の種', '2026')
    .option('--json', 'print the figures as JSON / 数値をJSONで出力する')
    .action(async (options: InitArguments) => {
      const own = ownName(options)
      const persons = wholeNumber(
        options.persons ?? (own ? '0' : '20000'),
        '--persons',
        own ? 0 : 1,
        10_000_000,
      )
      const seed = wholeNumber(options.seed, '--seed', 0, 2_147_483_647)
      const folder = dataFolder(options.data)
      process.umask(0o077)
      prepareFolder(folder)
      // Two at once would each clear away what the other has half made.
      const release = lockFolder(folder)
      const made = await makeOnce({ folder, persons, seed, own }, progressLine(output)).finally(release)
      if (made === null) {
        if (options.json) output.line(JSON.stringify({ persons: 0, folder: folder.root }))
        else output.line(`空の環境を作りました / made an empty environment\n${folder.root}`)
        return
      }
      const peakRssBytes = process.resourceUsage().maxRSS * 1024
      if (options.json) output.line(JSON.stringify({ ...made, peakRssBytes }))
      else
        output.line(
          `${made.persons.toLocaleString()} 人、${made.rows.toLocaleString()} 行、${(made.elapsedMs / 1000).toFixed(1)} 秒 / persons, rows, seconds\n${folder.root}`,
        )
    })
}

async function makeOnce(options: InitOptions, progress: Progress): Promise<Generation | null> {
  const { folder, persons } = options
  if (readDescription(folder))
    throw new OperatorProblem(
      `There is an environment in ${folder.root} already. Choose an empty folder.`,
      `${folder.root} にはすでに環境があります。空のフォルダーを指定してください。`,
    )
  requireSpace(folder, persons)
  try {
    return await initEnvironment(options, progress)
  } catch (problem) {
    if (!isDiskFull(problem)) throw problem
    // What it had made so far is of no use, and takes the room that is missing.
    clearHalfMade(folder)
    throw diskFull(folder, MAKE_ROOM)
  }
}

/** Both names or none: an environment is read of in both languages. */
function ownName({ nameJa, nameEn }: InitArguments): InitOptions['own'] {
  const names = [nameJa, nameEn].map((name) => name?.normalize('NFC').trim() ?? '')
  if (nameJa === undefined && nameEn === undefined) return null
  if (names.every((name) => name !== '' && name.length <= 100))
    return { nameJa: names[0]!, nameEn: names[1]! }
  throw new OperatorProblem(
    'An environment of your own needs --name-ja and --name-en, up to 100 characters each.',
    '環境の名称は --name-ja と --name-en の両方を、100文字以内で指定してください。',
  )
}

const MAKE_ROOM = {
  en: 'Make room, or choose another place with --data; the next init begins anew.',
  ja: '空きを作るか、--data で別の場所を指定して、もう一度 init してください。',
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

function wholeNumber(text: string, name: string, from: number, to: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(value) || value < from || value > to)
    throw new OperatorProblem(
      `${name} must be a whole number from ${from} to ${to}, not “${text}”.`,
      `${name} は ${from} から ${to} までの整数で指定してください（「${text}」は使えません）。`,
    )
  return value
}

/** Makes what was asked for; answers the figures of the invented data, null where there is none. */
export async function initEnvironment(options: InitOptions, progress: Progress): Promise<Generation | null> {
  const { folder, persons, seed, own } = options
  const demonstration = own === null
  clearHalfMade(folder)
  prepareFolder(folder)
  const datasets = await loadCatalog(join(RESOURCES, 'catalog'))
  const generation = persons > 0 ? await inventData(options, datasets, progress) : null
  const records = await openRecords(folder)
  try {
    await records.append({
      event: 'environment-made',
      by: null,
      subject: null,
      detail: { persons, seed, demonstration, digest: generation?.digest ?? null },
    })
    if (demonstration) await addDemonstration({ folder, records, datasets }, progress)
  } finally {
    await records.close()
  }
  const description: EnvironmentDescription = {
    ...(own ?? DEMO_NAME),
    demonstration,
    persons,
    seed,
    createdAt: new Date().toISOString(),
  }
  writeFileSync(folder.description, JSON.stringify(description, null, 2), { mode: 0o600 })
  return generation
}

/** The invented nation with its profiles and populations. */
async function inventData(
  { folder, persons, seed }: InitOptions,
  datasets: Dataset[],
  progress: Progress,
): Promise<Generation> {
  const tempFolder = join(folder.root, 'temp')
  const loader = await openLoader({
    memoryBytes: 1_500 * 1_048_576,
    threads: availableParallelism(),
    tempFolder,
  })
  const openDataFolder = join(RESOURCES, 'open-data')
  try {
    const generation = await generateNation(
      { loader, dataFolder: folder.store, openDataFolder, persons, seed },
      (at) => progress(at.step, at.done, at.total),
    )
    renameSync(truthFile(folder.store), folder.truth)
    await writeProfiles({ loader, datasets, layout: layoutOf(folder.store) }, (done, total) =>
      progress('profiles', done, total),
    )
    await writePopulations(loader, folder)
    return generation
  } finally {
    await loader.close()
    rmSync(tempFolder, { recursive: true, force: true })
  }
}

/** The demonstration's people, committee, draft and permit. */
async function addDemonstration(
  { folder, records, datasets }: { folder: DataFolder; records: Records; datasets: Dataset[] },
  progress: Progress,
): Promise<void> {
  const engine = await makeEngine({ scripts: engineScripts() })
  try {
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
  }
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
    /^(records\.sqlite(-wal|-shm)?|store|permits|results|outputs|releases|ledger|keys|temp|truth\.json|service\.lock)$/
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
