/** The answers of the disclosure commands for people: aligned tables on a terminal. */

import { FINDING_WORDS } from '../../shared/model/finding-words.ts'
import type { AttackAnswer, Interval } from './attack-intervals.ts'
import type { AuditAnswer, AuditedCell } from './audit-tables.ts'
import type { ProtectInput } from './command-input.ts'
import type { ProtectAnswer } from './run-protect.ts'

const STATUS_WORDS = {
  shown: '● 表示 shown',
  primary: '■ 一次 primary',
  secondary: '□ 二次 secondary',
  'not-allowed': '■ 不可 not allowed',
} as const

/** For `disclosure protect`, with its findings in words. */
export function protectText(
  { cells, method, gap, elapsedMs, unlinked, complete, inWholes }: ProtectAnswer,
  { dims, tables }: Pick<ProtectInput, 'dims' | 'tables'>,
): string {
  const several = new Set(tables.map(({ file }) => file)).size > 1
  const lines = aligned([
    [...(several ? ['file'] : []), ...dims, 'count', 'status', 'interval', 'findings'],
    ...cells.map(({ file, key, count, status, interval, findings }) => [
      ...(several ? [file] : []),
      ...dims.map((dim) => key[dim] ?? ''),
      String(count),
      STATUS_WORDS[status],
      interval ? intervalText(interval) : '',
      findings.join(' '),
    ]),
  ])
  const of = (status: string) => cells.filter((cell) => cell.status === status).length
  lines.push(
    '',
    `表示 shown ${of('shown')} · 一次 primary ${of('primary')} · 二次 secondary ${of('secondary')}`,
    `${method} · gap ${(gap * 100).toFixed(1)} % · ${Math.round(elapsedMs)} ms`,
  )
  if (unlinked.length > 0)
    lines.push(
      `共通の区画の値が異なるため、別々に秘匿しました / protected by themselves, since shared cells differ: ${unlinked.join(', ')}`,
    )
  if (cells.some(({ findings }) => findings.includes('one-category'))) lines.push(ONE_CATEGORY)
  lines.push(...unfinished({ complete, inWholes }))
  return lines.join('\n')
}

/** Why no rule hid it, and what can be done. */
const ONE_CATEGORY =
  '▲ one-category: その集団の全員が一つの区分にいます。属すると知られた人の区分が分かるため、区分をまとめるか、示してよいか人が判断してください / everybody of a group is in one category, so that of whoever is known to belong to it the category is known: merge categories, or have a person judge'

/** For `disclosure audit`. */
export function auditText(
  cells: readonly AuditedCell[],
  { marginsComputed, complete, inWholes }: Omit<AuditAnswer, 'cells'>,
): string {
  const lines = aligned([
    ['file', 'key', 'interval', ''],
    ...cells.map(({ table, key, interval, exact }) => [
      table,
      Object.entries(key)
        .map(([dim, category]) => `${dim}=${category}`)
        .join(', '),
      intervalText(interval),
      exact ? '▲ 特定可能 exact' : '',
    ]),
  ])
  const exact = cells.filter((cell) => cell.exact).length
  lines.push('', `秘匿 hidden ${cells.length} · 特定可能 exact ${exact}`)
  if (marginsComputed.length > 0)
    lines.push(
      `合計は計算し、公表されたものとして扱いました / margins were computed and taken as shown: ${marginsComputed.join(', ')}`,
    )
  lines.push(...unfinished({ complete, inWholes }))
  return lines.join('\n')
}

/** What is left to say of intervals that are not exact. */
function unfinished({ complete, inWholes }: Pick<AttackAnswer, 'complete' | 'inWholes'>): string[] {
  const words = FINDING_WORDS[complete ? 'attack-in-fractions' : 'attack-unfinished']
  return complete && inWholes ? [] : [`▲ ${words.ja} / ${words.en}`]
}

function intervalText({ low, high }: Interval): string {
  return `${Number.isFinite(low) ? low : '−∞'} – ${Number.isFinite(high) ? high : '∞'}`
}

/** Width on a terminal: East Asian wide characters take two places. */
function width(text: string): number {
  let places = 0
  for (const character of text)
    places +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1
  return places
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => width(row[column]!))))
  return rows.map((row) =>
    row
      .map((text, column) => text + ' '.repeat(widths[column]! - width(text)))
      .join('  ')
      .trimEnd(),
  )
}
