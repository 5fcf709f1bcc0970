/**
 * PIVOT without IN (…): its columns are named by values of the data, and a column's name is never masked. So it is
 * taken apart: first a query for the values, approved, measured and masked like any other; then the PIVOT over those
 * values that rest on enough persons, approved as if the researcher had written them. Values of too few persons are
 * left out, as they would be masked. Both texts go the way of every statement; nothing read here is trusted.
 */
import { headReader } from './head-reader.ts'
import { LIMITS } from './limits.ts'
import { pivotWithoutValues, tooComplex } from './refusing.ts'

export interface OpenPivot {
  /** `PIVOT … ON`, as written. */
  before: string
  /** What is pivoted on; `values` is the query for its values, null where they were written. */
  on: { text: string; values: string | null }[]
  /** `USING …`, `GROUP BY …` and what follows. */
  after: string
}

const ENDS = ['USING', 'GROUP', 'ORDER', 'LIMIT']

/** Null where the text is a PIVOT of another form, which is then refused. */
export function readOpenPivot(sql: string): OpenPivot | null {
  const head = headReader(sql)
  if (!head.takes('PIVOT') && !head.takes('PIVOT_WIDER')) return null
  const source = head.untilCommaOr('ON').trim()
  if (source === '' || !head.takes('ON')) return null
  const on: OpenPivot['on'] = []
  do {
    const text = head.untilCommaOr(...ENDS, 'IN').trim()
    if (text === '') return null
    const written = head.untilCommaOr(...ENDS).trim()
    const values = `SELECT (${text}\n) AS pivoted, count(*) AS rows FROM ${source}\nGROUP BY 1 ORDER BY 1`
    on.push(written === '' ? { text, values } : { text: `${text} ${written}`, values: null })
  } while (head.takesMark(','))
  return { before: `PIVOT ${source}\nON`, on, after: head.rest().text.replace(/[\s;]+$/, '') }
}

/** A value of the data as SQL: whole numbers as they are, everything else as a text. */
export interface PivotValue {
  text: string
  isNumber: boolean
}

/** The PIVOT with its values written out; one list for each query of `pivot.on`, in their order. */
export function pivotOver({ before, on, after }: OpenPivot, lists: PivotValue[][]): string {
  const left = [...lists]
  const items = on.map(({ text, values }) => {
    if (values === null) return text
    const found = left.shift() ?? []
    if (found.length === 0) throw pivotWithoutValues()
    if (found.length > LIMITS.pivotValues) throw tooComplex(`PIVOT > ${LIMITS.pivotValues}`)
    return `${text}\nIN (${found.map(literal).join(', ')})`
  })
  return `${before} ${items.join(', ')}\n${after}`
}

const literal = ({ text, isNumber }: PivotValue): string =>
  isNumber && /^-?\d{1,15}$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`
