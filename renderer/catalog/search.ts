/** Search over the catalog's metadata: datasets, tables and variables, in both languages at once. Pure. */
import type { CatalogTable, Dataset, Variable } from '../../shared/model/catalog.ts'
import { fold, queryWords } from '../client/fold.ts'
import { sameWords } from '../client/synonyms.ts'

export type Hit =
  | { kind: 'dataset'; dataset: Dataset; score: number }
  | { kind: 'table'; dataset: Dataset; table: CatalogTable; score: number }
  | { kind: 'variable'; dataset: Dataset; table: CatalogTable; variable: Variable; score: number }

export type CatalogIndex = readonly Entry[]

interface Entry {
  hit: Hit
  /** Names come first: a hit in them counts more than one in a note. */
  names: string
  texts: string
}

/** Folds the catalog once; a search is then a walk over short strings. */
export function makeIndex(datasets: readonly Dataset[]): Entry[] {
  return datasets.flatMap((dataset) => {
    const about = [
      dataset.title,
      dataset.officialTitle,
      dataset.legalBasis,
      dataset.purpose,
      dataset.holder,
      dataset.contractor,
      dataset.advisoryBody,
      ...dataset.collectedFrom,
      ...dataset.contents,
      ...dataset.recipients,
      ...dataset.qualityNotes,
    ].filter((words) => words !== null)
    const own = entryOf(
      { kind: 'dataset', dataset, score: 0 },
      [dataset.id, dataset.title.ja, dataset.title.en, dataset.officialTitle.ja, dataset.officialTitle.en],
      about.flatMap(({ ja, en }) => [ja, en]),
    )
    return [own, ...dataset.tables.flatMap((table) => tableEntries(dataset, table))]
  })
}

function tableEntries(dataset: Dataset, table: CatalogTable): Entry[] {
  const own = entryOf(
    { kind: 'table', dataset, table, score: 0 },
    [`${table.schema}.${table.name}`, table.name, table.title.ja, table.title.en],
    [table.note?.ja ?? '', table.note?.en ?? '', dataset.title.ja, dataset.title.en],
  )
  return [
    own,
    ...table.variables.map((variable) =>
      entryOf(
        { kind: 'variable', dataset, table, variable, score: 0 },
        [variable.name, variable.title.ja, variable.title.en],
        [
          variable.codeSystem ?? '',
          variable.codeSystemEn ?? '',
          variable.unit ?? '',
          ...variable.codes.flatMap(({ code, title }) => [code, title.ja, title.en]),
          variable.note?.ja ?? '',
          variable.note?.en ?? '',
          table.title.ja,
          table.title.en,
          dataset.title.ja,
          dataset.title.en,
        ],
      ),
    ),
  ]
}

const entryOf = (hit: Hit, names: string[], texts: string[]): Entry => ({
  hit,
  names: folded(names),
  texts: folded(texts),
})

/** Joined by a mark that no folded word contains, so that a word never runs over two texts. */
const folded = (texts: string[]): string => `\n${texts.map((text) => fold(text).text).join('\n')}\n`

/** Entries that hold every word of the query or one that stands for it (./synonyms.ts), best first; none for an empty query. */
export function searchCatalog(index: CatalogIndex, query: string): Hit[] {
  const words = queryWords(query).map(sameWords)
  if (words.length === 0) return []
  const hits: Hit[] = []
  for (const { hit, names, texts } of index) {
    let score = 0
    let all = true
    for (const [word = '', ...others] of words) {
      // What is written as it was asked for comes before what only means the same.
      const points =
        pointsOf(word, names, texts) ||
        Math.max(0, ...others.map((other) => pointsOf(other, names, texts) / 4))
      if (points === 0) {
        all = false
        break
      }
      score += points
    }
    if (all) hits.push({ ...hit, score: score + { dataset: 5, table: 4, variable: 0 }[hit.kind] })
  }
  return hits.sort((a, b) => b.score - a.score)
}

function pointsOf(word: string, names: string, texts: string): number {
  if (names.includes(`\n${word}\n`)) return 12
  if (names.includes(`\n${word}`)) return 8
  if (names.includes(word)) return 5
  return texts.includes(word) ? 1 : 0
}
