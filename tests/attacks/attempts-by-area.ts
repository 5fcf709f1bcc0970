/** Lists of attempts that must come to the same in both worlds (./in-two-worlds.ts), by what they have in common. */
export interface Attempt {
  area: string
  name: string
  /** The last one's result is looked at. */
  statements: string[]
}

/** `area` adds to `attempts`, by their names; `written` puts what short words of a list stand for into each text. */
export function attemptsByArea(written: (sql: string) => string = (sql) => sql) {
  const attempts: Attempt[] = []
  return {
    attempts,
    area(of: string, list: Record<string, string | string[]>): void {
      for (const [name, given] of Object.entries(list))
        attempts.push({ area: of, name, statements: [given].flat().map(written) })
    },
  }
}
