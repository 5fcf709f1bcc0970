import { bareSql } from '../display/sql-tokens.ts'

/** Whether a statement says which rows of its answer are kept: these may be chosen by numbers of few. */
export const choosesRows = (sql: string): boolean =>
  /\b(?:LIMIT|OFFSET|FETCH|QUALIFY)\b/i.test(bareSql(sql).replace(/"[^"]*"/g, ''))
