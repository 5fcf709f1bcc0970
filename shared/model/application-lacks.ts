/**
 * What an application lacks before it can be submitted. The form asks while it is written, the environment asks again
 * and refuses. It judges completeness, never merit: that is the committee's.
 */
import {
  type ApplicationForm,
  catalogTableOf,
  columnsToAsk,
  databasesOf,
  type RequestedTable,
  SECURITY_MEASURES,
  type SecurityMeasure,
} from './application-form.ts'
import type { Dataset } from './catalog.ts'
import { linkabilityAmong } from './linkability.ts'

/** Parts of the form, in its order. */
export const SECTIONS = ['purpose', 'data', 'linkage', 'people', 'outputs', 'security', 'terms'] as const
export type Section = (typeof SECTIONS)[number]

/** Fields of free text, with the fewest characters that say something. */
export const LEAST = {
  titleJa: 5,
  titleEn: 5,
  purpose: 40,
  benefit: 20,
  method: 40,
  retention: 10,
} as const
export type TextField = keyof typeof LEAST

/** Years an application may ask for; longer work asks for an amendment. */
const MOST_YEARS = 5

export type Lack =
  | { section: Section; code: 'text-short'; field: TextField; least: number }
  | { section: 'data'; code: 'tables-none' }
  | {
      section: 'data'
      code: 'table-unknown' | 'columns-none' | 'condition-empty' | 'table-twice'
      table: string
    }
  | {
      section: 'data'
      code: 'reason-missing' | 'column-unknown' | 'condition-column-unknown' | 'condition-no-date'
      table: string
      columns: string[]
    }
  | { section: 'linkage'; code: 'linkage-undecided' | 'linkage-why-missing' | 'linkage-changed' }
  | { section: 'linkage'; code: 'linkage-impossible'; pairs: [Dataset, Dataset][] }
  | { section: 'people'; code: 'responsible-one'; have: number }
  | { section: 'people'; code: 'applicant-missing' | 'person-twice' }
  | { section: 'people'; code: 'person-unconfirmed' | 'duty-missing'; login: string }
  | { section: 'outputs'; code: 'outputs-none' | 'output-incomplete' }
  | { section: 'security'; code: 'measure-missing'; measures: SecurityMeasure[] }
  | { section: 'terms'; code: 'until-missing' | 'until-past' | 'fee-not-understood' | 'conflicts-undeclared' }
  | { section: 'terms'; code: 'until-too-late'; years: number }

export interface LackContext {
  datasets: readonly Dataset[]
  /** Login of the applicant, who must be on the application too. */
  applicant: string
  /** Logins of the people who confirmed under their own account. */
  confirmed: readonly string[]
  /** Today in Japan, ISO. */
  today: string
  /** Whether the amended permit links; null where none is amended. */
  amendsLinkage: boolean | null
}

/** Everything that is missing, in the order of the form; empty where it can be submitted. */
export function lacksOf(form: ApplicationForm, context: LackContext): Lack[] {
  return [
    ...texts(form, 'purpose', ['titleJa', 'titleEn', 'purpose', 'benefit', 'method']),
    ...dataLacks(form, context.datasets),
    ...linkageLacks(form, context),
    ...peopleLacks(form, context),
    ...outputLacks(form),
    ...securityLacks(form),
    ...termLacks(form, context.today),
  ]
}

const texts = (form: ApplicationForm, section: Section, fields: TextField[]): Lack[] =>
  fields
    .filter((field) => form[field].trim().length < LEAST[field])
    .map((field) => ({ section, code: 'text-short', field, least: LEAST[field] }))

function dataLacks(form: ApplicationForm, datasets: readonly Dataset[]): Lack[] {
  if (form.tables.length === 0) return [{ section: 'data', code: 'tables-none' }]
  const names = form.tables.map(({ schema, name }) => `${schema}.${name}`)
  return form.tables.flatMap((asked, at): Lack[] => {
    const table = names[at]!
    if (names.indexOf(table) !== at) return [{ section: 'data', code: 'table-twice', table }]
    return tableLacks(asked, table, datasets)
  })
}

function tableLacks(asked: RequestedTable, table: string, datasets: readonly Dataset[]): Lack[] {
  const known = catalogTableOf(datasets, asked)
  if (!known) return [{ section: 'data', code: 'table-unknown', table }]
  const lacks: Lack[] = []
  const say =
    (code: 'reason-missing' | 'column-unknown' | 'condition-column-unknown' | 'condition-no-date') =>
    (columns: string[]) => {
      if (columns.length > 0) lacks.push({ section: 'data', code, table, columns })
    }
  if (known.level === 'person') {
    const askable = columnsToAsk(known).map(({ name }) => name)
    if (asked.columns.length === 0) lacks.push({ section: 'data', code: 'columns-none', table })
    say('column-unknown')(asked.columns.map(({ name }) => name).filter((name) => !askable.includes(name)))
    say('reason-missing')(
      asked.columns.filter(({ reason }) => reason.trim().length < 2).map(({ name }) => name),
    )
  }
  const variable = (column: string) => known.variables.find(({ name }) => name === column)
  say('condition-column-unknown')(
    asked.conditions.map(({ column }) => column).filter((column) => !variable(column)),
  )
  say('condition-no-date')(
    asked.conditions
      .filter(({ column, from, until }) => {
        const type = variable(column)?.type
        return (from !== null || until !== null) && type !== undefined && !/^(DATE|TIMESTAMP)/.test(type)
      })
      .map(({ column }) => column),
  )
  const empty = asked.conditions.some(
    ({ from, until, in: values }) =>
      from === null && until === null && (values === null || values.length === 0),
  )
  if (empty) lacks.push({ section: 'data', code: 'condition-empty', table })
  return lacks
}

function linkageLacks(form: ApplicationForm, { datasets, amendsLinkage }: LackContext): Lack[] {
  const section = 'linkage'
  // Another way of pseudonyms would part the researchers' own tables from the new extract, or keep a link that ended.
  if (amendsLinkage !== null && (form.linkage.wanted === true) !== amendsLinkage)
    return [{ section, code: 'linkage-changed' }]
  const pairs = linkabilityAmong(datasets, databasesOf(form))
  if (pairs.length === 0) return []
  if (form.linkage.wanted === null) return [{ section, code: 'linkage-undecided' }]
  if (!form.linkage.wanted) return []
  const impossible = pairs.filter(({ standing }) => standing === 'none')
  return [
    ...(impossible.length > 0
      ? [
          {
            section,
            code: 'linkage-impossible',
            pairs: impossible.map(({ a, b }): [Dataset, Dataset] => [a, b]),
          } as const,
        ]
      : []),
    ...(form.linkage.why.trim().length < 10 ? [{ section, code: 'linkage-why-missing' } as const] : []),
  ]
}

function peopleLacks({ people }: ApplicationForm, { applicant, confirmed }: LackContext): Lack[] {
  const section = 'people'
  const logins = people.map(({ login }) => login.trim())
  const responsible = people.filter(({ part }) => part === 'responsible').length
  return [
    ...(logins.includes(applicant) ? [] : [{ section, code: 'applicant-missing' } as const]),
    ...(new Set(logins).size < logins.length ? [{ section, code: 'person-twice' } as const] : []),
    ...(responsible === 1 ? [] : [{ section, code: 'responsible-one', have: responsible } as const]),
    ...people.flatMap(({ login, part, duty }): Lack[] => [
      ...(confirmed.includes(login.trim()) ? [] : [{ section, code: 'person-unconfirmed', login } as const]),
      ...(part === 'contractor' && duty.trim().length < 5
        ? [{ section, code: 'duty-missing', login } as const]
        : []),
    ]),
  ]
}

function outputLacks({ outputs }: ApplicationForm): Lack[] {
  if (outputs.length === 0) return [{ section: 'outputs', code: 'outputs-none' }]
  const incomplete = outputs.some(
    ({ what, audience }) => what.trim().length < 3 || audience.trim().length < 2,
  )
  return incomplete ? [{ section: 'outputs', code: 'output-incomplete' }] : []
}

function securityLacks({ measures }: ApplicationForm): Lack[] {
  const missing = SECURITY_MEASURES.filter((measure) => !measures.includes(measure))
  return missing.length > 0 ? [{ section: 'security', code: 'measure-missing', measures: missing }] : []
}

function termLacks(form: ApplicationForm, today: string): Lack[] {
  const section = 'terms'
  const latest = `${Number(today.slice(0, 4)) + MOST_YEARS}${today.slice(4)}`
  const { none, statement } = form.conflicts
  return [
    ...(form.until === ''
      ? [{ section, code: 'until-missing' } as const]
      : form.until <= today
        ? [{ section, code: 'until-past' } as const]
        : form.until > latest
          ? [{ section, code: 'until-too-late', years: MOST_YEARS } as const]
          : []),
    ...texts(form, section, ['retention']),
    ...(form.feeUnderstood ? [] : [{ section, code: 'fee-not-understood' } as const]),
    ...(none === true || (none === false && statement.trim().length >= 5)
      ? []
      : [{ section, code: 'conflicts-undeclared' } as const]),
  ]
}
