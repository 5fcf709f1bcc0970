/**
 * A table of coefficients read as a model: how many observations and parameters, who is behind each indicator. What
 * the environment measured is told apart from what the researcher says of it.
 *
 * Adds findings to those of the table it is; hides and shows nothing itself.
 */
import type { Finding } from '../../shared/model/findings.ts'
import type { ModelForm, ModelReport } from '../../shared/model/output-form.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import type { CellFinding } from './judge-cells.ts'
import { checkModel } from './model-output.ts'
import { pickRuleSets, ruleNamed, strictestRule } from './rule-sets.ts'
import { isTold, numberOf, type TableInput, type TableRow, textOf } from './table-input.ts'

export interface ReadModel {
  found: Finding[]
  /** null where the environment could not measure the result at all. */
  report: ModelReport | null
}

/** In place of a term whose name may not be told. */
const UNTOLD = '■'

/** Coefficient rows that are never indicators. */
const INTERCEPT = /^\(?(?:intercept|const(?:ant)?|_cons|切片|定数項)\)?$/i

export interface ModelContext {
  /** The table that the form takes its counts from; its columns were asked for before. */
  counts: TableInput | null
  rules: readonly RuleSet[]
  asOf: string
  /** By row and column: whether a client may have the cell before the release. The name of a term may be one person's. */
  travels: readonly (readonly boolean[])[]
}

/**
 * `counts` is the table of the same submission that measures the model's observations, where one was named.
 * The report is null where the result is unverified: nothing may be told of it.
 */
export function readModel(
  input: TableInput,
  form: ModelForm,
  { counts, rules, asOf, travels }: ModelContext,
): ReadModel {
  const of = (
    { code, severity, rule, params }: CellFinding,
    place: Partial<Pick<Finding, 'row' | 'column'>> = {},
  ): Finding => ({
    code,
    severity,
    ...ruleNamed(rule),
    row: null,
    column: null,
    params,
    ...place,
  })
  const say = (code: CellFinding['code'], severity: Finding['severity'], params: Finding['params'] = {}) =>
    of({ code, severity, rule: null, params })
  // Of such a result nothing may be told, not even whether its model is sound.
  if (!input.verified) return { found: [say('model-unmeasured', 'warning')], report: null }

  const at = (table: TableInput, name: string | null) =>
    name === null ? -1 : table.columns.findIndex((column) => column.name === name)
  const databases = [...new Set(input.columns.flatMap((column) => column.databases))]
  const { sets } = pickRuleSets(rules, { databases, asOf })
  const { minimumPersons } = input
  const found: Finding[] = []

  const observed = observationsOf(input, at(input, form.observations))
  const observations = observed?.value ?? form.statedObservations
  const parameters = Math.max(input.rows.length, form.statedParameters ?? 0)
  if (observations === null) found.push(say('model-observations-missing', 'blocking'))
  else if (!observed) found.push(say('model-observations-stated', 'warning', { count: observations }))

  const term = at(input, form.term)
  const own = at(input, form.persons)
  const behind = new Map<string, number>()
  const put = (table: TableInput, columns: { name: number; persons: number }) => {
    for (const row of table.rows) {
      // The name of a small group says who is in it, also by a term of the same name.
      if (table !== input && !isTold(row, columns.name)) continue
      const count = personsIn(table, columns.persons, row)
      if (count !== null) behind.set(textOf(row.values[columns.name]), count)
    }
  }
  if (own >= 0) put(input, { name: term, persons: own })
  else if (counts && form.counts)
    put(counts, { name: at(counts, form.counts.term), persons: at(counts, form.counts.persons) })

  const continuous = new Set(form.continuous)
  const terms = input.rows.map(({ values }, row) => {
    const name = textOf(values[term])
    const isPlain = continuous.has(name) || INTERCEPT.test(name)
    const told = travels[row]?.[term] ? name : UNTOLD
    return { name, told, row, isPlain, persons: isPlain ? null : (behind.get(name) ?? null) }
  })
  const places = new Map(terms.map(({ name, told, row }) => [name, { told, row, column: form.term }]))
  const distinctCells = counts && own < 0 ? counts.rows.length : null
  const findings = checkModel(
    {
      observations: observations ?? Number.MAX_SAFE_INTEGER,
      parameters,
      distinctCells,
      terms,
      persons: observed?.persons ?? null,
    },
    { sets, minimumPersons },
  )
  const least = Math.max(strictestRule(sets, { kind: 'persons' })?.threshold ?? 0, minimumPersons)
  // A number of observations that rests on too few is told no more here than in its cell.
  const tells = observed === null || (observed.persons !== null && observed.persons >= least)
  for (const finding of findings) {
    const place =
      finding.code === 'model-small-indicator' ? places.get(String(finding.params.term)) : undefined
    if (place) {
      const { told, ...where } = place
      found.push(of({ ...finding, params: { ...finding.params, term: told } }, where))
    } else if (finding.code === 'model-few-df' && !tells)
      found.push(of({ ...finding, params: { ...finding.params, df: '?' } }))
    else found.push(of(finding))
  }
  for (const { told, row, isPlain, persons } of terms)
    if (!isPlain && persons === null)
      found.push({
        ...say('model-indicator-unmeasured', 'warning', { term: told }),
        row,
        column: form.term,
      })
  const df = observations === null ? null : observations - parameters
  const isSaturated = findings.some(({ code }) => code === 'model-saturated')
  const saturated = isSaturated || distinctCells !== null ? isSaturated : null
  if (saturated === null) found.push(say('model-saturation-unknown', 'warning'))

  const rule = strictestRule(sets, { kind: 'model' })
  const words = (persons: number): string => {
    const others = observed?.persons == null ? null : observed.persons - persons
    if (persons > 0 && persons < least) return `<${least}`
    return others !== null && others > 0 && others < least ? `≥${least}` : String(persons)
  }
  return {
    found,
    report: {
      kind: 'model',
      threshold: rule?.threshold ?? 10,
      ...ruleNamed(rule),
      observations: tells ? observations : null,
      observationsMeasured: observed !== null,
      parameters,
      residualDf: tells ? df : null,
      saturated,
      terms: terms.map(({ told, persons, isPlain }) => ({
        name: told,
        persons: persons === null ? null : words(persons),
        measured: isPlain || persons !== null,
      })),
    },
  }
}

/**
 * The least number in a column of counts that the environment measured, with the persons behind it; null where it is none.
 * A number that may not be told is taken for none of nobody, so that no finding goes by what it is.
 */
function observationsOf(
  { columns, rows }: TableInput,
  column: number,
): { value: number; persons: number | null } | null {
  if (column < 0 || !['persons', 'count'].includes(columns[column]!.role)) return null
  const values = rows.map((row) => numberOf(row.values[column]))
  if (values.length === 0 || values.some((value) => value === null)) return null
  if (!rows.every((row) => isTold(row, column))) return { value: 0, persons: 0 }
  const persons = rows.map(({ facts }) => facts[column]!.persons)
  if (persons.some((count) => count === null)) return null
  return { value: Math.min(...(values as number[])), persons: Math.min(...(persons as number[])) }
}

/**
 * Persons that a count stands for: what it says, or what was measured behind it if that is less; null: no such count. One
 * that may not be told is few, whether or not it is zero.
 */
function personsIn({ columns, verified }: TableInput, column: number, row: TableRow): number | null {
  if (!verified || !['persons', 'count'].includes(columns[column]?.role ?? '')) return null
  if (!isTold(row, column)) return 1
  const value = numberOf(row.values[column])
  const persons = row.facts[column]!.persons
  return value === null || persons === null ? null : Math.min(value, persons)
}
