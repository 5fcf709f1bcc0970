/**
 * `account …`: who may come in. Each act is one write with its audit entry, and holds for a running service from the
 * next request on.
 */
import type { Command } from 'commander'
import type { VisitorId } from '../../shared/model/ids.ts'
import { Role, type Visitor } from '../../shared/model/visitor.ts'
import { OperatorProblem } from '../data-folder.ts'
import type { Account } from '../identity/accounts-port.ts'
import { hashPassword } from '../identity/passwords.ts'
import { newId } from '../journeys/new-id.ts'
import { accountsStore } from '../storage/accounts-store.ts'
import { committeeStore } from '../storage/committee-store.ts'
import { permitsStore } from '../storage/permits-store.ts'
import { type DetailOptions, detailsOf } from './account-details.ts'
import { accountLine, passwordLines, roleWords } from './account-words.ts'
import { firstPassword } from './first-password.ts'
import { listOf, type Operating, operating, operatingCommands } from './operating.ts'
import { type Output, say } from './output.ts'

interface Base {
  data: string
  json?: boolean
}

const ROLES = { option: '--roles', allowed: Role.options }
const STDIN = ['--password-stdin', 'read the first password from standard input / 標準入力から読む'] as const

/** Adds the commands to `program`. */
export function registerAccountCommands(program: Command, output: Output): void {
  const account = program.command('account').description('who may come in / 利用者アカウント')
  const command = operatingCommands(account)
  const answer = ({ json }: Base, value: object, lines: string[]) => say(output, { json, value, lines })

  const detailOptions = (made: Command, required: boolean) => {
    const option = (flags: string, description: string) =>
      required ? made.requiredOption(flags, description) : made.option(flags, description)
    option('--name-ja <name>', 'name in Japanese / 氏名（日本語）')
    option('--name-en <name>', 'name in English / 氏名（英語）')
    option('--institution-ja <name>', 'institution in Japanese / 所属（日本語）')
    option('--institution-en <name>', 'institution in English / 所属（英語）')
    return made
  }

  detailOptions(command('add <login>', 'add an account / 追加する'), true)
    .requiredOption('--roles <list>', `roles, separated by commas / 役割: ${Role.options.join(', ')}`)
    .option(...STDIN)
    .action(
      async (login: string, options: Base & DetailOptions & { roles: string; passwordStdin?: boolean }) => {
        requireLogin(login)
        const roles = listOf(options.roles, ROLES)
        const { password, made } = await firstPassword(login, options.passwordStdin ?? false)
        const passwordHash = await hashPassword(password)
        await operating(options.data, async ({ records, operator }) => {
          const accounts = accountsStore(records)
          const others = await accounts.list()
          if (others.some(({ visitor }) => visitor.login === login))
            throw new OperatorProblem(
              `There is an account “${login}” already.`,
              `アカウント「${login}」はすでにあります。`,
            )
          const details = detailsOf(options, others)
          const visitor: Visitor = { id: newId<VisitorId>('usr'), login, ...details, roles }
          await accounts.add(
            { visitor, passwordHash, mustChangePassword: true },
            {
              event: 'account-added',
              by: null,
              subject: visitor.id,
              detail: { login, roles, institution: visitor.institutionJa, ...operator },
            },
          )
          answer(options, { ...visitor, firstPassword: made ? password : null }, [
            `追加しました / added: ${login}  ${visitor.nameJa} / ${visitor.nameEn}  ${roleWords(roles)}`,
            ...passwordLines(made ? password : null),
          ])
        })
      },
    )

  command('list', 'list accounts / 一覧').action((options: Base) =>
    operating(options.data, async ({ records }) => {
      const all = await accountsStore(records).list()
      answer(options, { accounts: all.map(described) }, all.map(accountLine))
    }),
  )

  command('show <login>', 'one account, with its permits / 一件を表示').action(
    (login: string, options: Base) =>
      operating(options.data, async (at) => {
        const found = await find(at, login)
        const { id, institutionJa, institutionEn } = found.visitor
        const permits = (await permitsStore(at.records).listOf(id)).map((permit) => ({
          id: permit.id,
          titleJa: permit.titleJa,
          state: permit.state,
          until: permit.until,
        }))
        const seat = (await committeeStore(at.records).list()).find((member) => member.id === id) ?? null
        answer(options, { ...described(found), permits, committee: seat }, [
          accountLine(found),
          `  ${id}`,
          `  ${institutionJa} / ${institutionEn}`,
          ...permits.map((permit) => `  ${permit.id}  ${permit.state}  – ${permit.until}  ${permit.titleJa}`),
          ...(seat ? [`  委員 / committee: ${seat.from} – ${seat.until ?? ''}`] : []),
        ])
      }),
  )

  command('set-roles <login>', 'change what somebody may do / 役割を変える')
    .requiredOption('--roles <list>', `roles, separated by commas / 役割: ${Role.options.join(', ')}`)
    .action((login: string, options: Base & { roles: string }) =>
      operating(options.data, async (at) => {
        const roles = listOf(options.roles, ROLES)
        const { visitor } = await find(at, login)
        await accountsStore(at.records).setRoles(
          { id: visitor.id, roles },
          entry(at, 'account-roles-set', { visitor, detail: { before: visitor.roles, roles } }),
        )
        answer(options, { login, before: visitor.roles, roles }, [
          `${login}: ${roleWords(visitor.roles)} → ${roleWords(roles)}`,
          '次の要求から有効です。画面の部屋は次のサインインから変わります。 / Holds from the next request on; the screen shows it at the next sign-in.',
        ])
      }),
    )

  detailOptions(
    command('set-details <login>', 'correct names or institution / 氏名・所属を直す'),
    false,
  ).action((login: string, options: Base & DetailOptions) =>
    operating(options.data, async (at) => {
      const accounts = accountsStore(at.records)
      const { visitor } = await find(at, login)
      const others = (await accounts.list()).filter((one) => one.visitor.id !== visitor.id)
      const { nameJa, nameEn, institutionJa, institutionEn } = visitor
      const before = { nameJa, nameEn, institutionJa, institutionEn }
      const details = detailsOf(options, others, before)
      await accounts.setDetails(
        { id: visitor.id, details },
        entry(at, 'account-details-set', { visitor, detail: { before, after: details } }),
      )
      answer(options, { login, ...details }, [accountLine({ ...(await find(at, login)) })])
    }),
  )

  command('disable <login>', 'let somebody in no more; open sessions end at once / 停止する')
    .requiredOption('--reason <text>', 'why, for the audit log / 理由（監査ログに残る）')
    .action((login: string, options: Base & { reason: string }) =>
      operating(options.data, async (at) => {
        const { visitor, disabledAt } = await find(at, login)
        if (disabledAt)
          throw new OperatorProblem(`${login} is disabled already.`, `${login} はすでに停止されています。`)
        await accountsStore(at.records).disable(
          { id: visitor.id, at: new Date() },
          entry(at, 'account-disabled', { visitor, detail: { reason: options.reason } }),
        )
        answer(options, { login, disabled: true }, [
          `停止しました。開いていたセッションも実行中のクエリも終わります。 / Disabled; open sessions and running queries end: ${login}`,
        ])
      }),
    )

  command('enable <login>', 'let somebody in again, also after too many failures / 再開する').action(
    (login: string, options: Base) =>
      operating(options.data, async (at) => {
        const { visitor } = await find(at, login)
        await accountsStore(at.records).enable(visitor.id, entry(at, 'account-enabled', { visitor }))
        answer(options, { login, disabled: false }, [`再開しました / enabled: ${login}`])
      }),
  )

  command('reset-password <login>', 'give out a new first password / パスワードを設定し直す')
    .option(...STDIN)
    .action(async (login: string, options: Base & { passwordStdin?: boolean }) => {
      const { password, made } = await firstPassword(login, options.passwordStdin ?? false)
      const passwordHash = await hashPassword(password)
      await operating(options.data, async (at) => {
        const { visitor } = await find(at, login)
        await accountsStore(at.records).resetPassword(
          { id: visitor.id, passwordHash, at: new Date() },
          entry(at, 'account-password-reset', { visitor }),
        )
        answer(options, { login, firstPassword: made ? password : null }, [
          `${login}: 設定し直しました。開いていたセッションは終わりました。 / Reset; open sessions have ended.`,
          ...passwordLines(made ? password : null),
        ])
      })
    })
}

const described = ({ visitor, mustChangePassword, disabledAt, lockedUntil }: Account) => ({
  ...visitor,
  mustChangePassword,
  disabledAt: disabledAt?.toISOString() ?? null,
  lockedUntil: lockedUntil?.toISOString() ?? null,
})

const entry = (
  { operator }: Operating,
  event: string,
  { visitor, detail = {} }: { visitor: Visitor; detail?: Record<string, unknown> },
) => ({ event, by: null, subject: visitor.id, detail: { login: visitor.login, ...detail, ...operator } })

async function find({ records }: Operating, login: string): Promise<Account> {
  const found = await accountsStore(records).byLogin(login)
  if (found) return found
  throw new OperatorProblem(
    `There is no account “${login}”. See: account list`,
    `アカウント「${login}」はありません。account list で確かめてください。`,
  )
}

function requireLogin(login: string): void {
  if (/^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])$/.test(login)) return
  throw new OperatorProblem(
    `“${login}” cannot be a login. Use 2 to 40 lower-case letters, digits, dots, hyphens or underscores.`,
    `「${login}」は利用者名にできません。英小文字・数字・「.」「-」「_」で2～40文字にしてください。`,
  )
}
