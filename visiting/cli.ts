/** The operator's command line: `npm run visiting -- <command>`. Problems end in words, never in a stack trace. */

import { registerAccountCommands } from './command-line/account.ts'
import { registerAuditCommands } from './command-line/audit.ts'
import { BilingualCommand } from './command-line/bilingual-command.ts'
import { registerCommitteeCommands } from './command-line/committee.ts'
import { registerDeidentify } from './command-line/deidentify.ts'
import { registerDemo } from './command-line/demo.ts'
import { registerImport } from './command-line/import.ts'
import { registerInit } from './command-line/init.ts'
import { registerInstitutionCommands } from './command-line/institution.ts'
import { registerKeysCommands } from './command-line/keys.ts'
import { processOutput } from './command-line/output.ts'
import { registerReleaseCommands } from './command-line/release.ts'
import { registerReviewPolicyCommands } from './command-line/review-policy.ts'
import { registerRulesCommands } from './command-line/rules.ts'
import { registerServe } from './command-line/serve.ts'
import { OperatorProblem } from './data-folder.ts'
import { registerDisclosureCommands } from './disclosure/command.ts'
import { recordsProblem } from './open-records.ts'
import { VERSION } from './resources.ts'

const EXAMPLES = `
Examples / 例:
  npm run demo                                             the whole job without a screen / 一連の作業
  npm run visiting -- serve --demo --data DIR --port 8640  a demonstration in a browser / デモ環境をブラウザーで
  npm run visiting -- import --data DIR --file FILE --mapping MAPPING.json --dry-run
  npm run visiting -- disclosure protect TABLE.csv --dims region,sex --count n
  npm run visiting -- audit verify --data DIR              does the log hold? / 監査ログの検証
  npm run visiting -- COMMAND --help                       what COMMAND takes / 各コマンドの使い方
`

const program = new BilingualCommand('visiting')
  .description('Visiting environment: the operator’s command line / Visiting 解析環境の運用コマンド')
  .version(VERSION, '-V, --version', 'show the version / バージョンを表示する')
  .addHelpText('after', EXAMPLES)

registerServe(program, processOutput)
registerInit(program, processOutput)
registerImport(program, processOutput)
registerDeidentify(program, processOutput)
registerAccountCommands(program, processOutput)
registerCommitteeCommands(program, processOutput)
registerInstitutionCommands(program, processOutput)
registerReviewPolicyCommands(program, processOutput)
registerRulesCommands(program, processOutput)
registerKeysCommands(program, processOutput)
registerDemo(program, processOutput)
registerAuditCommands(program, processOutput)
registerReleaseCommands(program, processOutput)
registerDisclosureCommands(program)

// Whoever reads has seen enough (`| head`): what is done goes on, and nobody is left to be told of it.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code !== 'EPIPE') throw problem
})

try {
  await program.parseAsync(process.argv)
} catch (problem) {
  const known = recordsProblem(problem) ?? problem
  if (known instanceof OperatorProblem) {
    processOutput.note(known.ja)
    processOutput.note(known.message)
  } else {
    // A bug: name it for a report, without dumping what it worked on.
    const { name, message, stack } = problem as Error
    processOutput.note(`予期しない問題が起きました / unexpected problem: ${name}: ${message}`)
    if (process.env.VISITING_DEBUG) processOutput.note(stack ?? '')
  }
  process.exit(1)
}
