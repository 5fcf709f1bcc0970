/** `import`: brings a file into a table of the catalog. Figures to standard output, progress and problems beside it. */
import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import { loadCatalog } from '../catalog/load-catalog.ts'
import { writeProfiles } from '../catalog/profiles.ts'
import {
  dataFolder,
  lockFolder,
  OperatorProblem,
  personsSecret,
  prepareFolder,
  readDescription,
} from '../data-folder.ts'
import { openLoader } from '../engine/loader.ts'
import { RESOURCES } from '../resources.ts'
import { Mapping } from '../sources/import/mapping.ts'
import { reasonInJapanese } from '../sources/import/reasons.ts'
import { type ImportReport, runImport } from '../sources/import/run-import.ts'
import { ImportFault } from '../sources/import/source-rows.ts'
import { importLedger, layoutOf, profilesFile } from '../sources/layout.ts'
import { diskFull } from './disk-space.ts'
import { type Output, say } from './output.ts'
import { readDeclared } from './read-declared.ts'
import { requireReadable } from './unreadable-file.ts'

/** Adds the command to `program`. */
export function registerImport(program: Command, output: Output): void {
  program
    .command('import')
    .description('bring a file into a table: CSV, Parquet, FHIR / ファイルを表に取り込む')
    .requiredOption('--data <dir>', 'data folder / データフォルダー')
    .requiredOption('--file <file>', 'file to import / 取り込むファイル')
    .requiredOption('--mapping <file>', 'mapping file / 対応表ファイル')
    .option('--dry-run', 'read and report, change nothing / 確認のみ')
    .option(
      '--replace',
      'put the file in the place of an earlier one with the same rows / 同じ行を含む取込済みファイルと置き換える',
    )
    .option('--add', 'load it beside an earlier one with the same rows / 同じ行があっても追加する')
    .option('--json', 'print the report as JSON / 結果をJSONで出力する')
    .action(async (options: ImportArguments) => {
      const report = await importFile(options, output)
      say(output, { json: options.json, value: report, lines: inWords(report) })
    })
}

interface ImportArguments {
  data: string
  file: string
  mapping: string
  dryRun?: boolean
  replace?: boolean
  add?: boolean
  json?: boolean
}

async function importFile(options: ImportArguments, output: Output): Promise<ImportReport> {
  if (options.replace && options.add)
    throw new OperatorProblem(
      '--replace and --add exclude each other.',
      '--replace と --add は同時に指定できません。',
    )
  const mapping = readDeclared(Mapping, options.mapping, { ja: '対応表', en: 'mapping' })
  requireReadable(options.file)
  const folder = dataFolder(options.data)
  if (!readDescription(folder))
    throw new OperatorProblem(
      `There is no environment in ${folder.root}. Make one with init first.`,
      `${folder.root} に環境がありません。先に init で作ってください。`,
    )
  prepareFolder(folder)
  const release = lockFolder(folder)
  try {
    const datasets = await loadCatalog(join(RESOURCES, 'catalog'))
    const loader = await openLoader({
      memoryBytes: 1_000 * 1_048_576,
      threads: availableParallelism(),
      tempFolder: join(folder.root, 'temp'),
    })
    try {
      const report = await runImport(
        {
          loader,
          dataFolder: folder.store,
          file: resolve(options.file),
          mapping,
          tables: datasets.flatMap(({ tables }) => tables),
          secret: personsSecret(folder),
          dryRun: options.dryRun ?? false,
          ...(options.replace
            ? { earlier: 'replace' as const }
            : options.add
              ? { earlier: 'add' as const }
              : {}),
        },
        (rows) => output.progress(`${rows.toLocaleString()} rows`),
      )
      output.progress('')
      if (report.outcome !== 'dry-run' && profilesAreOlder(folder.store)) {
        const filled = await loadedTables(loader, layoutOf(folder.store), datasets)
        await writeProfiles({ loader, datasets: filled, layout: layoutOf(folder.store) })
      }
      return report
    } finally {
      await loader.close()
    }
  } catch (problem) {
    if (problem instanceof ImportFault)
      throw new OperatorProblem(
        `Nothing was imported: ${problem.message}.`,
        `取り込みませんでした：${problem.ja}。`,
      )
    if (isDiskFull(problem)) throw diskFull(folder, BEGIN_AGAIN)
    throw problem
  } finally {
    release()
  }
}

const BEGIN_AGAIN = {
  en: 'Make room and give the same command again: what was not loaded changed nothing.',
  ja: '空きを作り、同じコマンドをもう一度実行してください。取り込めなかったものは何も変えていません。',
}

/** True also where an import was stopped after its rows were in and before the catalog was told. */
function profilesAreOlder(store: string): boolean {
  const profiles = profilesFile(store)
  return !existsSync(profiles) || statSync(profiles).mtimeMs < statSync(importLedger(store)).mtimeMs
}

/** The datasets with only those tables that hold files: an environment of real data need not have all. */
async function loadedTables(
  loader: Awaited<ReturnType<typeof openLoader>>,
  layout: ReturnType<typeof layoutOf>,
  datasets: Awaited<ReturnType<typeof loadCatalog>>,
) {
  const filled = []
  for (const dataset of datasets) {
    const tables = []
    for (const table of dataset.tables) {
      const pattern = layout.glob(table.schema, table.name).replaceAll("'", "''")
      const [found] = await loader.rows(`SELECT count(*)::INTEGER FROM glob('${pattern}')`)
      if (Number(found?.[0]) > 0) tables.push(table)
    }
    filled.push({ ...dataset, tables })
  }
  return filled
}

const outcomes: Record<ImportReport['outcome'], string> = {
  loaded: '取り込みました / loaded',
  'dry-run': '確認のみ、変更なし / dry run, nothing changed',
  'already-loaded': '取り込み済み、変更なし / loaded before, nothing changed',
}

function inWords(report: ImportReport): string[] {
  return [
    `${report.table}: ${outcomes[report.outcome]}`,
    `読込 / read ${report.read}、取込 / loaded ${report.loaded}、隔離 / quarantined ${report.quarantined}、人数 / persons ${report.persons}`,
    ...Object.entries(report.reasons).map(
      ([reason, rows]) => `  ${reasonInJapanese(reason)} / ${reason}: ${rows}`,
    ),
    ...(report.repeated > 0
      ? [`  取込済みの別ファイルと同じ行 / rows an earlier file brought too: ${report.repeated}`]
      : []),
    ...(report.replaced
      ? [`  置き換えたファイル / in the place of: SHA-256 ${report.replaced.slice(0, 12)}…`]
      : []),
    ...Object.entries(report.emptied).map(
      ([column, rows]) => `  ${column}：文中の識別子のため空欄 / identifier in text, emptied: ${rows}`,
    ),
    ...(report.quarantineFile ? [report.quarantineFile] : []),
  ]
}
