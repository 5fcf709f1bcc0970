/** The password an operator gives out: made here and printed once, or read from standard input. */
import { randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { PASSWORD_WORDS, whyNotPassword } from '../../shared/model/passwords.ts'
import { OperatorProblem } from '../data-folder.ts'

/** Without letters and digits that are read as one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of four (79 bits), to be read out or typed once: `k7mf-3qpx-9wtd-h2vc`. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

/** `made` says that nobody has seen it yet, so that it must be printed. */
export async function firstPassword(
  login: string,
  fromStandardInput: boolean,
): Promise<{ password: string; made: boolean }> {
  if (!fromStandardInput) return { password: newPassword(), made: true }
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/)
  const why = whyNotPassword({ password: line, login })
  if (why)
    throw new OperatorProblem(
      `That password cannot be used: ${PASSWORD_WORDS[why].en}.`,
      `そのパスワードは使えません：${PASSWORD_WORDS[why].ja}。`,
    )
  return { password: line, made: false }
}
