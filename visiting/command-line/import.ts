/** `import`: brings a file into a table of the catalog. Figures to standard output, progress and problems beside it. */
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { loadCatalog } from '../catalog/load-catalog.ts'
import { writeProfiles } from '../catalog/profiles.ts'
import { dataFolder, lockFolder, OperatorProblem, permitSecret, prepareFolder } from '../data-folder.ts'
import { openLoader } from '../engine/loader.ts'
import { RESOURCES } from '../resources.ts'
import { Mapping } from '../sources/import/mapping.ts'
import { type ImportReport, runImport } from '../sources/import/run-import.ts'
import { ImportFault } from '../sources/import/source-rows.ts'
import { layoutOf } from '../sources/layout.ts'
import type { Output } from './output.ts'
import { readDeclared } from './read-declared.ts'

export function registerImport(program: Command, output: Output): void {
  program
    .command('import')
    .description('bring a file into a table: CSV, Parquet, FHIR / ファイルを表に取り込む')
    .requiredOption('--data <dir>', 'data folder / データフォルダー')
    .requiredOption('--file <file>', 'file to import / 取り込むファイル')
    .requiredOption('--mapping <file>', 'mapping file / 対応表ファイル')
    .option('--dry-run', 'read and report, change nothing / 確認のみ')
    .option('--json', 'print the report as JSON / 結果をJSONで出力する')
    .action(
      async (options: { data: string; file: string; mapping: string; dryRun?: boolean; json?: boolean }) => {
        const report = await importFile(options, output)
        if (options.json) output.line(JSON.stringify(report))
        else for (const line of inWords(report)) output.line(line)
      },
    )
}

async function importFile(
  options: { data: string; file: string; mapping: string; dryRun?: boolean },
  output: Output,
): Promise<ImportReport> {
  const mapping = readDeclared(Mapping, options.mapping, { ja: '対応表', en: 'mapping' })
  const folder = dataFolder(options.data)
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
          secret: permitSecret(folder, 'persons'),
          dryRun: options.dryRun ?? false,
        },
        (rows) => output.progress(`${rows.toLocaleString()} rows`),
      )
      output.progress('')
      if (report.outcome === 'loaded') {
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
        `取り込みませんでした：${problem.message}`,
      )
    throw problem
  } finally {
    release()
  }
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
    ...Object.entries(report.reasons).map(([reason, rows]) => `  ${reason}: ${rows}`),
    ...Object.entries(report.emptied).map(
      ([column, rows]) => `  ${column}: identifier in text, emptied ${rows}`,
    ),
    ...(report.quarantineFile ? [report.quarantineFile] : []),
  ]
}
