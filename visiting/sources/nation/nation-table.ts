/** What the generator is made of: staging steps that live for one chunk of persons, and the tables they end in. */

export interface Stage {
  /** Name of the temporary table. */
  name: string
  select: string
}

export interface NationTable {
  schema: string
  name: string
  /** Date column whose calendar year splits the files; null for small tables. */
  yearOf: string | null
  /** Total order of the rows within a file, beginning with person_id: the same seed gives the same files. */
  orderBy: string
  select: string
}

/** First and last day of the claims period: fiscal years 2019 to 2023. */
export const periodFrom = '2019-04-01'
/** Last day of the data, ISO. */
export const periodUntil = '2024-03-31'
/** How many the data covers. */
export const months = 60
/** Calendar years the period touches. */
export const years = [2019, 2020, 2021, 2022, 2023, 2024] as const
