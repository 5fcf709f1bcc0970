import type { Role } from '../../shared/model/visitor.ts'
import type { Account } from '../identity/accounts-port.ts'
import { FIRST_PASSWORD_DAYS } from '../identity/identity.ts'

const ROLE_WORDS: Record<Role, string> = {
  researcher: '利用者 researcher',
  reviewer: '審査者 reviewer',
  officer: '監視担当 officer',
  committee: '審査委員 committee',
  operator: '運用者 operator',
}

/** In both languages as the list prints them; a dash for nobody's role. */
export const roleWords = (roles: readonly Role[]): string =>
  roles.map((role) => ROLE_WORDS[role]).join(', ') || '–'

/** One account in one line. */
export function accountLine({ visitor, mustChangePassword, disabledAt }: Account): string {
  const marks = [
    ...(disabledAt ? ['停止中 disabled'] : []),
    ...(mustChangePassword ? ['最初のパスワード first password'] : []),
  ]
  const { login, nameJa, nameEn, roles } = visitor
  return `${login.padEnd(16)} ${nameJa} / ${nameEn}  ${roleWords(roles)}${marks.map((mark) => `  [${mark}]`).join('')}`
}

/** What to do with the password; null where it came from the operator. */
export function passwordLines(password: string | null): string[] {
  const next = `${FIRST_PASSWORD_DAYS}日以内の最初のサインインで、本人が変更します。 / The person changes it at the first sign-in, within ${FIRST_PASSWORD_DAYS} days.`
  if (password === null) return [next]
  return [
    '最初のパスワード（表示は今だけです。本人に安全な方法で渡してください） / First password, shown only now; hand it over safely:',
    `  ${password}`,
    next,
  ]
}
