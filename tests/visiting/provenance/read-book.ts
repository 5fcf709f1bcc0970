/**
 * Studies as they stand in a book: a line that begins with `--`, then the query. The line has the study's name, how many
 * columns name its row, and what comes of it: how many cells are masked where three persons are needed, which columns
 * are exact, which may stay what they are when one of those behind them goes (`steady`: means, extremes, quotients, and
 * counts of halves cut at a median), or why it is not followed; where more is masked than need be, `why`.
 */
import type { Study } from './by-study.ts'

export interface BookStudy extends Study {
  name: string
  /** Of the cells that are no keys. */
  masked: { cells: number; of: number } | null
  exact: string[]
  unverified: string | null
}

const listOf = (text: string | undefined): string[] => (text ? text.split(', ') : [])

function studyOf(text: string): BookStudy {
  const [head = '', ...lines] = text.split('\n')
  const [name = '', ...notes] = head.split(' | ')
  const note = (word: string): string | undefined =>
    notes.find((one) => one.startsWith(`${word} `))?.slice(word.length + 1)
  const [cells, of] = (note('masked') ?? '').split(' of ').map(Number)
  return {
    name,
    sql: lines.join('\n').trim(),
    keys: Number(note('keys')),
    masked: of === undefined ? null : { cells: cells!, of },
    exact: listOf(note('exact')),
    steady: listOf(note('steady')),
    unverified: note('unverified') ?? null,
  }
}

/** One study after the other; `-- ` at the beginning of a line starts the next. */
export const readBook = (book: string): BookStudy[] => book.split(/^-- /m).slice(1).map(studyOf)
