/** `deidentify`: writes the pseudonymised or the anonymised form of a file of identified records. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type DataFolder,
  dataFolder,
  OperatorProblem,
  permitSecret,
  personsSecret,
  prepareFolder,
} from '../data-folder.ts'
import { openLoader } from '../engine/loader.ts'
import { personKey } from '../sources/deidentify/pseudonymise.ts'
import {
  DeidentifyFile,
  type DeidentifyReport,
  FORMS,
  type Form,
  runDeidentify,
} from '../sources/deidentify/run-deidentify.ts'
import { ImportFault } from '../sources/import/source-rows.ts'
import { type Output, say } from './output.ts'
import { readDeclared } from './read-declared.ts'
import { requireReadable } from './unreadable-file.ts'

interface Options {
  data: string
  file: string
  rules: string
  form: string
  out: string
  json?: boolean
}

/** Adds the command to `program`. */
export function registerDeidentify(program: Command, output: Output): void {
  program
    .command('deidentify')
    .description(
      'write the pseudonymised or anonymised form of identified records / 仮名加工・匿名加工したファイルを作る',
    )
    .requiredOption(
      '--data <dir>',
      'data folder of the environment whose keys are used / 鍵を使う環境のフォルダー',
    )
    .requiredOption('--file <file>', 'identified records: CSV, Parquet, FHIR / 元のファイル')
    .requiredOption('--rules <file>', 'declared rules / 加工規則')
    .requiredOption('--form <form>', `${FORMS.join(' | ')} / 仮名加工または匿名加工`)
    .requiredOption('--out <file>', 'CSV file to write / 書き出すCSV')
    .option('--json', 'print the report as JSON / 結果をJSONで出力する')
    .action(async (options: Options) => {
      const report = await deidentifyFile(options)
      say(output, { json: options.json, value: report, lines: inWords(report, options.out) })
    })
}

async function deidentifyFile(options: Options): Promise<DeidentifyReport> {
  const form = FORMS.find((one) => one === options.form)
  if (form === undefined)
    throw new OperatorProblem(
      `--form must be ${FORMS.join(' or ')}, not “${options.form}”.`,
      `--form は ${FORMS.join(' または ')} です（「${options.form}」は使えません）。`,
    )
  const declared = readDeclared(DeidentifyFile, options.rules, { ja: '加工規則', en: 'rules file' })
  requireReadable(options.file)
  const folder = dataFolder(options.data)
  if (!existsSync(folder.root))
    throw new OperatorProblem(
      `There is no environment in ${folder.root}, whose keys would be used.`,
      `${folder.root} に環境がありません。その環境の鍵を使います。`,
    )
  const out = resolve(options.out)
  if (!relative(folder.root, out).startsWith('..'))
    throw new OperatorProblem(
      'Choose a place for --out outside the data folder: what is made here is for another place.',
      '--out にはデータフォルダーの外を指定してください。',
    )
  if (existsSync(out))
    throw new OperatorProblem(
      `${out} exists already. Choose another name.`,
      `${out} はすでにあります。別の名前にしてください。`,
    )
  prepareFolder(folder)
  const loader = await openLoader({
    memoryBytes: 500 * 1_048_576,
    threads: availableParallelism(),
    tempFolder: join(folder.root, 'temp'),
  })
  try {
    return await runDeidentify({
      loader,
      file: resolve(options.file),
      declared,
      form,
      out,
      ...secretsOf(folder, form),
      // Beside the result, so that the last step is a rename within one file system.
      scratch: join(dirname(out), `.deidentify-${randomUUID()}`),
    })
  } catch (problem) {
    if (problem instanceof ImportFault)
      throw new OperatorProblem(
        `Nothing was written: ${problem.message}.`,
        `書き出しませんでした：${problem.ja}。`,
      )
    throw problem
  } finally {
    await loader.close()
  }
}

/**
 * Pseudonymised information carries the environment's own person keys, so that it joins what was imported. Anonymised
 * information must not: its identifiers and shifts come from a secret of their own.
 */
function secretsOf(folder: DataFolder, form: Form) {
  const secret = form === 'anonymised' ? permitSecret(folder, 'anonymised') : personsSecret(folder)
  return { secret, pseudonymOf: (identifier: string) => personKey(secret, identifier) }
}

const inWords = (report: DeidentifyReport, out: string): string[] => [
  `${out}: ${report.form === 'anonymised' ? '匿名加工 / anonymised' : '仮名加工 / pseudonymised'}`,
  `読込 / read ${report.read}、書出 / written ${report.written}、隔離 / quarantined ${report.quarantined}、人数 / persons ${report.persons}`,
  ...Object.entries(report.reasons).map(([reason, records]) => `  ${reason}: ${records}`),
  ...Object.entries(report.emptied).map(
    ([column, records]) => `  ${column}: 文中の識別子を消去 / identifier in text, emptied ${records}`,
  ),
  ...Object.entries(report.topFrom).map(
    ([column, from]) => `  ${column}: 上限 / top group from ${from ?? '–'}`,
  ),
  ...report.foldedBelowMinimum.map(
    (column) =>
      `  ${column}: 「その他」が最小人数未満 / the folded values belong to fewer persons than the minimum`,
  ),
  ...(report.quarantineFile ? [report.quarantineFile] : []),
]
