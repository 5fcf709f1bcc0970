import type { Command } from 'commander'
import { accountsStore } from '../storage/accounts-store.ts'
import { institutionsOf } from './account-details.ts'
import { DATA_OPTION, JSON_OPTION, operating } from './operating.ts'
import type { Output } from './output.ts'

/** `institution list`: the names accounts stand under, by which it is judged who may not decide about whom. */
export function registerInstitutionCommands(program: Command, output: Output): void {
  program
    .command('institution')
    .description('institutions of the accounts / 所属')
    .command('list')
    .description('names in use, with their people / 使われている名前と利用者')
    .requiredOption(...DATA_OPTION)
    .option(...JSON_OPTION)
    .action((options: { data: string; json?: boolean }) =>
      operating(options.data, async ({ records }) => {
        const institutions = institutionsOf(await accountsStore(records).list())
        if (options.json) output.line(JSON.stringify({ institutions }))
        else for (const { ja, en, logins } of institutions) output.line(`${ja} / ${en}  ${logins.join(', ')}`)
      }),
    )
}
