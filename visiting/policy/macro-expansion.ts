/**
 * Puts a macro's body where it is called, parameters replaced by the arguments, as the engine would. The result is an
 * ordinary part of the tree: nothing a macro holds runs without having been walked at the place of its use.
 */
import type { MacroDefinition } from './definitions.ts'
import { notAvailable } from './refusing.ts'
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { isNode, listOf, textOf } from './tree-walk.ts'

const wrongArguments = (name: string, parameters: string[]): Error =>
  notAvailable(
    name,
    `引数は (${parameters.join(', ')}) です。`,
    `Its arguments are (${parameters.join(', ')}).`,
  )

/** Arguments by lower-case parameter name. Positional ones first, then `name := value`, then defaults. */
export function bindArguments(name: string, macro: MacroDefinition, given: SqlValue[]): Map<string, SqlNode> {
  const names = macro.parameters.map((parameter) => parameter.name)
  const bound = new Map<string, SqlNode>()
  let position = 0
  for (const argument of given) {
    if (!isNode(argument)) throw wrongArguments(name, names)
    const alias = textOf(argument.alias).toLowerCase()
    const called = alias !== '' && names.some((one) => one.toLowerCase() === alias)
    const parameter = called ? alias : names[position++]?.toLowerCase()
    if (parameter === undefined || bound.has(parameter)) throw wrongArguments(name, names)
    bound.set(parameter, { ...argument, alias: '' })
  }
  for (const parameter of macro.parameters) {
    const key = parameter.name.toLowerCase()
    if (bound.has(key)) continue
    if (parameter.default === null) throw wrongArguments(name, names)
    bound.set(key, parameter.default)
  }
  return bound
}

/**
 * The tree with placeholders replaced. Placeholders are column references of one name that no researcher can write,
 * so nothing is captured by a column, a CTE or a lambda of the same name.
 */
export function substitute(
  tree: SqlNode,
  placeholders: ReadonlyMap<string, SqlNode>,
  count: (nodes: number) => void,
): SqlNode {
  const copy = (value: SqlValue): SqlValue => {
    if (Array.isArray(value)) return value.map(copy)
    if (!isNode(value)) return value
    count(1)
    if (value.class === 'COLUMN_REF') {
      const [only, ...more] = listOf(value.column_names).map((part) => textOf(part))
      const argument = only === undefined || more.length > 0 ? undefined : placeholders.get(only)
      if (argument !== undefined) return copyPlain({ ...argument, alias: textOf(value.alias) })
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]))
  }
  const copyPlain = (value: SqlValue): SqlValue => {
    if (Array.isArray(value)) return value.map(copyPlain)
    if (!isNode(value)) return value
    count(1)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyPlain(part)]))
  }
  return copy(tree) as SqlNode
}
