/** Why a row went to quarantine, in Japanese: reports and quarantine files name reasons in English, screens in both. */

const words: Record<string, string> = {
  empty: '値がありません',
  'not in the code list': 'コード表にない値です',
  'not a number': '数値ではありません',
  'not a whole number': '整数ではありません',
  'out of range': '範囲外の数値です',
  'neither true nor false': '真偽値ではありません',
  'the date is not complete': '日付が年月日まで揃っていません',
  'not a date': '日付ではありません',
  'no person': '個人の識別子がありません',
  'not JSON': 'JSONではありません',
  'entered in error': '誤って記録されたものです',
  refuted: '否定された診断です',
  'not an order': '指示ではありません',
}

const patterns: [RegExp, string][] = [
  [/^(\d+) fields instead of (\d+)$/, '項目が $2 個ではなく $1 個です'],
  [/^characters that are not (.+)$/, '$1 として読めない文字があります'],
  [/^another resource than (.+)$/, '$1 ではないリソースです'],
  [/^its status is (.+)$/, '状態が $1 で、実施・確定されていません'],
  [/^no way to read (.+)$/, '型 $1 の読み方がありません'],
]

/** `reason` as a report has it, with the column in front where one is to blame. */
export function reasonInJapanese(reason: string): string {
  const [, column = '', bare = reason] = /^([^:]+): (.+)$/.exec(reason) ?? []
  const pattern = patterns.find(([shape]) => shape.test(bare))
  const said = words[bare] ?? (pattern ? bare.replace(...pattern) : bare)
  return column === '' ? said : `${column}：${said}`
}
