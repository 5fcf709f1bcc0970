/** The detail of an entry in one line: `name: value` pairs, long values cut. */
const MOST = 80

export function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${short(value)}`)
    .join(' · ')
}

function short(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replace(/\s+/g, ' ')
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}

/** To the second, in Japan's time and ISO order: `2026-11-23 18:40:12`. */
export const japanTime = (at: string): string =>
  new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
