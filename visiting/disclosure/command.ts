/**
 * `disclosure protect` and `disclosure audit`: the arithmetic on a plain CSV,
 * without a permit and without an environment, for anyone who publishes counts.
 *
 * Bad input is refused in both languages with exit status 2. Reads only the files
 * named on the command line and the rule sets that come with the programme.
 */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { ContradictionError, type Interval } from './attack-intervals.ts'
import { auditTables } from './audit-tables.ts'
import { TableError } from './cell-table.ts'
import { readAuditTables, readProtectInput } from './command-input.ts'
import { tieRefusal } from './command-relations.ts'
import { auditText, protectText } from './command-text.ts'
import { CommandRefusal, type CommandRefusalCode } from './command-words.ts'
import type { Hierarchies } from './hierarchies.ts'
import { LinkedConflictError } from './linked-tables.ts'
import { runProtect } from './run-protect.ts'
import { STATUS_WORDS } from './status-words.ts'
import { TieError } from './ties.ts'

export interface ProtectOptions {
  dims: string
  count: string
  rules?: string
  threshold?: string
  asOf: string
  keep?: string
  weights?: string
  cost: string
  population?: string
  hierarchy: string[]
  relations?: string
  method: string
  base?: string
  timeLimit: string
  json?: boolean
}

export interface AuditOptions {
  dims: string
  count: string
  status: string
  hierarchy: string[]
  relations?: string
  json?: boolean
}

const collect = (value: string, before: string[]) => [...before, value]

/** Where the commands print and how they fail; a process, or a test. */
export interface CommandHost {
  out(text: string): void
  note(text: string): void
  fail(exitCode: number): void
}

const processHost: CommandHost = {
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  fail: (exitCode) => {
    process.exitCode = exitCode
  },
}

const THRESHOLD_WINS =
  '--threshold と --rules が両方あります。--threshold だけを使いました。 / Both --threshold and --rules are given; --threshold alone was used.\n'

/** Who the pattern guards against, so that "optimal" is not read as less than it is. */
const ATTACKERS = `
秘匿の型は、3通りの相手に対して安全です：公表値をすべて読む者、0が公表されることも知る者（秘匿された値は1以上とわかる）、
さらに別の秘匿区画のただ一人の当事者である者。optimal は、そのすべてに対して安全な型のうち費用が最小であることを示します。
The pattern is safe against three: whoever reads all that is shown; whoever also knows that zeros are shown, so that a
hidden count is at least 1; and, knowing that, the only contributor of another hidden cell. "optimal" is the least costly
of the patterns that are safe against all of them. "interval" is what the first can derive.
`

const RELATIONS =
  '表の外から分かる関係（同じ区画・合計） / cells that are the same, or sums of others, under other names (CSV)'

const RELATIONS_HELP = `
--relations のCSV: 列 relation（関係の名前）、file（表が複数のとき）と次元の列。同じ relation の行は同じ人数です。
列 role があれば、whole（全体）の人数が part（部分）の和です。書いていない次元は合計とします。
The CSV of --relations: the columns relation (a name), file (with several tables) and the dimensions. Lines of one relation
are the same number; with a column role, the number of whole is the sum of those of part. Dimensions left out are totals.
`

const STATUSES = `
--status の列に書ける言葉 / words of the --status column
  表示 shown:  ${STATUS_WORDS.shown.join(', ')}
  秘匿 hidden: ${STATUS_WORDS.hidden.join(', ')}
秘匿した区画の値は、空欄や *、10未満 のような印でもかまいません。
The value of a hidden cell may be empty, or a mark such as * or <10.
`

/** Adds the commands to `program`; `host` is where they print and what they exit with. */
export function registerDisclosureCommands(program: Command, host: CommandHost = processHost): void {
  const disclosure = program
    .command('disclosure')
    .description('disclosure arithmetic on plain CSV files / 秘匿処理の計算（CSVだけで使えます）')
    .configureOutput({ writeErr: (text) => host.note(text) })

  disclosure
    .command('protect')
    .argument(
      '<tables...>',
      '集計表のCSV（複数なら共通の次元で一緒に秘匿） / tables of counts as CSV; several are protected together',
    )
    .description('一次秘匿と二次秘匿を求めます / find cells to hide and what they protect')
    .requiredOption('--dims <columns>', '次元の列 / dimension columns, e.g. region,sex')
    .requiredOption('--count <column>', '人数・件数の列 / column of counts')
    .option('--rules <set>', '規則セット / rule set by name (NDB when nothing is given)')
    .option('--threshold <n>', 'この値未満を秘匿 / hide counts from 1 to n − 1, instead of a rule set')
    .option('--as-of <date>', '規則の基準日 / date whose edition of the rules applies', today())
    .option('--keep <csv>', '残す区画 / cells that must stay shown: CSV with the dimension columns')
    .option('--cost <by>', '秘匿の費用: value（値）か cells（区画の数） / what hiding costs', 'value')
    .option(
      '--population <column>',
      '市区町村の人口の列（人口別の規則） / column with the population of each municipality, for rules by size',
    )
    .option(
      '--weights <column>',
      '秘匿の費用の列 / column with the price of hiding a cell (the count by default)',
    )
    .option(
      '--hierarchy <csv>',
      '階層（child,parent か階層ごとに1列）。列名=ファイル も可 / parents of categories, or one column a level; also COLUMN=FILE',
      collect,
      [],
    )
    .option('--relations <csv>', RELATIONS)
    .option('--method <method>', 'suppress | round | midpoint-6', 'suppress')
    .option('--base <n>', '丸めの単位 / rounding base (5)')
    .option('--time-limit <seconds>', '二次秘匿の探索時間 / time for finding the pattern', '10')
    .option('--json', 'JSONで出力 / print JSON')
    .addHelpText('after', ATTACKERS + RELATIONS_HELP)
    .action((files: string[], options: ProtectOptions) =>
      refusing({ file: files.join(', '), host }, async () => {
        if (options.rules !== undefined && options.threshold !== undefined) host.note(THRESHOLD_WINS)
        const input = await readProtectInput(files, options)
        const answer = await runProtect(input)
        if (!options.json) return protectText(answer, input)
        const { method, gap, elapsedMs, cells, complete, inWholes, unlinked } = answer
        return JSON.stringify({
          cells: cells.map(({ file, key, count, status, interval, findings }) => ({
            ...(files.length > 1 ? { file } : {}),
            key,
            count,
            status,
            interval: printable(interval),
            findings,
          })),
          method,
          gap: Number(gap.toFixed(6)),
          elapsedMs: Math.round(elapsedMs),
          intervalsComplete: complete && inWholes,
          ...(unlinked.length > 0 ? { unlinked } : {}),
          ...hierarchiesOf(input.hierarchies),
        })
      }),
    )

  disclosure
    .command('audit')
    .argument('<tables...>', '集計表のCSV（複数なら連結して検査） / tables; several are audited as linked')
    .description('秘匿した区画から推測できる範囲を求めます / what an attacker can derive of hidden cells')
    .requiredOption('--dims <columns>', '次元の列 / dimension columns of all tables')
    .requiredOption('--count <column>', '人数・件数の列 / column of counts')
    .requiredOption(
      '--status <column>',
      '状態の列（表示・秘匿など、日本語でも英語でも） / column that says shown or hidden, in words of either language',
    )
    .option(
      '--hierarchy <csv>',
      '階層（child,parent か階層ごとに1列）。列名=ファイル も可 / parents of categories, or one column a level; also COLUMN=FILE',
      collect,
      [],
    )
    .option('--relations <csv>', RELATIONS)
    .option('--json', 'JSONで出力 / print JSON')
    .addHelpText('after', STATUSES + RELATIONS_HELP)
    .action((files: string[], options: AuditOptions) =>
      refusing({ file: files.join(', '), host }, async () => {
        const began = performance.now()
        const { tables, hierarchies, ties, besides } = await readAuditTables(files, options)
        const audited = await auditTables(
          tables.map(({ table }) => table),
          { ties: [...ties.map(({ tie }) => tie), ...besides] },
        ).catch((problem: unknown) => {
          throw problem instanceof TieError ? tieRefusal(problem, ties) : problem
        })
        const { complete, inWholes, marginsComputed } = audited
        const cells = audited.cells.flatMap((cell) => {
          const key = tables[cell.place]!.keys[cell.row]
          return key ? [{ ...cell, key }] : []
        })
        if (!options.json) return auditText(cells, audited)
        return JSON.stringify({
          cells: cells.map(({ table, key, interval, exact }) => ({
            ...(files.length > 1 ? { file: table } : {}),
            key,
            status: 'hidden',
            interval: printable(interval),
            exact,
          })),
          marginsComputed,
          intervalsComplete: complete && inWholes,
          elapsedMs: Math.round(performance.now() - began),
          ...hierarchiesOf(hierarchies),
        })
      }),
    )
}

/** Hierarchies that were given or found, so that one can see what was taken for a sum. */
function hierarchiesOf({ levels, within }: Hierarchies): { hierarchies?: Record<string, object> } {
  const found = [
    ...[...levels.values()].map(({ column, parentOf }) => [column, parentOf] as const),
    ...within,
  ].map(([column, parents]) => [column, Object.fromEntries(parents)] as const)
  return found.length > 0 ? { hierarchies: Object.fromEntries(found) } : {}
}

/** JSON has no infinity: an open end is null. */
function printable(interval: Interval | null): [number | null, number | null] | null {
  if (interval === null) return null
  const ended = (end: number) => (Number.isFinite(end) ? end : null)
  return [ended(interval.low), ended(interval.high)]
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** Prints what `work` returns; refusals go to standard error in both languages, with exit status 2. */
async function refusing(
  { file, host }: { file: string; host: CommandHost },
  work: () => Promise<string>,
): Promise<void> {
  try {
    host.out(`${await work()}\n`)
  } catch (problem) {
    const refusal = asRefusal(problem, file)
    if (!refusal) throw problem
    host.note(`${refusal.ja}\n${refusal.message}\n`)
    host.fail(2)
  }
}

/** A margin that no row gives has no line to name. */
function codeOf({ code, params }: TableError): CommandRefusalCode {
  return code === 'margin-mismatch' && params.line === 0 ? 'margin-computed-mismatch' : code
}

function asRefusal(problem: unknown, file: string): CommandRefusal | null {
  if (problem instanceof CommandRefusal) return problem
  if (problem instanceof TableError)
    return new CommandRefusal(codeOf(problem), {
      file: basename(file),
      ...problem.params,
    })
  if (problem instanceof LinkedConflictError) return new CommandRefusal('linked-conflict', problem.params)
  if (problem instanceof ContradictionError) return new CommandRefusal('contradiction')
  return null
}
