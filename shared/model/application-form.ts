/**
 * What an application asks for and why. A draft may be empty; how large it may be is bounded here, and what it lacks
 * before it can be submitted is told by ./application-lacks.ts.
 */
import { z } from 'zod'
import type { CatalogTable, Dataset, Variable } from './catalog.ts'
import { DatabaseId } from './ids.ts'
import { RowCondition } from './permit.ts'

/** Neither control characters nor marks that turn the direction of writing: what is read is what was written. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not come in
const PLAIN = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$/

const text = (most: number) => z.string().max(most).regex(PLAIN)

const RequestedColumn = z.strictObject({ name: text(100), reason: text(600) })
export type RequestedColumn = z.infer<typeof RequestedColumn>

/** One table that is asked for, column by column. */
export const RequestedTable = z.strictObject({
  database: DatabaseId,
  schema: text(60),
  name: text(60),
  /** Columns with the reason for each; the person pseudonym comes with every table. Empty for open tables: all. */
  columns: z.array(RequestedColumn).max(200),
  /** Period, regions, code lists: only these rows are asked for. */
  conditions: z
    .array(
      RowCondition.extend({
        column: text(100),
        from: z.iso.date().nullable(),
        until: z.iso.date().nullable(),
        in: z.array(text(60)).max(1000).nullable(),
      }),
    )
    .max(20),
})
export type RequestedTable = z.infer<typeof RequestedTable>

/** `contractor`: works for one of the others under contract, and needs an account of their own like everybody. */
export const PersonPart = z.enum(['responsible', 'researcher', 'contractor'])
export type PersonPart = z.infer<typeof PersonPart>

/** Somebody named by their account; who they are and where they belong is told by the account once they confirm. */
export const RequestedPerson = z.strictObject({ login: text(100), part: PersonPart, duty: text(600) })
export type RequestedPerson = z.infer<typeof RequestedPerson>

/** 安全管理措置: organisational, human, physical and technical measures everybody on the application keeps. */
export const SecurityMeasure = z.enum([
  'own-account',
  'supervision',
  'training',
  'restricted-place',
  'screen-privacy',
  'no-capture',
  'managed-device',
  'incident-report',
  'no-collation',
  'erasure',
])
export type SecurityMeasure = z.infer<typeof SecurityMeasure>
/** Every measure a form asks about, in the form's order. */
export const SECURITY_MEASURES = SecurityMeasure.options

/** All that an application says; texts are bounded in characters. */
export const ApplicationForm = z.strictObject({
  titleJa: text(200),
  titleEn: text(200),
  /** The public interest it serves. */
  purpose: text(6_000),
  purposeEn: text(6_000),
  benefit: text(6_000),
  /** The plan of analysis. */
  method: text(12_000),
  tables: z.array(RequestedTable).max(80),
  linkage: z.strictObject({ wanted: z.boolean().nullable(), why: text(4_000) }),
  people: z.array(RequestedPerson).max(50),
  outputs: z.array(z.strictObject({ what: text(600), audience: text(600) })).max(40),
  measures: z.array(SecurityMeasure).max(SECURITY_MEASURES.length),
  measuresNote: text(4_000),
  /** Last day of use, ISO; empty while it is not chosen. */
  until: z.union([z.literal(''), z.iso.date()]),
  retention: text(4_000),
  feeUnderstood: z.boolean(),
  /** Reference of an ethics review that took place elsewhere; may be empty. */
  ethicsReference: text(600),
  conflicts: z.strictObject({ none: z.boolean().nullable(), statement: text(4_000) }),
})
export type ApplicationForm = z.infer<typeof ApplicationForm>

/** What a draft begins as: nothing written, nothing asked for. */
export const emptyForm = (): ApplicationForm => ({
  titleJa: '',
  titleEn: '',
  purpose: '',
  purposeEn: '',
  benefit: '',
  method: '',
  tables: [],
  linkage: { wanted: null, why: '' },
  people: [],
  outputs: [],
  measures: [],
  measuresNote: '',
  until: '',
  retention: '',
  feeUnderstood: false,
  ethicsReference: '',
  conflicts: { none: null, statement: '' },
})

/** The catalog's entry of a requested table, or undefined. */
export function catalogTableOf(
  datasets: readonly Dataset[],
  asked: Pick<RequestedTable, 'database' | 'schema' | 'name'>,
): CatalogTable | undefined {
  return datasets
    .find(({ id }) => id === asked.database)
    ?.tables.find(({ schema, name }) => schema === asked.schema && name === asked.name)
}

/** Columns that can be asked for: all but the person pseudonym, which comes with every table. */
export const columnsToAsk = (table: CatalogTable): Variable[] =>
  table.variables.filter(({ identity }) => identity !== 'person')

export interface Exposure {
  columns: number
  quasi: number
  sensitive: number
  /** Columns the tables have. */
  of: number
}

/** How much is asked for: columns, and how many of them are quasi-identifying or sensitive. Data minimisation. */
export function exposureOf(tables: readonly RequestedTable[], datasets: readonly Dataset[]): Exposure {
  const counted: Exposure = { columns: 0, quasi: 0, sensitive: 0, of: 0 }
  for (const asked of tables) {
    const table = catalogTableOf(datasets, asked)
    if (!table || table.level === 'open') continue
    const known = columnsToAsk(table)
    counted.of += known.length
    for (const { name, sensitivity } of known) {
      if (!asked.columns.some((column) => column.name === name)) continue
      counted.columns += 1
      if (sensitivity === 'quasi-identifier') counted.quasi += 1
      if (sensitivity === 'sensitive') counted.sensitive += 1
    }
  }
  return counted
}

/** The databases of the requested tables, in the order they were first named. */
export const databasesOf = (form: Pick<ApplicationForm, 'tables'>): string[] => [
  ...new Set(form.tables.map(({ database }) => database)),
]

/** Adds tables and columns to those asked for; what is there keeps its reasons. */
export function withTables(
  tables: readonly RequestedTable[],
  added: readonly { database: string; schema: string; name: string; columns: readonly string[] }[],
): RequestedTable[] {
  const merged = tables.map((table) => ({ ...table, columns: [...table.columns] }))
  for (const { database, schema, name, columns } of added) {
    let table = merged.find((one) => one.schema === schema && one.name === name)
    if (!table) {
      table = { database, schema, name, columns: [], conditions: [] }
      merged.push(table)
    }
    for (const column of columns)
      if (!table.columns.some((one) => one.name === column)) table.columns.push({ name: column, reason: '' })
  }
  return merged
}
