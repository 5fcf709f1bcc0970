/**
 * Opens an environment's records for one of the operator's commands, beside a running service or without one. Whoever
 * may write these files may keep accounts; the audit entry names the operating system's user.
 */
import { existsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { damaged, dataFolder, OperatorProblem } from '../data-folder.ts'
import { openRecords } from '../open-records.ts'
import type { Records } from '../storage/records.ts'

export interface Operating {
  records: Records
  /** Goes into the detail of each audit entry: these acts have no account of the environment behind them. */
  operator: { via: 'command-line'; operator: string }
}

/**
 * Runs `act` and closes the records after it. Throws `OperatorProblem` where there is no environment in
 * `data`, or its records are missing or another user's.
 */
export async function operating<T>(data: string, act: (at: Operating) => Promise<T>): Promise<T> {
  const folder = dataFolder(data)
  if (!existsSync(folder.description))
    throw new OperatorProblem(
      `There is no environment in ${folder.root}. Make one with: npm run visiting -- init --data ${data}`,
      `${folder.root} に環境がありません。npm run visiting -- init --data ${data} で作成してください。`,
    )
  if (!existsSync(folder.records)) throw damaged(folder.records)
  // Files another user makes beside the records would be closed to the service.
  const owner = statSync(folder.records).uid
  const self = process.getuid?.()
  if (self !== undefined && self !== owner)
    throw new OperatorProblem(
      `The records belong to another user (uid ${owner}). Run this command as the user the service runs as.`,
      `記録は別の利用者（uid ${owner}）のものです。サービスを動かしている利用者で実行してください。`,
    )
  process.umask(0o077)
  const records = await openRecords(folder)
  try {
    return await act({ records, operator: { via: 'command-line', operator: userInfo().username } })
  } finally {
    await records.close()
  }
}

/** `--data`, as every command about an environment has it. */
export const DATA_OPTION = ['--data <dir>', 'data folder / データフォルダー'] as const
/** The same words for every command that can print JSON. */
export const JSON_OPTION = ['--json', 'print JSON / JSONで出力する'] as const

/** Makes the commands of a group that are about an environment: with `--data` and `--json`. */
export const operatingCommands =
  (group: Command) =>
  (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .requiredOption(...DATA_OPTION)
      .option(...JSON_OPTION)

/** A day in ISO form that exists. */
export function dayOf(text: string, option: string): string {
  const date = new Date(`${text}T00:00:00Z`)
  if (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text)
  )
    return text
  throw new OperatorProblem(
    `${option} ${text} is not a day. Write it as 2026-04-01.`,
    `${option} ${text} は日付ではありません。2026-04-01 の形で書いてください。`,
  )
}

/** A list separated by commas, each one of those allowed, none twice. */
export function listOf<Item extends string>(
  text: string,
  { option, allowed }: { option: string; allowed: readonly Item[] },
): Item[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  const unknown = items.find((item) => !(allowed as readonly string[]).includes(item))
  if (items.length === 0 || unknown !== undefined)
    throw new OperatorProblem(
      `${option}: ${unknown === undefined ? 'name at least one' : `“${unknown}” is not known`}. Choose from: ${allowed.join(', ')}`,
      `${option}：${unknown === undefined ? '一つ以上指定してください' : `「${unknown}」はありません`}。次から選んでください：${allowed.join(', ')}`,
    )
  return allowed.filter((item) => items.includes(item))
}
