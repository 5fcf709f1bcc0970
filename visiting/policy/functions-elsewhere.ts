/**
 * Functions that SAS, R and other databases have under names that DuckDB does not know, with what is written here
 * instead; `x` and `y` stand for what is given to them. Shown with a refusal; decides nothing.
 */

/** By what is written here: the names elsewhere, lower case. */
const ELSEWHERE: Record<string, string> = {
  'coalesce(x, y)': 'nvl isnull coalescec',
  'x IS NULL': 'missing is_na isna is_null',
  'CASE WHEN x > 0 THEN y ELSE 0 END': 'ifelse if_else ifn ifc iif case_when',
  'count(*)': 'n',
  'count(DISTINCT x)': 'n_distinct countd',
  'count(*) - count(x)': 'nmiss',
  'stddev_samp(x)': 'sd std stdev',
  'var_samp(x)': 'var',
  'quantile_cont(x, 0.5)': 'percentile pctl',
  "date_diff('month', x, y)": 'intck difftime',
  "date_sub('year', x, y)": 'yrdif',
  "date_sub('month', x, y)": 'months_between',
  'x + INTERVAL 1 MONTH': 'intnx dateadd add_months',
  "strptime(x, '%Y-%m-%d')": 'to_date str_to_date as_date ymd',
  "strftime(x, '%Y-%m')": 'to_char date_format',
  current_date: 'getdate sysdate curdate',
  'concat(x, y)': 'paste paste0 cat cats catx str_c',
  'length(x)': 'nchar str_length lengthn',
  'lower(x)': 'tolower lowcase str_to_lower',
  'upper(x)': 'toupper upcase str_to_upper',
  'strpos(x, y)': 'charindex locate',
  "replace(x, '-', '')": 'tranwrd gsub str_replace str_replace_all',
  "regexp_matches(x, '^E1[0-4]')": 'str_detect grepl prxmatch regexp_like rlike',
  "split_part(x, '-', 1)": 'scan str_split_i',
  'TRY_CAST(x AS DOUBLE)': 'as_numeric as_double to_number',
  'TRY_CAST(x AS INTEGER)': 'as_integer',
  'CAST(x AS VARCHAR)': 'put as_character to_varchar',
}

/** What is written here, by the name elsewhere. */
export const FUNCTIONS_ELSEWHERE: ReadonlyMap<string, string> = new Map(
  Object.entries(ELSEWHERE).flatMap(([here, names]) => names.split(' ').map((name) => [name, here] as const)),
)
