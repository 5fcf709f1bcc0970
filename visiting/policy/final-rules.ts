/**
 * Judges a tree that is about to run, after rewriting and measuring, from its own text parsed anew. Knows nothing of
 * how it came about: every table is `extract.…` or `work.main.…` of those the reading found, or a CTE in reach; every
 * function is on the reviewed list, or the environment's own; no view, macro or method call is left.
 */
import { LEAST_LEGIBLE } from '../../shared/model/legible-values.ts'
import { cellTable } from '../../shared/model/person-cells.ts'
import { againTable, hiddenSchema } from '../../shared/model/person-ordinals.ts'
import type { KnownTable } from '../provenance/measure.ts'
import { ALLOWED_FUNCTIONS, ALLOWED_IN_WINDOWS, ALLOWED_TABLE_FUNCTIONS } from './allowed-functions.ts'
import { isPlainName } from './plain-name.ts'
import { statementNotPermitted } from './refusing.ts'
import type { SqlNode } from './sql-parser.ts'
import { isNode, makeWalker, textOf } from './tree-walk.ts'

/** Those of the query, and the environment's own. */
const FUNCTIONS: ReadonlySet<string> = new Set([...ALLOWED_FUNCTIONS, LEAST_LEGIBLE])

/** Throws where the tree holds anything that reading and measuring could not have left there. */
export function requireFinal(tree: SqlNode, tables: KnownTable[]): void {
  const full = new Set(
    tables.flatMap(({ catalog, schema, name, numbered }) => [
      JSON.stringify([catalog, schema, name]),
      // The same rows with their hidden numbers, for the environment's own measuring.
      ...(numbered === null ? [] : [JSON.stringify([catalog, hiddenSchema(schema), name])]),
      ...(numbered?.ordinals.again
        ? [JSON.stringify([catalog, hiddenSchema(schema), againTable(name)])]
        : []),
      ...(numbered?.ordinals.cells?.tables ?? []).map((_, place) =>
        JSON.stringify([catalog, hiddenSchema(schema), cellTable(name, place)]),
      ),
    ]),
  )
  const foreign = (what: string) => statementNotPermitted(what)
  const plainCall = (node: SqlNode, allowed: ReadonlySet<string>): void => {
    const name = textOf(node.function_name)
    const place = [textOf(node.catalog), textOf(node.schema)].join('.')
    if (!/^\.(main)?$/.test(place) || !allowed.has(name.toLowerCase())) throw foreign(name)
  }
  const walker = makeWalker(
    {
      name: () => undefined,
      madeColumn: () => undefined,
      star: () => undefined,
      cteName: (name) => {
        if (!isPlainName(name.replace(/^__vw_/, 'vw_'))) throw foreign(name)
      },
      baseTable: (node, scope) => {
        const place = [node.catalog_name, node.schema_name, node.table_name].map((part) => textOf(part))
        const bare = textOf(node.table_name).toLowerCase()
        const inReach =
          place[0] === '' &&
          ((place[1] === '' && scope.has(bare)) || (place[1] === 'recurring' && scope.get(bare) === true))
        if (!inReach && !full.has(JSON.stringify(place))) throw foreign(place.join('.'))
        return node
      },
      call: (node) => {
        plainCall(node, node.class === 'WINDOW' ? ALLOWED_IN_WINDOWS : FUNCTIONS)
        return node
      },
      tableCall: (node) => {
        plainCall(isNode(node.function) ? node.function : {}, ALLOWED_TABLE_FUNCTIONS)
        return node
      },
      columnRef: (node) => node,
      show: (node) => node,
    },
    { times: 10 },
  )
  const { node, named_param_map: parameters, ...rest } = tree
  if (!isNode(node) || !Array.isArray(parameters) || parameters.length > 0 || Object.keys(rest).length > 0) {
    throw foreign('statement')
  }
  walker.query(node, new Map())
}
