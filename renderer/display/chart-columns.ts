/**
 * What the names of columns say they are in a chart: bounds of an interval, an estimate, a ratio, a survival, ages, sexes.
 * A guess only; the researcher sees and changes it.
 */

/** How lower and upper bounds are called, the longer names first so that `ci_low` is not read as `low`. */
const BOUNDS: readonly (readonly [string, string])[] = [
  ['lower', 'upper'],
  ['low', 'high'],
  ['lo', 'hi'],
  ['lcl', 'ucl'],
  ['lci', 'uci'],
  ['cil', 'ciu'],
  ['ll', 'ul'],
  ['lb', 'ub'],
  ['llci', 'ulci'],
  ['l95', 'u95'],
  ['q1', 'q3'],
  ['p25', 'p75'],
  ['2_5', '97_5'],
  ['025', '975'],
  ['下限', '上限'],
  ['下側', '上側'],
]

const plain = (name: string): string => name.normalize('NFKC').toLowerCase()
const isJapanese = (token: string): boolean => /[^\x20-\x7e]/.test(token)

/** The token as a word of its own; `slow` holds no `low`, `lower95` does hold `lower`. */
const tokenIn = (token: string): RegExp =>
  isJapanese(token) ? new RegExp(token) : new RegExp(`(?<![a-z0-9])${token}(?![a-z]|\\d{3})`)

export interface Interval {
  low: string
  high: string
  /** What is left of the lower bound’s name without what says that it is one: `or_ci_low` leaves `or`. */
  stem: string
}

/** Every pair of columns whose names differ only in which bound they are, in the order of the columns. */
export function intervalsIn(names: readonly string[]): Interval[] {
  const known = new Map(names.map((name) => [plain(name), name]))
  return names.flatMap((low) => {
    for (const [from, to] of BOUNDS) {
      const name = plain(low)
      if (!tokenIn(from).test(name)) continue
      const high = known.get(name.replace(tokenIn(from), to))
      if (high === undefined || high === low) continue
      const stem = name
        .replace(tokenIn(from), '')
        .replace(
          /(?<![a-z])(?:ci|conf|cl|bound|limit|95|90|99|pct)(?![a-z])|[9][059]%?|信頼区間?|区間|限界|%/g,
          '',
        )
        .replace(/^[^\p{L}]+|[^\p{L}\d]+$/gu, '')
      return [{ low, high, stem }]
    }
    return []
  })
}

const ESTIMATE =
  /^(?:point_?)?(?:estimates?|est|value|mean|median|rate|ratio|prop(?:ortion)?|prevalence|incidence|risk|survival|coef\w*|beta|推定値|点推定値|値|平均値?|中央値|率|割合|有病率|罹患率|発生率)$/
const RATIO =
  /(?:^|[^a-z])(?:a|c|log)?(?:or|hr|rr|irr|pr|sir|smr)(?:$|[^a-z])|(?:odds|hazard|risk|rate|prevalence|incidence)_?ratio|オッズ比|ハザード比|リスク比|率比|発生比|死亡比|相対危険/
const SURVIVAL = /(?:^|_)(?:surv\w*|km|kaplan\w*|cuminc\w*|cif)$|生存率|生存確率|生存割合|累積発生/
const TIME =
  /^(?:t|time|times|days?|weeks?|months?|years?|follow_?up\w*|経過\w*|時点|時間|日数|月数|年数|月|日|年|生存時間)$/
const AGE = /(?:^|[^a-z])ages?(?:$|[^a-z])|年齢|年代|歳|階級/
/** Not `area` alone, of which there may be few: names of what Japan has dozens of. */
const AREA = /prefecture|municipalit|都道府県|市区?町村|医療圏/
const SEX = /(?:^|[^a-z])(?:sex|gender)(?:$|[^a-z])|性別|^性$|男女/
const FEMALE_OR_MALE = /(?:^|[^a-z])(?:fe)?males?(?:$|[^a-z])|^(?:wo)?men$|男|女/

/** Ratios of risks, rates, odds or hazards; their logarithms are none. */
export const isRatio = (name: string): boolean => RATIO.test(plain(name)) && !/(?:^|_)log_?/.test(plain(name))
/** A share of people over time: survival or cumulative incidence. */
export const isSurvival = (name: string): boolean => SURVIVAL.test(plain(name))
/** Time since a beginning, as survival is drawn along; no date. */
export const isTimeSince = (name: string): boolean => TIME.test(plain(name))
/** Ages or bands of age. */
export const isAge = (name: string): boolean => AGE.test(plain(name))
/** Prefectures, municipalities and other areas: too many for colours. */
export const isArea = (name: string): boolean => AREA.test(plain(name))
/** A column that says the sex. */
export const isSex = (name: string): boolean => SEX.test(plain(name))
/** A column of numbers of one sex, as the two sides of a pyramid are. */
export const isOfOneSex = (name: string): boolean => FEMALE_OR_MALE.test(plain(name))

/** What lies within an interval: what it is named after, what is called an estimate, what stands before it. */
export function estimateOf(
  { stem, low, high }: Interval,
  { measures, names }: { measures: readonly string[]; names: readonly string[] },
): string | null {
  const own = measures.filter((name) => name !== low && name !== high)
  const before = names.slice(0, names.indexOf(low)).findLast((name) => own.includes(name))
  return (
    own.find((name) => stem !== '' && plain(name) === stem) ??
    own.find((name) => ESTIMATE.test(plain(name)) || isRatio(name) || isSurvival(name)) ??
    before ??
    own[0] ??
    null
  )
}
