/**
 * What a researcher says adds up beside what the numbers show by themselves: a total of one table that is a cell of
 * another under other names, groups that make up a margin.
 *
 * Where all its cells are shown, a relation counts only if the numbers keep it, and it is said if they do not. Where some
 * are hidden it is protected as if they did: whoever believes it must be left as much as anybody. Whether they do is told
 * to nobody, or one could ask for a hidden number by declaring sums until one holds; so reported intervals leave it out.
 */
import type { FindingCode } from '../../shared/model/finding-words.ts'
import type { Severity } from '../../shared/model/findings.ts'
import type { DeclaredRelation, PlacedCell, Relation } from '../../shared/model/protection.ts'
import type { Member, TableAtWork } from './additive-problem.ts'
import type { Tie, TiedCell } from './linked-tables.ts'
import { isTold } from './table-input.ts'
import { agree, sumsOf } from './ties.ts'

/** Ties between members, for those relations that count. Says of the others why not, in place. */
export function declaredTies(
  declared: readonly DeclaredRelation[],
  {
    tables,
    members,
    relations,
  }: { tables: readonly TableAtWork[]; members: readonly Member[]; relations: Relation[] },
): Tie[] {
  return declared.flatMap(({ whole, parts }): Tie[] => {
    const places = [whole, ...parts]
    const items = [...new Set(places.map(({ item }) => item))].filter((item) => item < tables.length)
    const columns = [...new Set(places.map(({ column }) => column))]
    const say = (code: FindingCode, severity: Severity) => {
      for (const item of items)
        tables[item]!.report.add({ code, severity, rule: null, params: { columns: columns.join(', ') } })
    }
    relations.push({
      id: `declared:${places.map(({ item, row, column }) => `${item}/${row}/${column}`).join('+')}`,
      kind: 'declared',
      items,
      columns,
      cells: null,
      declined: false,
      places,
    })
    const cells = places.map((place) => cellAt(place, { tables, members }))
    const [total, ...rest] = cells
    const named = new Set(places.map((place) => JSON.stringify(place)))
    if (!total || rest.some((cell) => cell === null) || named.size < places.length) {
      say('declared-not-additive', 'warning')
      return []
    }
    const tie = { whole: total, parts: rest.map((cell) => cell!) }
    const sums = sumsOf(tie, members)
    if (!sums) return []
    if (!places.every((place) => isShown(place, tables))) {
      say('declared-untold', 'note')
      return [{ ...tie, rest: sums[0] - sums[1] }]
    }
    if (agree(sums)) return [tie]
    say('declared-differs', 'warning')
    return []
  })
}

function cellAt(
  { item, row, column }: PlacedCell,
  { tables, members }: { tables: readonly TableAtWork[]; members: readonly Member[] },
): TiedCell | null {
  const at = tables[item]?.input.columns.findIndex(({ name }) => name === column) ?? -1
  for (const [table, { place, part }] of members.entries()) {
    if (place !== item || !part.columns.includes(at)) continue
    const cell = part.places.findIndex((found) => found?.row === row && found.column === at)
    if (cell >= 0) return { table, cell }
  }
  return null
}

const isShown = ({ item, row, column }: PlacedCell, tables: readonly TableAtWork[]): boolean => {
  const { input, status } = tables[item]!
  const at = input.columns.findIndex(({ name }) => name === column)
  // A cell that is shown once people have judged it is hidden from whoever asks now.
  return status[row]?.[at] === 'shown' && isTold(input.rows[row]!, at)
}
