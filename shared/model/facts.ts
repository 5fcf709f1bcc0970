/**
 * Facts: what each number of a result rests on, measured by the environment.
 *
 * A FactsPlan says, for a measured query, which hidden columns carry the facts
 * of which visible column. It holds no values; values are read with `factsOf`
 * in visiting/results. A fact may be lower than the truth, never higher.
 */
import { z } from 'zod'

/** Hidden columns of a measured result start with this; no column of a researcher may. */
export const FACT_PREFIX = '__vw_'

/** Why a shape could not be followed; words for it are in the message files under `unverified.<code>`. */
export const UnverifiedReason = z.strictObject({
  code: z.string(),
  /** Names (tables, columns, functions) and words of the environment's own, never values. */
  params: z.record(z.string(), z.string()),
})
export type UnverifiedReason = z.infer<typeof UnverifiedReason>

/**
 * What a column of a result is.
 * key: a group key; persons: a count of distinct persons; institutions: a count of distinct institutions;
 * count: another count (rows, events); sum; mean; rate: a quotient of aggregates;
 * extreme: min, max, first, arg_max, mode …; percentile; derived: any other function of aggregates;
 * constant: rests on no person's data; individual: a value of one person.
 */
export const ColumnRole = z.enum([
  'key',
  'persons',
  'institutions',
  'count',
  'sum',
  'mean',
  'rate',
  'extreme',
  'percentile',
  'derived',
  'constant',
  'individual',
])
export type ColumnRole = z.infer<typeof ColumnRole>

/**
 * Where a person's values come from. own: from that person, perhaps times a number; moved: the same with a number added,
 * or of years and the like; made: computed of values of that person, zero where these come to nothing; nothing: zero or
 * NULL; constant: one number, the same for all; switched: one number or how many, else nothing; mixed: numbers of the
 * query may stand among them.
 */
export const Origin = z.enum(['own', 'moved', 'made', 'nothing', 'constant', 'switched', 'mixed'])
export type Origin = z.infer<typeof Origin>

/** From how many persons on a number of persons is exact; 0: it always is. `denominatorPersons` counts for rates alone. */
export const ExactFrom = z.strictObject({
  persons: z.int().nonnegative(),
  denominatorPersons: z.int().nonnegative(),
})
export type ExactFrom = z.infer<typeof ExactFrom>

/** For counts that are told exactly from nobody on. */
export const ALWAYS_EXACT: ExactFrom = { persons: 0, denominatorPersons: 0 }

/** Of rows that come from several tables; null where those of one are never sure to be exact. */
export function exactFromAll(all: readonly (ExactFrom | null)[]): ExactFrom | null {
  const known = all.filter((one) => one !== null)
  if (known.length < all.length) return null
  const persons = Math.max(0, ...known.map((one) => one.persons))
  // Where one has a denominator and another none, its persons stand in both places.
  return { persons, denominatorPersons: Math.max(persons, ...known.map((one) => one.denominatorPersons)) }
}

/** A correlation or regression; one whose size says how close the fit is; a spread. */
export const Statistic = z.enum(['fit', 'strength', 'spread'])
export type Statistic = z.infer<typeof Statistic>

/** Where the facts of one visible column stand, and how sure they are. */
export const ColumnFacts = z.strictObject({
  name: z.string(),
  role: ColumnRole,
  /** Hidden column with the distinct persons who matter to the cell; null: the row's persons count. */
  persons: z.string().nullable(),
  /** Hidden column with the distinct institutions behind the cell. */
  institutions: z.string().nullable(),
  /** Hidden columns with the share (0–1) of the largest, and of the two largest contributors together. */
  top1Share: z.string().nullable(),
  top2Share: z.string().nullable(),
  /** True where the shares are upper bounds: nobody holds more, perhaps less. */
  sharesAtMost: z.boolean().optional(),
  /**
   * Stored rows: hidden boolean column, true where no person's part is below zero, so that parts of several rows cannot
   * cancel. Left out of counts, and of tables stored before it was kept.
   */
  oneSign: z.string().optional(),
  /** Stored rows: what the number decides may be one person's doing, however many stand behind it. */
  fewDecide: z.boolean().optional(),
  /** Stored rows: whether a number of a group is an exponent in it, or the factor of a limit; left out: not known. */
  exponent: z.enum(['none', 'number', 'factor']).optional(),
  /** Stored rows: it was made of several numbers of groups, as a ratio is, or is a share. */
  compound: z.boolean().optional(),
  /** Stored rows, beside `compound`: hidden column with the persons known to be in one of these only. */
  apartPersons: z.string().optional(),
  /** Stored rows: hidden column with the persons behind the least of the rows that it may have been handed over from. */
  othersPersons: z.string().optional(),
  /** For rates: hidden column with the persons of the denominator (`persons` is then the numerator's). */
  denominatorPersons: z.string().nullable(),
  /** 'exact', or 'at-least': the true number may be higher. */
  certainty: z.enum(['exact', 'at-least']),
  /** Beside 'at-least': from how many on the numbers of a cell are exact all the same. Left out where they may never be. */
  exactFrom: ExactFrom.optional(),
  /** Databases the cell draws on; [] for constants and open data. */
  databases: z.array(z.string()),
  /** Individual rows: why the column may be shown for what it is but not counted with, also once it is stored. */
  lost: UnverifiedReason.optional(),
  /** Individual rows: where the values come from, if not from the person alone; of groups mixed, or left out. */
  origin: Origin.optional(),
  /** Individual rows: of how many numbers of groups it was made. */
  numbers: z.enum(['one', 'several']).optional(),
  /** Individual rows: how many numbers of the person's own were taken times each other; left out where values may be weights. */
  power: z.number().nonnegative().optional(),
  /** Individual rows: made of several numbers of the person's, or of what a query put in their place; one such for some. */
  blend: z.enum(['several', 'one', 'pair', 'scaled']).optional(),
  /** Stored rows: gated, one thing or nothing by who somebody is; weighed, what it comes to goes by who somebody is. */
  naming: z.enum(['gated', 'weighed']).optional(),
  /** Correlations, regressions and spreads that the column shows; left out where none. */
  statistics: z.array(Statistic).optional(),
})
export type ColumnFacts = z.infer<typeof ColumnFacts>

/**
 * Places of the visible columns that each grouping set of ROLLUP, CUBE or GROUPING SETS keeps; in its rows the other keys
 * are NULL because they stand for all. Told where every row is there but for few persons.
 */
export const GroupingSets = z.array(z.array(z.int().nonnegative()))
export type GroupingSets = z.infer<typeof GroupingSets>

/** How the rows of a result relate to persons, and where its facts stand. */
export const FactsPlan = z.discriminatedUnion('kind', [
  /** No table with persons was read: everything may travel. */
  z.strictObject({
    kind: z.literal('open'),
    columns: z.array(ColumnFacts),
    /** Left out where there is one set alone, or nothing is known. */
    groupingSets: GroupingSets.optional(),
  }),
  /** Each row is a group of persons. */
  z.strictObject({
    kind: z.literal('aggregated'),
    columns: z.array(ColumnFacts),
    /** Hidden column: distinct persons behind the row, that is, behind the existence of the group. */
    rowPersons: z.string(),
    rowInstitutions: z.string().nullable(),
    /** Left out where there is one set alone, or nothing is known. */
    groupingSets: GroupingSets.optional(),
    /** True where numbers of institutions are lower bounds: there may be more. */
    institutionsAtLeast: z.boolean().optional(),
    /** Why nothing may be counted over these rows, also once they are stored; absent where all may. */
    chosen: UnverifiedReason.optional(),
    /** Visible columns whose numbers say in what order the rows lie. */
    ordered: z.array(z.string()).optional(),
    /** True where several rows may count one person's same data. */
    overlapping: z.boolean().optional(),
    /** True where a number of a group says which rows there are. */
    held: z.boolean().optional(),
    /** Stored rows: the minimum of persons that their facts were asked for; left out: the least there is. */
    minimum: z.int().optional(),
  }),
  /** Each row belongs to one person (or to a person and open data). */
  z.strictObject({
    kind: z.literal('individual'),
    columns: z.array(ColumnFacts),
    /** Hidden column with the row's person_id; the engine counts it and does not store it. Null where it is lost. */
    personColumn: z.string().nullable(),
    /** True where every row names its person; else some may name none. */
    named: z.boolean().optional(),
    /** Hidden column: no number drawn from a row rests on more persons than this. */
    cap: z.string().optional(),
    chosen: UnverifiedReason.optional(),
    /** True where rows that stand for the absence of persons are among them. */
    padded: z.boolean().optional(),
    /** A word for what of who persons are decides whose rows there are; left out: nothing. */
    byName: z.string().optional(),
    /** Where other rows stood beside a person's: even, as many beside each; made: how many, a condition could say. */
    rows: z.enum(['even', 'made']).optional(),
    /** True where the same row of a person may stand several times. */
    repeats: z.boolean().optional(),
    /** True where a number of a group says which rows there are. */
    held: z.boolean().optional(),
    /** Stored rows: the minimum of persons that their facts were asked for; left out: the least there is. */
    minimum: z.int().optional(),
  }),
  /** The shape cannot be followed: nothing is known about who stands behind a cell. */
  z.strictObject({
    kind: z.literal('unverified'),
    columns: z.array(ColumnFacts),
    reason: UnverifiedReason,
    databases: z.array(z.string()),
  }),
])
export type FactsPlan = z.infer<typeof FactsPlan>

/** Those of a plan; none where nothing is known. */
export const groupingSetsIn = (plan: FactsPlan): GroupingSets =>
  ('groupingSets' in plan ? plan.groupingSets : undefined) ?? []

/** How a cell may reach a client. Codes are sent as bytes in the `<column>__mask` column of a page. */
export const MASK = { shown: 0, 'below-minimum': 1, individual: 2, unverified: 3, dominated: 4 } as const
export type MaskName = keyof typeof MASK
/** In the order of their codes. */
export const MASK_NAMES = Object.keys(MASK) as MaskName[]

/** The facts of one cell, as read from the hidden columns. Persons null: unknown. */
export interface CellFacts {
  persons: number | null
  institutions: number | null
  top1Share: number | null
  top2Share: number | null
  denominatorPersons: number | null
  certainty: 'exact' | 'at-least'
  databases: string[]
}

/** Whether the numbers of persons of one cell are exact; unknown ones never are. */
export function certaintyOf(
  { certainty, exactFrom }: Pick<ColumnFacts, 'certainty' | 'exactFrom'>,
  { persons, denominatorPersons }: Pick<CellFacts, 'persons' | 'denominatorPersons'>,
): CellFacts['certainty'] {
  if (certainty === 'exact' || exactFrom === undefined || persons === null) return certainty
  const isExact =
    persons >= exactFrom.persons &&
    (denominatorPersons === null || denominatorPersons >= exactFrom.denominatorPersons)
  return isExact ? 'exact' : 'at-least'
}

/**
 * From how many on the persons behind a cell of a column are told exactly, those of a denominator aside; null: never.
 * Beside a constant the row's persons are told, and whether these are exact is not known of the column.
 */
export function personsExactFrom({ role, certainty, exactFrom }: ColumnFacts): number | null {
  if (role === 'constant') return null
  return certainty === 'exact' ? 0 : (exactFrom?.persons ?? null)
}
