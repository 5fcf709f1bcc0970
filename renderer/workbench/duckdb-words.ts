/** Words of DuckDB's SQL for highlighting and completion. What may actually be used is decided by the environment. */

export const KEYWORDS = (
  'ALL AND ANTI ANY AS ASC ASOF BETWEEN BY CASE CAST COLUMNS CREATE CROSS CUBE CURRENT DESC DESCRIBE DISTINCT DROP ' +
  'ELSE END EXCEPT EXCLUDE EXISTS FALSE FILTER FIRST FOLLOWING FROM FULL GROUP GROUPING HAVING ILIKE IN INNER INSERT ' +
  'INTERSECT INTERVAL INTO IS JOIN LAST LATERAL LEFT LIKE LIMIT MATERIALIZED NATURAL NOT NULL NULLS OFFSET ON OR ' +
  'ORDER OUTER OVER PARTITION PIVOT POSITIONAL PRECEDING QUALIFY RANGE RECURSIVE RENAME REPLACE RIGHT ROLLUP ROW ROWS ' +
  'SELECT SEMI SETS SHOW SIMILAR SUMMARIZE TABLE TABLESAMPLE THEN TO TRUE TRY_CAST UNBOUNDED UNION UNPIVOT USING VALUES ' +
  'VIEW WHEN WHERE WINDOW WITH WITHIN'
).split(' ')

export const TYPES = (
  'BIGINT BLOB BOOLEAN DATE DECIMAL DOUBLE FLOAT HUGEINT INTEGER INTERVAL SMALLINT TEXT TIME TIMESTAMP TIMESTAMPTZ ' +
  'TINYINT UBIGINT UINTEGER USMALLINT UTINYINT UUID VARCHAR'
).split(' ')

/** Functions as people write them, with their parameters. */
export const FUNCTIONS: Record<string, string> = {
  abs: 'abs(x)',
  age: 'age(timestamp, timestamp)',
  approx_count_distinct: 'approx_count_distinct(x)',
  arg_max: 'arg_max(arg, value)',
  arg_min: 'arg_min(arg, value)',
  avg: 'avg(x)',
  bool_and: 'bool_and(x)',
  bool_or: 'bool_or(x)',
  ceil: 'ceil(x)',
  coalesce: 'coalesce(a, b, …)',
  concat: 'concat(a, b, …)',
  contains: 'contains(text, part)',
  corr: 'corr(y, x)',
  count: 'count(x)',
  cume_dist: 'cume_dist()',
  date_diff: "date_diff('day', from, until)",
  date_part: "date_part('year', date)",
  date_sub: "date_sub('month', from, until)",
  date_trunc: "date_trunc('month', date)",
  dense_rank: 'dense_rank()',
  exp: 'exp(x)',
  first_value: 'first_value(x)',
  floor: 'floor(x)',
  generate_series: 'generate_series(from, until, step)',
  greatest: 'greatest(a, b, …)',
  histogram: 'histogram(x)',
  if: 'if(condition, yes, no)',
  ifnull: 'ifnull(x, otherwise)',
  lag: 'lag(x, 1)',
  last_day: 'last_day(date)',
  last_value: 'last_value(x)',
  lead: 'lead(x, 1)',
  least: 'least(a, b, …)',
  left: 'left(text, n)',
  length: 'length(text)',
  list: 'list(x)',
  ln: 'ln(x)',
  log10: 'log10(x)',
  lower: 'lower(text)',
  make_date: 'make_date(year, month, day)',
  max: 'max(x)',
  mean: 'mean(x)',
  median: 'median(x)',
  min: 'min(x)',
  mode: 'mode(x)',
  month: 'month(date)',
  ntile: 'ntile(n)',
  nullif: 'nullif(a, b)',
  percent_rank: 'percent_rank()',
  power: 'power(x, y)',
  quantile_cont: 'quantile_cont(x, 0.5)',
  quantile_disc: 'quantile_disc(x, 0.5)',
  rank: 'rank()',
  regexp_extract: "regexp_extract(text, 'pattern')",
  regexp_matches: "regexp_matches(text, 'pattern')",
  replace: 'replace(text, from, to)',
  right: 'right(text, n)',
  round: 'round(x, digits)',
  row_number: 'row_number()',
  sqrt: 'sqrt(x)',
  starts_with: 'starts_with(text, part)',
  stddev_samp: 'stddev_samp(x)',
  strftime: "strftime(date, '%Y-%m')",
  string_agg: "string_agg(text, ', ')",
  strptime: "strptime(text, '%Y-%m-%d')",
  substring: 'substring(text, from, length)',
  sum: 'sum(x)',
  trim: 'trim(text)',
  try_cast: 'try_cast(x AS type)',
  upper: 'upper(text)',
  var_samp: 'var_samp(x)',
  year: 'year(date)',
}
