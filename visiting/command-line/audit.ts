import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { dataFolder, OperatorProblem } from '../data-folder.ts'
import { openRecords } from '../environment.ts'
import type { Output } from './output.ts'

/** `audit verify`: computes the whole chain again. Exit status 1 when it does not hold. */
export function registerAuditCommands(program: Command, output: Output): void {
  const audit = program.command('audit').description('the audit log / 監査ログ')
  audit
    .command('verify')
    .description('verify the hash chain / ハッシュ連鎖を検証する')
    .requiredOption('--data <dir>', 'data folder / データフォルダー')
    .option('--json', 'print JSON / JSONで出力する')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const folder = dataFolder(data)
      if (!existsSync(folder.records))
        throw new OperatorProblem(
          `There are no records in ${folder.root}.`,
          `${folder.root} に記録がありません。`,
        )
      const records = await openRecords(folder)
      const { entries, holds, firstBad, head } = await records.verifyAudit()
      await records.close()
      if (json) output.line(JSON.stringify({ entries, holds, firstBad, head }))
      else if (holds)
        output.line(
          `監査ログ ${entries} 件、すべて正しくつながっています。 / ${entries} entries, the chain holds.`,
        )
      else
        output.line(
          `監査ログの ${firstBad} 件目が正しくありません。 / Entry ${firstBad} is bad (of ${entries}).`,
        )
      if (!holds) process.exitCode = 1
    })
}
