/**
 * `npm run bench [-- --quick] [--json] [--persons 20000,200000,1000000] [--keep-data]`: the design's budgets in one run,
 * repetitions interleaved, medians and ratios. Data of each size is made under `out/bench`, and again when the program
 * that made it was another; `--keep-data` keeps it even so.
 */
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { benchConversion } from './conversion-bench.ts'
import { benchArrow, benchColdStart, benchSessions, benchTwentySessions } from './engine-bench.ts'
import { benchInit, waitForTheDisk } from './init-bench.ts'
import { benchLedger } from './ledger-bench.ts'
import { type Figure, holds, table } from './measure.ts'
import { postgresPrograms } from './postgres.ts'
import { benchQueries } from './query-bench.ts'
import { benchAudit, benchDisclosure, benchPictures } from './rooms-bench.ts'

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const json = args.includes('--json')
const keep = args.includes('--keep-data')
const named = args[args.indexOf('--persons') + 1]
const sizes =
  args.includes('--persons') && named
    ? named.split(',').map((size) => Number(size.replaceAll('_', '')))
    : quick
      ? [20_000, 200_000]
      : [20_000, 200_000, 1_000_000]

const say = (text: string) => process.stderr.write(`${text}\n`)
const figures: Figure[] = []
const add = (more: Figure[]) => {
  figures.push(...more)
  say(table(more))
}

const nameOf = (persons: number) => `${persons / 1000} k persons`
const programs = postgresPrograms()
if (programs === null) say('no PostgreSQL is installed: its comparison is left out')

const folderOf = (persons: number) => join(import.meta.dirname, '..', '..', 'out', 'bench', String(persons))

// Before anything large is written: while the machine still takes that to its disk, each write costs more.
add(await benchConversion())
for (const persons of sizes) add(benchInit(folderOf(persons), persons, { keep }))
waitForTheDisk()
const toBench = sizes.map((persons) => ({
  data: folderOf(persons),
  size: nameOf(persons),
  postgres: persons <= (quick ? 20_000 : 200_000) ? programs : null,
}))
add(await benchQueries(toBench, Math.max(...sizes) <= 200_000 ? 25 : 7))
const first = folderOf(sizes[0]!)
add(await benchArrow(first))
add(await benchSessions(first))
add(await benchTwentySessions(first))
add(await benchColdStart(first))
add(await benchPictures())
add(await benchDisclosure())
// Making so many tables takes longer than all that is measured of them.
add(await benchLedger({ persons: 20_000, tables: quick ? 100 : 300 }))
if (!quick) add(await benchLedger({ persons: 200_000, tables: 100 }))
add(await benchAudit(quick ? 100_000 : 1_000_000))

const budgeted = figures.filter(({ budget }) => budget !== null)
const over = budgeted.filter((figure) => !holds(figure)).map(({ what }) => what)
say(
  `\n${budgeted.length - over.length} of ${budgeted.length} budgets hold${over.length > 0 ? '; over:' : '.'}`,
)
for (const what of over) say(`  ${what}`)
if (!figures.some(({ what, budget }) => budget !== null && what.includes(', ratio with')))
  say(
    'The ratios of whole queries are promised at 50 M claim lines; at these sizes they are told without a budget, and held instead for what the added lines cost. --persons 1000000 holds them as promised.',
  )

const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 1_073_741_824),
  node: process.version,
}
if (json)
  process.stdout.write(
    `${JSON.stringify({ machine, quick, budgets: { of: budgeted.length, over }, figures: figures.map((figure) => ({ ...figure, holds: holds(figure) })) })}\n`,
  )
else process.stdout.write(`\n${table(figures)}\n`)
process.exit(0)
