/**
 * How large a statement may be before it reaches the engine. The worker's own limits (memory, time, disk) hold
 * whatever passes; these stop what would already hurt the parser, the planner or a single scalar call, which cannot
 * be interrupted.
 */
export const LIMITS = {
  /** Characters of the researcher's text. */
  textLength: 100_000,
  /** Characters of the text after views and macros were expanded and facts were added. */
  expandedTextLength: 1_000_000,
  /** Statements of one text. */
  statements: 50,
  /** Values of the data that become columns of one PIVOT. */
  pivotValues: 200,
  /** Levels of the tree, each expression, query and table reference counting one. */
  depth: 150,
  /** Nodes of the tree after expansion. */
  nodes: 30_000,
  /** Table references of a statement after expansion. */
  tables: 100,
  /** Names introduced by WITH, of one WITH. */
  ctes: 200,
  /** Views within views and macros within macros. */
  expansionDepth: 12,
  /** Characters of one text constant. */
  textConstant: 20_000,
  /** Constants of one IN list or one list value; a longer list belongs in a workspace table. */
  listItems: 5_000,
  /** Columns of one select list. */
  selectItems: 1_000,
  /** Characters of a regular expression. */
  pattern: 500,
  /** Counted repetition inside a regular expression, `{n}`. */
  patternRepeat: 1_000,
  /** Characters a single call may make by constants: repeat, lpad, rpad, bar, format. */
  madeText: 1_000_000,
  /** Items a single scalar call may make: range, generate_series, list_resize. */
  madeItems: 1_000_000,
  /** Rows a table function may make. */
  madeRows: 10_000_000_000,
  /** Letters of an identifier. */
  nameLength: 128,
} as const
