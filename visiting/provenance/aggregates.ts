/**
 * What kind of aggregate a function is, that is, which persons matter to its value. A function that stands in no
 * list here is taken for one computed row by row; policy refuses what it does not know, so none is missed
 * (tests/visiting/provenance/aggregates.test.ts holds the lists against the engine's own catalog).
 */
const words = (list: string): string[] => list.trim().split(/\s+/)

/**
 * sum: who adds something other than zero; mean, moments, log-mean: who has a value, unless few hold most of it; extreme-low / extreme-high: who holds the
 * value; tail: who lies beyond the value; any: one person's value unless all of the group share it; mode: who holds
 * the value; pick-low / pick-high: who holds the extreme of the second argument; listing: individual data;
 * unknown: nothing is claimed.
 */
export type AggregateKind =
  | 'count-rows'
  | 'count'
  | 'count-if'
  | 'approximate-distinct'
  | 'sum'
  | 'mean'
  | 'moments'
  | 'log-mean'
  | 'extreme-low'
  | 'extreme-high'
  | 'tail'
  | 'any'
  | 'mode'
  | 'pick-low'
  | 'pick-high'
  | 'listing'
  | 'unknown'

const KINDS: Record<AggregateKind, string[]> = {
  'count-rows': ['count_star'],
  count: ['count', 'regr_count'],
  'count-if': ['count_if', 'countif'],
  'approximate-distinct': ['approx_count_distinct'],
  sum: words('sum sum_no_overflow fsum kahan_sum sumkahan'),
  mean: words('avg mean favg'),
  moments: words(`
    stddev stddev_pop stddev_samp variance var_pop var_samp sem
    corr covar_pop covar_samp regr_avgx regr_avgy regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  `),
  'log-mean': words('geomean geometric_mean'),
  'extreme-low': ['min', 'bool_and'],
  'extreme-high': ['max', 'bool_or'],
  tail: words('quantile quantile_cont quantile_disc median approx_quantile reservoir_quantile'),
  any: words('any_value arbitrary first last'),
  mode: ['mode'],
  'pick-low': words('arg_min argmin min_by arg_min_null arg_min_nulls_last'),
  'pick-high': words('arg_max argmax max_by arg_max_null arg_max_nulls_last'),
  listing: words(`
    list array_agg string_agg group_concat listagg histogram histogram_exact json_group_array json_group_object
    json_group_structure approx_top_k map_agg
  `),
  unknown: words(`
    bit_and bit_or bit_xor bitstring_agg entropy mad product wavg weighted_avg any_value_preserve_order arg_min_n
    arg_max_n skewness kurtosis kurtosis_pop
  `),
}

const KIND_OF = new Map<string, AggregateKind>(
  Object.entries(KINDS).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as AggregateKind] as const),
  ),
)

/** Null for a function that is no aggregate. */
export const aggregateKind = (name: string): AggregateKind | null => KIND_OF.get(name.toLowerCase()) ?? null

/** Functions that say yes or no. */
export const ASKS =
  /^(contains|starts_with|ends_with|prefix|suffix|regexp_matches|regexp_full_match|list_contains|list_has|array_contains|array_has|~~|!~~|~~\*|!~~\*|~~~|\^@|like_escape|not_like_escape|ilike_escape|not_ilike_escape|isnan|isinf|isfinite|signbit)$/

/** Functions whose value changes from call to call: two readings of the same rows would not agree. */
export const VOLATILE: ReadonlySet<string> = new Set(
  words('random uuid gen_random_uuid setseed nextval currval uuidv4 uuidv7'),
)

/** Functions that are NULL when an argument is NULL, so that a padded row adds nothing through them. */
export const STRICT: ReadonlySet<string> = new Set(
  words(
    '+ - * / // % abs round floor ceil ceiling trunc sqrt ln log log10 lower upper year month day date_part date_diff datediff date_trunc',
  ),
)
