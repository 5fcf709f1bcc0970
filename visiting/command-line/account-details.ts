/**
 * Names and institution of an account. The institution decides who may judge whom, so that the same one must not stand
 * under two English names.
 */
import { OperatorProblem } from '../data-folder.ts'
import type { AccountDetails } from '../identity/account-acts-port.ts'
import type { Account } from '../identity/accounts-port.ts'

export interface DetailOptions {
  nameJa?: string
  nameEn?: string
  institutionJa?: string
  institutionEn?: string
}

/** What was given, the rest as it was; @throws OperatorProblem where a text is empty or an institution contradicts another. */
export function detailsOf(
  options: DetailOptions,
  others: readonly Account[],
  before: AccountDetails | null = null,
): AccountDetails {
  const text = (field: keyof AccountDetails, option: string): string => {
    const value = (options[field] ?? before?.[field] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim()
    if (value !== '' && value.length <= 200) return value
    throw new OperatorProblem(
      `${option} needs a text of up to 200 characters.`,
      `${option} に200文字以内の文字を指定してください。`,
    )
  }
  const details = {
    nameJa: text('nameJa', '--name-ja'),
    nameEn: text('nameEn', '--name-en'),
    institutionJa: text('institutionJa', '--institution-ja'),
    institutionEn: text('institutionEn', '--institution-en'),
  }
  const known = others.find(({ visitor }) => visitor.institutionJa === details.institutionJa)?.visitor
  if (known && known.institutionEn !== details.institutionEn)
    throw new OperatorProblem(
      `“${details.institutionJa}” is “${known.institutionEn}” elsewhere. Use that name, or correct the other accounts first.`,
      `「${details.institutionJa}」の英語名は、ほかのアカウントでは「${known.institutionEn}」です。それに合わせるか、先にほかを直してください。`,
    )
  return details
}

/** Every institution with the people in it, by its Japanese name. */
export function institutionsOf(accounts: readonly Account[]): { ja: string; en: string; logins: string[] }[] {
  const found = new Map<string, { ja: string; en: string; logins: string[] }>()
  for (const { visitor } of accounts) {
    const key = `${visitor.institutionJa}\n${visitor.institutionEn}`
    const one = found.get(key) ?? { ja: visitor.institutionJa, en: visitor.institutionEn, logins: [] }
    found.set(key, { ...one, logins: [...one.logins, visitor.login] })
  }
  return [...found.values()].sort((a, b) => a.ja.localeCompare(b.ja, 'ja'))
}
