import type { Command } from 'commander'
import { accountsStore } from '../storage/accounts-store.ts'
import { institutionsOf } from './account-details.ts'
import { operating, operatingCommands } from './operating.ts'
import { type Output, say } from './output.ts'

/** `institution list`: the names accounts stand under, by which it is judged who may not decide about whom. */
export function registerInstitutionCommands(program: Command, output: Output): void {
  const group = program.command('institution').description('institutions of the accounts / 所属')
  operatingCommands(group)('list', 'names in use, with their people / 使われている名前と利用者').action(
    ({ data, json }: { data: string; json?: boolean }) =>
      operating(data, async ({ records }) => {
        const institutions = institutionsOf(await accountsStore(records).list())
        const lines = institutions.map(({ ja, en, logins }) => `${ja} / ${en}  ${logins.join(', ')}`)
        say(output, { json, value: { institutions }, lines })
      }),
  )
}
