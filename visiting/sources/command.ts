/** The operator's commands that bring data in. Figures go to standard output, progress to standard error. */
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { type Generation, type GenerationProgress, generateNation } from './generate.ts'
import type { OpenLoader } from './loader-port.ts'

export interface SourceWiring {
  openLoader: OpenLoader
  /** Folder of the project's open data CSV files. */
  openDataFolder: string
  /** Runs after the data is written, e.g. to compute profiles. */
  afterGeneration?: (dataFolder: string) => Promise<void>
  out: (line: string) => void
  /** Standard error, for progress. */
  say: (text: string) => void
}

export interface InitOptions {
  dataFolder: string
  persons: number
  seed: number
  onProgress?: (progress: GenerationProgress) => void
}

/** Generates the invented nation with its own engine, and closes it. */
export async function initData(
  { dataFolder, persons, seed, onProgress }: InitOptions,
  { openLoader, openDataFolder, afterGeneration }: SourceWiring,
): Promise<Generation> {
  const loader = await openLoader({
    memoryBytes: 1_000_000_000,
    threads: Math.min(4, cpus().length),
    tempFolder: join(dataFolder, '.spill'),
  })
  try {
    const generation = await generateNation(
      { loader, dataFolder, openDataFolder, persons, seed },
      onProgress ?? (() => {}),
    )
    await afterGeneration?.(dataFolder)
    return generation
  } finally {
    await loader.close()
  }
}

/** A bar that redraws its own line; silent steps cost nothing. */
export function progressBar(say: (text: string) => void): (progress: GenerationProgress) => void {
  let last = ''
  return ({ step, done, total }) => {
    const filled = Math.round((30 * done) / Math.max(1, total))
    const line = `\r${step.padEnd(10)} [${'█'.repeat(filled)}${'·'.repeat(30 - filled)}] ${done}/${total}`
    if (line !== last) say(done === total ? `${line}\n` : line)
    last = line
  }
}

const wholeNumber = (text: string): number => {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(value)) throw new Error(`${text} is not a whole number`)
  return value
}

/** Adds `init`. The caller may give `init` a further action of its own by wrapping `initData` instead. */
export function registerSourceCommands(program: Command, wiring: SourceWiring): void {
  program
    .command('init')
    .description('make the invented, linked nation in a data folder')
    .requiredOption('--data <folder>', 'data folder')
    .option('--persons <number>', 'how many persons', wholeNumber, 20_000)
    .option('--seed <number>', 'the same seed gives the same data', wholeNumber, 1)
    .option('--json', 'print the figures as JSON')
    .action(async (options: { data: string; persons: number; seed: number; json?: boolean }) => {
      const generation = await initData(
        {
          dataFolder: resolve(options.data),
          persons: options.persons,
          seed: options.seed,
          onProgress: progressBar(wiring.say),
        },
        wiring,
      )
      const peakMemoryBytes = process.resourceUsage().maxRSS * 1024
      if (options.json) wiring.out(JSON.stringify({ ...generation, peakMemoryBytes }))
      else
        wiring.out(
          `${generation.persons} persons, ${generation.rows} rows, ${(generation.elapsedMs / 1000).toFixed(1)} s, digest ${generation.digest}`,
        )
    })
}
