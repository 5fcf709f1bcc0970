/** What provenance is told of the tables a tree names. */
import type { PermitTable } from '../../shared/model/permit.ts'
import type { KnownTable } from '../provenance/measure.ts'
import { EXTRACT, type PolicyContext, WORK, type WorkspaceObject } from './context.ts'

/** A table of the permit, with the numbers of rows and persons where its extract was built with them. */
export function knownPermitTable(
  table: PermitTable,
  context: Pick<PolicyContext, 'extract' | 'linkageApproved' | 'minimumPersons'>,
): KnownTable {
  const built = context.extract?.find(({ schema, name }) => schema === table.schema && name === table.name)
  const holding = (identity: 'person' | 'institution') =>
    table.columns.find((column) => column.identity === identity)?.name ?? null
  return {
    catalog: EXTRACT,
    schema: table.schema,
    name: table.name,
    database: table.database,
    level: table.level,
    columns: table.columns.map(({ name, type, identity }) => ({ name, type, identity })),
    personColumn: holding('person'),
    institutionColumn: holding('institution'),
    numbered: built?.ordinals
      ? { rows: built.rows, persons: built.persons ?? null, ordinals: built.ordinals }
      : null,
    plan: null,
    ...termsOf(context),
  }
}

/** What of a permit's terms says how far facts have to go. */
const termsOf = ({
  linkageApproved,
  minimumPersons,
}: Pick<PolicyContext, 'linkageApproved' | 'minimumPersons'>) => ({
  unlinked: linkageApproved !== true,
  minimumPersons,
})

const LEVELS = {
  open: 'open',
  aggregated: 'aggregated',
  individual: 'person',
  unverified: 'unverified',
} as const

/** A table of the researcher's own: what is known of it is the plan its rows were stored with. */
export function knownWorkspaceTable(
  { name, columns, plan }: WorkspaceObject,
  context: Pick<PolicyContext, 'linkageApproved' | 'minimumPersons'>,
): KnownTable {
  const personColumn = plan.kind === 'individual' ? plan.personColumn : null
  const isPerson = (column: string) => column.toLowerCase() === personColumn?.toLowerCase()
  return {
    catalog: WORK.catalog,
    schema: WORK.schema,
    name,
    database: databasesOf(plan)[0] ?? WORK.catalog,
    level: LEVELS[plan.kind],
    columns: columns.map((column) => ({ ...column, identity: isPerson(column.name) ? 'person' : null })),
    personColumn,
    institutionColumn: null,
    // Numbers change when the extract is built anew; a workspace outlives that.
    numbered: null,
    plan,
    ...termsOf(context),
  }
}

/** Databases a plan draws on. */
export const databasesOf = (plan: WorkspaceObject['plan']): string[] => [
  ...new Set([
    ...plan.columns.flatMap((column) => column.databases),
    ...(plan.kind === 'unverified' ? plan.databases : []),
  ]),
]

/** `schema.table` of the permit's tables among these. */
export const readOfPermit = (tables: KnownTable[]): string[] =>
  tables.filter(({ catalog }) => catalog === EXTRACT).map(({ schema, name }) => `${schema}.${name}`)
