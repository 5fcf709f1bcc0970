/**
 * The tree's grammar: which kinds of nodes DuckDB's `json_serialize_sql` may hand us, with every field each may have
 * and what the field holds. It is an allow-list: a kind, a field or a field's form that is not written here is
 * refused, so a new version of the engine cannot bring a construct past the walk.
 *
 * Read against DuckDB 1.5.5 (see ./allowed-functions.ts for the pinned version).
 */

/** What a field holds. A `?` allows null. `name` is an identifier, `text` a string of the researcher, `word` an enum. */
export type Field =
  | 'expression'
  | 'expression?'
  | 'expressions'
  | 'expression-lists'
  | 'query'
  | 'query?'
  | 'table'
  | 'shape-query'
  | 'name'
  | 'names'
  | 'word'
  | 'flag'
  | 'number'
  | 'number-lists'
  | 'nothing'
  | 'empty-list'
  | 'blank'
  | 'type'
  | 'types'
  | 'value'
  | 'values'
  | { shape: ShapeName }
  | { shape: ShapeName; nullable: true }
  | { listOf: ShapeName }

export type Fields = Readonly<Record<string, Field>>

const EXPRESSION: Fields = { class: 'word', type: 'word', alias: 'name', query_location: 'number' }
const TABLE: Fields = {
  type: 'word',
  alias: 'name',
  sample: { shape: 'sample', nullable: true },
  query_location: 'number',
}
const QUERY: Fields = { type: 'word', modifiers: { listOf: 'modifier' }, cte_map: { shape: 'cteMap' } }

interface ExpressionKind {
  types: ReadonlySet<string>
  fields: Fields
}
const kind = (types: string[], fields: Fields): ExpressionKind => ({
  types: new Set(types),
  fields: { ...EXPRESSION, ...fields },
})

const COMPARISONS = [
  'COMPARE_EQUAL',
  'COMPARE_NOTEQUAL',
  'COMPARE_LESSTHAN',
  'COMPARE_GREATERTHAN',
  'COMPARE_LESSTHANOREQUALTO',
  'COMPARE_GREATERTHANOREQUALTO',
  'COMPARE_DISTINCT_FROM',
  'COMPARE_NOT_DISTINCT_FROM',
]

/** Expressions by their `class`. Left out on purpose: PARAMETER (prepared statements) and all BOUND_ classes. */
export const EXPRESSIONS: Readonly<Record<string, ExpressionKind>> = {
  BETWEEN: kind(['COMPARE_BETWEEN', 'COMPARE_NOT_BETWEEN'], {
    input: 'expression',
    lower: 'expression',
    upper: 'expression',
  }),
  CASE: kind(['CASE_EXPR'], { case_checks: { listOf: 'caseCheck' }, else_expr: 'expression' }),
  CAST: kind(['OPERATOR_CAST'], { child: 'expression', cast_type: 'type', try_cast: 'flag' }),
  COLLATE: kind(['COLLATE'], { child: 'expression', collation: 'name' }),
  COLUMN_REF: kind(['COLUMN_REF'], { column_names: 'names' }),
  COMPARISON: kind(COMPARISONS, { left: 'expression', right: 'expression' }),
  CONJUNCTION: kind(['CONJUNCTION_AND', 'CONJUNCTION_OR'], { children: 'expressions' }),
  CONSTANT: kind(['VALUE_CONSTANT'], { value: 'value' }),
  DEFAULT: kind(['VALUE_DEFAULT'], {}),
  FUNCTION: kind(['FUNCTION'], {
    function_name: 'name',
    schema: 'name',
    catalog: 'name',
    children: 'expressions',
    filter: 'expression?',
    order_bys: { shape: 'orders' },
    distinct: 'flag',
    is_operator: 'flag',
    export_state: 'flag',
  }),
  LAMBDA: kind(['LAMBDA'], { lhs: 'expression', expr: 'expression' }),
  OPERATOR: kind(
    [
      'ARRAY_EXTRACT',
      'ARRAY_SLICE',
      'STRUCT_EXTRACT',
      'ARRAY_CONSTRUCTOR',
      'ARROW',
      'COMPARE_IN',
      'COMPARE_NOT_IN',
      'GROUPING_FUNCTION',
      'OPERATOR_COALESCE',
      'OPERATOR_IS_NULL',
      'OPERATOR_IS_NOT_NULL',
      'OPERATOR_NOT',
      'OPERATOR_NULLIF',
      'OPERATOR_TRY',
      'OPERATOR_UNPACK',
    ],
    { children: 'expressions' },
  ),
  STAR: kind(['STAR'], {
    relation_name: 'name',
    exclude_list: 'names',
    replace_list: { listOf: 'replacement' },
    columns: 'flag',
    expr: 'expression?',
    qualified_exclude_list: { listOf: 'qualifiedColumn' },
    rename_list: { listOf: 'renaming' },
  }),
  SUBQUERY: kind(['SUBQUERY'], {
    subquery_type: 'word',
    subquery: { shape: 'statement' },
    child: 'expression?',
    comparison_type: 'word',
  }),
  WINDOW: kind(
    [
      'WINDOW_AGGREGATE',
      'WINDOW_CUME_DIST',
      'WINDOW_FILL',
      'WINDOW_FIRST_VALUE',
      'WINDOW_LAG',
      'WINDOW_LAST_VALUE',
      'WINDOW_LEAD',
      'WINDOW_NTH_VALUE',
      'WINDOW_NTILE',
      'WINDOW_PERCENT_RANK',
      'WINDOW_RANK',
      'WINDOW_RANK_DENSE',
      'WINDOW_ROW_NUMBER',
    ],
    {
      function_name: 'name',
      schema: 'name',
      catalog: 'name',
      children: 'expressions',
      partitions: 'expressions',
      orders: { listOf: 'order' },
      start: 'word',
      end: 'word',
      start_expr: 'expression?',
      end_expr: 'expression?',
      offset_expr: 'expression?',
      default_expr: 'expression?',
      ignore_nulls: 'flag',
      filter_expr: 'expression?',
      exclude_clause: 'word',
      distinct: 'flag',
      arg_orders: { listOf: 'order' },
    },
  ),
}

/** Table references by their `type`. `at_clause` (time travel) and COLUMN_DATA are left out on purpose. */
export const TABLES: Readonly<Record<string, Fields>> = {
  BASE_TABLE: {
    ...TABLE,
    catalog_name: 'name',
    schema_name: 'name',
    table_name: 'name',
    column_name_alias: 'names',
    at_clause: 'nothing',
  },
  EMPTY: TABLE,
  EXPRESSION_LIST: { ...TABLE, expected_names: 'names', expected_types: 'types', values: 'expression-lists' },
  JOIN: {
    ...TABLE,
    left: 'table',
    right: 'table',
    condition: 'expression?',
    join_type: 'word',
    ref_type: 'word',
    using_columns: 'names',
    delim_flipped: 'flag',
    duplicate_eliminated_columns: 'empty-list',
  },
  PIVOT: {
    ...TABLE,
    source: 'table',
    aggregates: 'expressions',
    unpivot_names: 'names',
    pivots: { listOf: 'pivot' },
    groups: 'names',
    column_name_alias: 'names',
    include_nulls: 'flag',
  },
  SHOW_REF: {
    ...TABLE,
    table_name: 'name',
    catalog_name: 'name',
    schema_name: 'name',
    query: 'query?',
    show_type: 'word',
  },
  SUBQUERY: { ...TABLE, subquery: { shape: 'statement' }, column_name_alias: 'names' },
  TABLE_FUNCTION: {
    ...TABLE,
    function: 'expression',
    column_name_alias: 'names',
    with_ordinality: 'word',
  },
}

/** Queries by their `type`. */
export const QUERIES: Readonly<Record<string, Fields>> = {
  SELECT_NODE: {
    ...QUERY,
    select_list: 'expressions',
    from_table: 'table',
    where_clause: 'expression?',
    group_expressions: 'expressions',
    group_sets: 'number-lists',
    aggregate_handling: 'word',
    having: 'expression?',
    sample: { shape: 'sample', nullable: true },
    qualify: 'expression?',
  },
  SET_OPERATION_NODE: { ...QUERY, setop_type: 'word', left: 'query', right: 'query', setop_all: 'flag' },
  RECURSIVE_CTE_NODE: {
    ...QUERY,
    cte_name: 'name',
    union_all: 'flag',
    left: 'query',
    right: 'query',
    aliases: 'names',
    key_targets: 'expressions',
  },
}

/** Result modifiers by their `type`. */
export const MODIFIERS: Readonly<Record<string, Fields>> = {
  ORDER_MODIFIER: { type: 'word', orders: { listOf: 'order' } },
  LIMIT_MODIFIER: { type: 'word', limit: 'expression?', offset: 'expression?' },
  LIMIT_PERCENT_MODIFIER: { type: 'word', limit: 'expression?', offset: 'expression?' },
  DISTINCT_MODIFIER: { type: 'word', distinct_on_targets: 'expressions' },
}

/** Parts of nodes that have no kind of their own. */
export const SHAPES = {
  statement: { node: 'query', named_param_map: 'empty-list' },
  orders: { type: 'word', orders: { listOf: 'order' } },
  order: { type: 'word', null_order: 'word', expression: 'expression' },
  caseCheck: { when_expr: 'expression', then_expr: 'expression' },
  replacement: { key: 'name', value: 'expression' },
  qualifiedColumn: { catalog: 'name', schema: 'name', table: 'name', column: 'name' },
  renaming: { key: { shape: 'qualifiedColumn' }, value: 'name' },
  sample: { sample_size: 'value', is_percentage: 'flag', method: 'word', seed: 'number' },
  pivot: {
    pivot_expressions: 'expressions',
    unpivot_names: 'names',
    entries: { listOf: 'pivotEntry' },
    // The values of an ENUM type of the catalog; researchers can make no types.
    pivot_enum: 'blank',
  },
  pivotEntry: { values: 'values', star_expr: 'expression?', alias: 'name' },
  // The two below are walked by hand: CTEs change what names mean, modifiers are several kinds.
  cteMap: {},
  modifier: {},
} as const satisfies Record<string, Fields>

export type ShapeName =
  | 'statement'
  | 'orders'
  | 'order'
  | 'caseCheck'
  | 'replacement'
  | 'qualifiedColumn'
  | 'renaming'
  | 'sample'
  | 'pivot'
  | 'pivotEntry'
  | 'cteMap'
  | 'modifier'
