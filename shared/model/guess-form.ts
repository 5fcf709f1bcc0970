/**
 * What the names of a result’s columns look like: a survival table, a model’s coefficients. A guess only: the
 * researcher sees and changes it, and reviewers are told where a table looks like one and was not declared as such.
 */
import type { ModelForm, OutputForm, SurvivalForm } from './output-form.ts'

interface Named {
  name: string
  role?: string | undefined
}

const SURVIVAL = {
  time: /^(?:t|time|times|month|months|day|days|year|years|week|weeks|interval|follow[ _-]?up\w*|(?:経過|観察|追跡)(?:期間|時間|[月日年]数?)?|[月日年]数?|時点|時間|期間|生存(?:時間|月数|日数|年数))$/i,
  atRisk:
    /^(?:(?:n|no\.?|num|number|persons?)[ _]?)?(?:at[ _]?)?risk(?:[ _]?set)?$|リスク(?:集合|セット|人数|対象|のある)|^(?:観察)?対象者数$|^観察人数$/i,
  events:
    /^(?:(?:n|d|no\.?|num|number)[ _]?)?(?:of[ _]?)?(?:events?|deaths?|died|failures?)$|イベント|^死亡(?:者)?数?$|^発(?:生|症)(?:者)?数$/i,
  censored: /^(?:n[ _]?)?(?:censor\w*|cens|lost|withdrawn)$|打ち?切り?|脱落/i,
  survival:
    /^(?:s\(t\)|surv\w*|km(?:[ _]?estimate)?|kaplan[ _-]?meier\w*|cum(?:ulative)?[ _]?(?:survival|incidence|hazard)|(?:累積)?生存(?:率|割合|確率)|累積(?:発生|罹患|死亡)(?:率|割合)|累積ハザード)$/i,
  strata: /^(?:strat(?:um|a)|group|arm|treatment|exposure|exposed|vaccinated|cohort|群|層|曝露)$/i,
} as const
const MODEL = {
  term: /^(?:terms?|variables?|covariates?|factors?|parameters?|coefficient[ _]?name|predictors?|項目?|変数名?|説明変数|共変量|因子|要因|予測因子)$/i,
  estimate:
    /^(?:estimates?|coef\w*|beta|b|(?:log|adj(?:usted)?|crude|a)?[ _]?(?:or|hr|rr|irr)(?:[ _]?adj(?:usted)?)?|(?:(?:adjusted|crude)[ _]?)?(?:odds|hazard|risk|rate)[ _]?ratio|推定値|(?:偏?回帰)?係数|(?:(?:調整|粗)(?:済み?)?)?(?:オッズ|ハザード|リスク|率)比)(?:\s*[(（].*)?$/i,
  standardError: /^(?:se|std_?err\w*|standard_?error|標準誤差)$/i,
  observations: /^(?:n|n_?obs|obs|observations|sample(?:_?size)?|対象数|標本数|解析対象数)$/i,
  persons: /^(?:persons|n_?exposed|n_?level|level_?n|indicator_?n|exposed_?persons|該当者数|人数)$/i,
} as const

const find = (columns: readonly Named[], pattern: RegExp): string | null =>
  columns.find(({ name }) => pattern.test(name))?.name ?? null

/** The mapping where the names say all that a curve needs; null otherwise. */
function guessSurvival(columns: readonly Named[]): SurvivalForm | null {
  const time = find(columns, SURVIVAL.time)
  const atRisk = find(columns, SURVIVAL.atRisk)
  const events = find(columns, SURVIVAL.events)
  if (time === null || atRisk === null || events === null) return null
  const censored = find(columns, SURVIVAL.censored)
  const others = columns.filter(
    ({ name, role }) => ![time, atRisk, events, censored].includes(name) && (role ?? 'key') === 'key',
  )
  const strata = find(columns, SURVIVAL.strata) ?? (others.length === 1 ? others[0]!.name : null)
  return { kind: 'survival', time, atRisk, events, censored, strata }
}

/** The mapping where the names say all that a model needs; null otherwise. */
function guessModel(columns: readonly Named[]): ModelForm | null {
  const term = find(columns, MODEL.term)
  const estimate = find(columns, MODEL.estimate)
  if (term === null || estimate === null) return null
  return modelOf(columns, { term, estimate })
}

const modelOf = (
  columns: readonly Named[],
  { term, estimate }: Pick<ModelForm, 'term' | 'estimate'>,
): ModelForm => ({
  kind: 'model',
  term,
  estimate,
  standardError: find(columns, MODEL.standardError),
  observations: find(columns, MODEL.observations),
  statedObservations: null,
  statedParameters: null,
  persons: find(columns, MODEL.persons),
  counts: null,
  continuous: [],
})

/** A time with the height of a curve and none of the counts behind it: nothing to read a curve from, but one all the same. */
export const looksLikeCurve = (columns: readonly Named[]): boolean =>
  guessSurvival(columns) !== null ||
  (find(columns, SURVIVAL.time) !== null && find(columns, SURVIVAL.survival) !== null)

/**
 * A plain table where the names tell of nothing else; a survival table before a model where they tell of
 * both.
 */
export const guessForm = (columns: readonly Named[]): OutputForm =>
  guessSurvival(columns) ?? guessModel(columns) ?? { kind: 'table' }

/** A mapping to begin with where names say nothing: keys and counts in the order they stand. */
export function beginSurvival(columns: readonly Named[]): SurvivalForm {
  const guessed = guessSurvival(columns)
  if (guessed) return guessed
  const keys = columns.filter(({ role }) => role === 'key' || role === 'constant')
  const counts = columns.filter(({ role }) => role === 'persons' || role === 'count')
  const any = columns[0]?.name ?? '-'
  return {
    kind: 'survival',
    time: find(columns, SURVIVAL.time) ?? keys[0]?.name ?? any,
    atRisk: find(columns, SURVIVAL.atRisk) ?? counts[0]?.name ?? any,
    events: find(columns, SURVIVAL.events) ?? counts[1]?.name ?? any,
    censored: find(columns, SURVIVAL.censored) ?? counts[2]?.name ?? null,
    strata: null,
  }
}

/**
 * What the form of a model begins with once somebody said it is one: the guess, or columns of a fitting role.
 */
export function beginModel(columns: readonly Named[]): ModelForm {
  const guessed = guessModel(columns)
  if (guessed) return guessed
  const any = columns[0]?.name ?? '-'
  const text = columns.find(({ role }) => role === 'key' || role === 'constant')?.name ?? any
  const number = columns.find(({ role }) => role === 'derived' || role === 'rate' || role === 'mean')?.name
  return modelOf(columns, {
    term: find(columns, MODEL.term) ?? text,
    estimate: find(columns, MODEL.estimate) ?? number ?? any,
  })
}
