/** `committee …`: who decides applications. Terms of office are changed, never erased: what was decided needs its people. */
import type { Command } from 'commander'
import {
  CommitteeField,
  type CommitteeMember,
  isInOffice,
  lacksOfQuorum,
  ruleOn,
} from '../../shared/model/committee.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { hasRole } from '../../shared/model/visitor.ts'
import { OperatorProblem } from '../data-folder.ts'
import { readCompositionRules } from '../resources.ts'
import { accountsStore } from '../storage/accounts-store.ts'
import { committeeStore } from '../storage/committee-store.ts'
import { dayOf, listOf, operating, operatingCommands } from './operating.ts'
import { type Output, say } from './output.ts'

interface Base {
  data: string
  json?: boolean
}
interface Seat {
  fields?: string
  sex?: string
  outside?: boolean
  from?: string
  until?: string
}

const FIELDS = { option: '--fields', allowed: CommitteeField.options }
const SEXES = { option: '--sex', allowed: ['female', 'male'] as const }

/** Adds the commands to `program`. */
export function registerCommitteeCommands(program: Command, output: Output): void {
  const committee = program.command('committee').description('who decides applications / 審査委員会')
  const command = operatingCommands(committee)
  const answer = ({ json }: Base, value: object, lines: string[]) => say(output, { json, value, lines })
  const seatOptions = (made: Command) =>
    made
      .option('--fields <list>', `what the member stands for / 分野: ${CommitteeField.options.join(', ')}`)
      .option('--sex <sex>', 'female or male, for the rule on composition / 構成要件のため')
      .option('--outside', 'does not belong to the institution of the committee / 設置機関に所属しない')
      .option('--no-outside', 'belongs to it / 設置機関に所属する')
      .option('--from <day>', 'first day in office / 任期の初日')
      .option('--until <day>', 'last day in office / 任期の最終日')

  seatOptions(command('add <login>', 'seat a member / 委員を加える')).action(
    (login: string, options: Base & Seat) =>
      operating(options.data, async ({ records, operator }) => {
        if (options.fields === undefined || options.sex === undefined || options.outside === undefined)
          throw new OperatorProblem(
            'A seat needs --fields, --sex and one of --outside or --no-outside.',
            '--fields、--sex と、--outside か --no-outside のどちらかが必要です。',
          )
        const account = await accountsStore(records).byLogin(login)
        if (!account || !hasRole(account.visitor, 'committee'))
          throw new OperatorProblem(
            `There is no account “${login}” with the role committee. Use account add or account set-roles first.`,
            `役割 committee を持つアカウント「${login}」がありません。先に account add か account set-roles を使ってください。`,
          )
        const committeeRecords = committeeStore(records)
        const { id } = account.visitor
        if ((await committeeRecords.list()).some((member) => member.id === id))
          throw new OperatorProblem(
            `${login} is a member already. Use: committee change`,
            `${login} はすでに委員です。committee change を使ってください。`,
          )
        const blank: CommitteeMember = {
          id,
          fields: [],
          outside: false,
          sex: 'female',
          from: japanDay(new Date()),
          until: null,
        }
        const member = seatOf(options, blank)
        await committeeRecords.add(member, {
          event: 'committee-member-added',
          by: null,
          subject: id,
          detail: { ...member, login, ...operator },
        })
        answer(options, member, [`委員に加えました / seated: ${login}`])
      }),
  )

  seatOptions(command('change <login>', 'change a seat or its term / 委員の内容・任期を変える')).action(
    (login: string, options: Base & Seat) =>
      operating(options.data, async ({ records, operator }) => {
        const account = await accountsStore(records).byLogin(login)
        const committeeRecords = committeeStore(records)
        const before = (await committeeRecords.list()).find((member) => member.id === account?.visitor.id)
        if (!before) throw new OperatorProblem(`${login} is not a member.`, `${login} は委員ではありません。`)
        const member = seatOf(options, before)
        await committeeRecords.change(member, {
          event: 'committee-member-changed',
          by: null,
          subject: member.id,
          detail: { login, before, after: member, ...operator },
        })
        answer(options, member, [`変更しました / changed: ${login}  ${member.from} – ${member.until ?? ''}`])
      }),
  )

  command('list', 'members, and what the committee lacks of the rule / 委員と、構成要件の不足').action(
    (options: Base) =>
      operating(options.data, async ({ records }) => {
        const accounts = new Map((await accountsStore(records).list()).map((one) => [one.visitor.id, one]))
        const today = japanDay(new Date())
        const members = (await committeeStore(records).list()).map((member) => {
          const account = accounts.get(member.id)
          return {
            ...member,
            login: account?.visitor.login ?? member.id,
            nameJa: account?.visitor.nameJa ?? '',
            inOffice: isInOffice(member, today) && account?.disabledAt === null,
          }
        })
        const rule = ruleOn(readCompositionRules(), today)
        const lacks = lacksOfQuorum(
          rule,
          members.filter(({ inOffice }) => inOffice),
        )
        answer(options, { members, rule: rule.edition, lacks }, [
          ...members.map(
            (one) =>
              `${one.login.padEnd(16)} ${one.nameJa}  ${one.fields.join(', ')}  ${one.outside ? '外部 outside' : '内部 inside'}  ${one.from} – ${one.until ?? ''}${one.inOffice ? '' : '  [任期外・停止中 not in office]'}`,
          ),
          lacks.length === 0
            ? `構成要件を満たしています / the rule is satisfied: ${rule.edition}`
            : `構成要件の不足 / lacking (${rule.edition}): ${lacks.map(({ code, need, have }) => `${code} ${have}/${need}`).join(', ')}`,
        ])
      }),
  )
}

/** The seat with what was given in it. */
function seatOf(options: Seat, before: CommitteeMember): CommitteeMember {
  const { fields, sex, outside, from, until } = options
  const member: CommitteeMember = {
    ...before,
    ...(fields === undefined ? {} : { fields: listOf(fields, FIELDS) }),
    ...(sex === undefined ? {} : { sex: listOf(sex, SEXES)[0]! }),
    ...(outside === undefined ? {} : { outside }),
    ...(from === undefined ? {} : { from: dayOf(from, '--from') }),
    ...(until === undefined ? {} : { until: dayOf(until, '--until') }),
  }
  if (member.until !== null && member.until < member.from)
    throw new OperatorProblem(
      `The term ends (${member.until}) before it begins (${member.from}).`,
      `任期の終わり（${member.until}）が始まり（${member.from}）より前です。`,
    )
  return member
}
