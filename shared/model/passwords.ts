/**
 * What a password must be, asked by the form before sending and by the environment before keeping. After NIST SP
 * 800-63B: length counts, kinds of characters do not; what is easily guessed is refused. Spaces and any script are
 * welcome.
 */
export const PASSWORD_LEAST = 12
/** Characters. */
export const PASSWORD_MOST = 200
/** Fewer different characters than this is one word repeated, or a key held down. */
const LEAST_DIFFERENT = 6

/** Rows of keys and counting; a password made of one of them, forwards or backwards, is guessed first. */
const ROWS = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
]

export type WhyNotPassword = 'too-short' | 'too-long' | 'holds-login' | 'too-plain' | 'same-as-before'

/** The reason a password is not accepted, or null. Characters are counted as people see them. */
export function whyNotPassword({
  password,
  login,
  before = null,
}: {
  password: string
  login: string
  before?: string | null
}): WhyNotPassword | null {
  const characters = [...password]
  if (characters.length < PASSWORD_LEAST) return 'too-short'
  if (password.length > PASSWORD_MOST) return 'too-long'
  const plain = password.toLowerCase()
  if (login.length >= 3 && plain.includes(login.toLowerCase())) return 'holds-login'
  if (new Set(characters).size < LEAST_DIFFERENT) return 'too-plain'
  const backwards = [...plain].reverse().join('')
  if (ROWS.some((row) => row.includes(plain) || row.includes(backwards))) return 'too-plain'
  if (before !== null && password === before) return 'same-as-before'
  return null
}

export const PASSWORD_WORDS: Record<WhyNotPassword, { ja: string; en: string }> = {
  'too-short': {
    ja: `${PASSWORD_LEAST}文字以上にしてください`,
    en: `use ${PASSWORD_LEAST} characters or more`,
  },
  'too-long': { ja: `${PASSWORD_MOST}文字以内にしてください`, en: `use at most ${PASSWORD_MOST} characters` },
  'holds-login': { ja: '利用者名を含めないでください', en: 'leave your user name out of it' },
  'too-plain': {
    ja: '推測されやすい並びです。別の言葉を組み合わせてください',
    en: 'it is easily guessed: put several different words together',
  },
  'same-as-before': {
    ja: '今と同じです。別のものにしてください',
    en: 'it is the present one: choose another',
  },
}
