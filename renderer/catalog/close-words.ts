/** What may have been meant by a query that finds nothing: the same with its unknown words as the catalog writes them. Pure. */
import { similarNames } from '../../shared/model/similar-names.ts'
import { fold, queryWords } from '../client/fold.ts'
import { knownWords } from '../client/synonyms.ts'
import { type CatalogIndex, type Hit, searchCatalog } from './search.ts'

/** Shorter words are one letter away from too many others. */
const LEAST_LETTERS = 4
const MOST = 3

/** Queries that find something, the likeliest first; none for a query that finds something itself. */
export function closeQueries(index: CatalogIndex, query: string): string[] {
  const written = query.normalize('NFKC').split(/\s+/).filter(Boolean)
  const unknown = written.filter((word) => searchCatalog(index, word).length === 0)
  const [word, ...more] = unknown
  const [sought = ''] = word === undefined ? [] : queryWords(word)
  if (word === undefined || more.length > 0 || sought.length < LEAST_LETTERS) return []
  const words = wordsOf(index)
  return similarNames(sought, words.keys(), 2 * MOST)
    .map((close) => written.map((one) => (one === word ? words.get(close)! : one)).join(' '))
    .filter((asked) => searchCatalog(index, asked).length > 0)
    .filter((asked, at, all) => !all.slice(0, at).some((before) => asked.startsWith(before)))
    .slice(0, MOST)
}

/** Words of names, as they are compared and as they are written. */
function wordsOf(index: CatalogIndex): Map<string, string> {
  const names = index.flatMap(({ hit }) => namesOf(hit))
  const written = [...knownWords(), ...names, ...names.flatMap((name) => name.split(BETWEEN))]
  return new Map(written.map((word) => [fold(word).text, word] as const).filter(([text]) => text !== ''))
}

const BETWEEN = /[\s・_.,:()（）/]+/

function namesOf(hit: Hit): string[] {
  const { title } = hit.kind === 'variable' ? hit.variable : hit.kind === 'table' ? hit.table : hit.dataset
  const name =
    hit.kind === 'variable' ? hit.variable.name : hit.kind === 'table' ? hit.table.name : hit.dataset.id
  return [name, title.ja, title.en.toLowerCase()]
}
