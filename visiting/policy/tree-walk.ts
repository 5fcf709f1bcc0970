/**
 * Walks a whole tree of DuckDB's parser against ./tree-grammar.ts and builds it anew, node by node. Nothing of the
 * input is passed through unread: kinds, fields and forms that the grammar does not name are refused, and so is a
 * tree that is too deep or too large.
 *
 * What names mean is left to the `Rules` given: ./researcher-rules.ts resolves and rewrites what a researcher wrote,
 * ./final-rules.ts checks what is about to run. Keeps the scope of CTEs, since those decide whether a bare name is a
 * table at all; DuckDB's rules were tried one by one (a CTE sees earlier ones of its WITH, not itself unless
 * recursive, and then only in the second half of the union).
 */
import { ALLOWED_COLLATIONS, ALLOWED_TYPE_IDS, ALLOWED_TYPE_NAMES } from './allowed-types.ts'
import { LIMITS } from './limits.ts'
import {
  collationNotPermitted,
  placeNotPermitted,
  statementNotPermitted,
  tooComplex,
  typeNotPermitted,
} from './refusing.ts'
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { EXPRESSIONS, type Field, type Fields, MODIFIERS, QUERIES, SHAPES, TABLES } from './tree-grammar.ts'

/** CTE names in reach, lower case; true: recursive and inside its own second half. */
export type Scope = ReadonlyMap<string, boolean>

export interface Rules {
  /** Any identifier of the tree except those the other rules look at. Throws to refuse. */
  name(name: string): void
  /** A name that a WITH introduces. Throws to refuse. */
  cteName(name: string): void
  /** A reference by name; returns what stands there afterwards. */
  baseTable(node: SqlNode, scope: Scope): SqlNode
  /** A function, operator or window call whose arguments were walked. */
  call(node: SqlNode): SqlNode
  /** A function in FROM whose arguments were walked; `node` is the table reference. */
  tableCall(node: SqlNode, scope: Scope): SqlNode
  columnRef(node: SqlNode): SqlNode
  /** The first part of a column's name that is made from a constant, as PIVOT does. Throws to refuse. */
  madeColumn(name: string): void
  /** `*` and COLUMNS(…), whose alias may be a pattern. Throws to refuse. */
  star(node: SqlNode): void
  /** A DESCRIBE or SUMMARIZE whose query was walked. */
  show(node: SqlNode): SqlNode
}

export interface Walker {
  query(node: SqlNode, scope: Scope): SqlNode
  expression(node: SqlNode, scope: Scope): SqlNode
  /** Counts nodes made outside the walk (expanded views and macros) against the same limit. */
  count(nodes: number): void
}

/** An object of the tree, told from its lists and bare values. */
export const isNode = (value: SqlValue | undefined): value is SqlNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text; empty for whatever is none, so that a lacking field reads as one left empty. */
export const textOf = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '')
/** The list; empty for whatever is none. */
export const listOf = (value: SqlValue | undefined): SqlValue[] => (Array.isArray(value) ? value : [])

/** An integer beyond 2^53, which the parser's port hands over as `{ $number: '9007199254740993' }`. */
const isExactInteger = (value: SqlValue): boolean =>
  isNode(value) && Object.keys(value).length === 1 && /^-?\d{16,40}$/.test(textOf(value.$number))
const isInteger = (value: SqlValue): boolean => typeof value === 'number' || isExactInteger(value)

const unknown = (what: string): Error => statementNotPermitted(what)

/** `times`: how many times larger than a researcher's own a tree may be. */
export function makeWalker(rules: Rules, { times }: { times: number } = { times: 1 }): Walker {
  const limit = (name: 'nodes' | 'depth' | 'ctes' | 'listItems' | 'selectItems'): number =>
    LIMITS[name] * times
  let nodes = 0
  let depth = 0

  const count = (more: number): void => {
    nodes += more
    if (nodes > limit('nodes')) throw tooComplex(`> ${limit('nodes')} nodes`)
  }
  const deeper = <T>(walk: () => T): T => {
    count(1)
    if (++depth > limit('depth')) throw tooComplex(`> ${limit('depth')} levels`)
    const made = walk()
    depth--
    return made
  }
  const list = <T extends SqlValue>(value: SqlValue, what: string, item: (entry: SqlValue) => T): T[] => {
    if (!Array.isArray(value)) throw unknown(what)
    return value.map(item)
  }
  const node = (value: SqlValue | undefined, what: string): SqlNode => {
    if (!isNode(value)) throw unknown(what)
    return value
  }
  const name = (value: SqlValue, what: string): string => {
    if (typeof value !== 'string') throw unknown(what)
    if (value.length > LIMITS.nameLength * 4) throw tooComplex('name')
    rules.name(value)
    return value
  }

  function fields(of: SqlNode, spec: Fields, what: string, scope: Scope): SqlNode {
    const made: SqlNode = {}
    for (const [key, value] of Object.entries(of)) {
      const field = spec[key]
      if (field === undefined) throw unknown(`${what}.${key}`)
      // Places in the text lose their meaning when the tree is rewritten, and the parser's "none" exceeds a double.
      if (key === 'query_location') continue
      made[key] = one(value, field, `${what}.${key}`, scope)
    }
    return made
  }

  function one(value: SqlValue, field: Field, what: string, scope: Scope): SqlValue {
    if (typeof field === 'object') {
      if ('listOf' in field) {
        return list(value, what, (entry) => shape(node(entry, what), field.listOf, what, scope))
      }
      if (value === null && 'nullable' in field) return null
      return shape(node(value, what), field.shape, what, scope)
    }
    switch (field) {
      case 'expression?':
        return value === null ? null : expression(node(value, what), scope)
      case 'expression':
        return expression(node(value, what), scope)
      case 'expressions':
        return list(value, what, (entry) => expression(node(entry, what), scope))
      case 'expression-lists':
        return list(value, what, (row) => list(row, what, (entry) => expression(node(entry, what), scope)))
      case 'query?':
        return value === null ? null : query(node(value, what), scope)
      case 'query':
      case 'shape-query':
        return query(node(value, what), scope)
      case 'table':
        return table(node(value, what), scope)
      case 'name':
        return name(value, what)
      case 'names':
        return list(value, what, (entry) => name(entry, what))
      case 'word':
        if (typeof value !== 'string' || !/^[A-Za-z_ ]*$/.test(value)) throw unknown(what)
        return value
      case 'flag':
        if (typeof value !== 'boolean') throw unknown(what)
        return value
      case 'number':
        if (typeof value !== 'number') throw unknown(what)
        return value
      case 'number-lists':
        return list(value, what, (row) => list(row, what, (entry) => one(entry, 'number', what, scope)))
      case 'nothing':
        if (value !== null) throw unknown(what)
        return null
      case 'blank':
        if (value !== '') throw unknown(what)
        return ''
      case 'empty-list':
        if (!Array.isArray(value) || value.length > 0) throw unknown(what)
        return []
      case 'type':
        return type(node(value, what))
      case 'types':
        return list(value, what, (entry) => type(node(entry, what)))
      case 'value':
        return constant(node(value, what))
      case 'values':
        return list(value, what, (entry) => constant(node(entry, what)))
    }
  }

  function shape(of: SqlNode, called: keyof typeof SHAPES, what: string, scope: Scope): SqlNode {
    if (called === 'cteMap') throw unknown(what)
    if (called === 'modifier') {
      const spec = MODIFIERS[textOf(of.type)]
      if (spec === undefined) throw unknown(textOf(of.type) || what)
      return fields(of, spec, textOf(of.type), scope)
    }
    const made = fields(of, SHAPES[called], what, scope)
    if (called === 'pivotEntry') {
      for (const value of listOf(made.values)) {
        if (isNode(value) && typeof value.value === 'string') rules.madeColumn(value.value)
      }
      if (made.alias !== '') rules.madeColumn(textOf(made.alias))
    }
    return made
  }

  function type(of: SqlNode): SqlNode {
    count(1)
    const id = textOf(of.id)
    for (const key of Object.keys(of)) if (key !== 'id' && key !== 'type_info') throw typeNotPermitted(id)
    const info = of.type_info ?? null
    if (id !== 'UNBOUND' && !ALLOWED_TYPE_IDS.has(id)) throw typeNotPermitted(id)
    if (info === null) {
      if (id === 'UNBOUND') throw typeNotPermitted(id)
      return { id, type_info: null }
    }
    return { id, type_info: typeInfo(node(info, id), id) }
  }

  function typeInfo(info: SqlNode, id: string): SqlNode {
    const made: SqlNode = {}
    for (const [key, value] of Object.entries(info)) {
      const field = `${textOf(info.type)}.${key}`
      if (key === 'type') made[key] = value
      else if (key === 'alias' && value === '') made[key] = value
      else if (key === 'extension_info' && value === null) made[key] = value
      else if (/^(DECIMAL_TYPE_INFO\.(width|scale)|ARRAY_TYPE_INFO\.size)$/.test(field)) {
        if (typeof value !== 'number' || value < 0 || value > 100_000) throw typeNotPermitted(id)
        made[key] = value
      } else if (field === 'STRING_TYPE_INFO.collation') made[key] = collation(textOf(value))
      else if (/^(LIST|ARRAY)_TYPE_INFO\.child_type$/.test(field))
        made[key] = deeper(() => type(node(value, id)))
      else if (field === 'STRUCT_TYPE_INFO.child_types') {
        made[key] = list(value, id, (entry) => {
          const member = node(entry, id)
          return {
            first: name(member.first ?? null, id),
            second: deeper(() => type(node(member.second, id))),
          }
        })
      } else if (field === 'UNBOUND_TYPE_INFO.name') {
        if (!ALLOWED_TYPE_NAMES.has(textOf(value).toLowerCase())) throw typeNotPermitted(textOf(value))
        made[key] = value
      } else if (/^UNBOUND_TYPE_INFO\.(catalog|schema)$/.test(field) && value === '') made[key] = value
      else if (field === 'UNBOUND_TYPE_INFO.user_type_modifiers') {
        made[key] = list(value, id, (entry) => constant(node(entry, id)))
      } else throw typeNotPermitted(textOf(info.name) || id)
    }
    return made
  }

  function collation(written: string): string {
    const parts = written.toLowerCase().split('.')
    if (!parts.every((part) => ALLOWED_COLLATIONS.has(part))) throw collationNotPermitted(written)
    return written
  }

  function constant(of: SqlNode): SqlNode {
    count(1)
    const made: SqlNode = {}
    for (const [key, value] of Object.entries(of)) {
      if (key === 'type') made[key] = type(node(value, 'constant'))
      else if (key === 'is_null' && typeof value === 'boolean') made[key] = value
      else if (key === 'value') made[key] = constantValue(value)
      else throw unknown(`constant.${key}`)
    }
    return made
  }

  function constantValue(value: SqlValue): SqlValue {
    if (typeof value === 'string' && value.length > LIMITS.textConstant) {
      throw tooComplex(`'…' > ${LIMITS.textConstant}`)
    }
    if (!isNode(value)) {
      if (Array.isArray(value)) throw unknown('constant')
      return value
    }
    if (isExactInteger(value)) return value
    const made: SqlNode = {}
    for (const [key, part] of Object.entries(value)) {
      if (key === 'children')
        made[key] = list(part, 'constant', (entry) => deeper(() => constant(node(entry, 'constant'))))
      else if (/^(upper|lower|months|days|micros)$/.test(key) && isInteger(part)) made[key] = part
      else throw unknown(`constant.${key}`)
    }
    return made
  }

  const expression = (of: SqlNode, scope: Scope): SqlNode =>
    deeper(() => {
      const spec = EXPRESSIONS[textOf(of.class)]
      if (textOf(of.class) === 'POSITIONAL_REFERENCE') throw placeNotPermitted(of.index)
      if (spec === undefined)
        throw unknown(textOf(of.class) === 'PARAMETER' ? 'PREPARE ($1, ?)' : textOf(of.class))
      if (!spec.types.has(textOf(of.type))) throw unknown(textOf(of.type))
      for (const items of [of.children, of.values]) {
        if (Array.isArray(items) && items.length > limit('listItems'))
          throw tooComplex(`> ${limit('listItems')} items`)
      }
      const made = fields(of, spec.fields, textOf(of.class), scope)
      if (made.class === 'FUNCTION' || made.class === 'WINDOW') return rules.call(made)
      if (made.class === 'COLUMN_REF') return rules.columnRef(made)
      if (made.class === 'STAR') rules.star(made)
      if (made.class === 'COLLATE') collation(textOf(made.collation))
      return made
    })

  const table = (of: SqlNode, scope: Scope): SqlNode =>
    deeper(() => {
      const kind = textOf(of.type)
      const spec = TABLES[kind]
      if (spec === undefined) throw unknown(kind)
      if (kind === 'TABLE_FUNCTION') return rules.tableCall(tableFunction(of, spec, scope), scope)
      const made = fields(of, spec, kind, scope)
      if (kind === 'BASE_TABLE') return rules.baseTable(made, scope)
      if (kind === 'SHOW_REF') return rules.show(made)
      return made
    })

  // The function itself is judged as a table function, not as a value; only its arguments are expressions.
  function tableFunction(of: SqlNode, spec: Fields, scope: Scope): SqlNode {
    const { function: called, ...rest } = of
    const call = node(called, 'TABLE_FUNCTION')
    if (call.class !== 'FUNCTION') throw unknown(textOf(call.class))
    const walked = deeper(() => fields(call, EXPRESSIONS.FUNCTION?.fields ?? {}, 'FUNCTION', scope))
    return { ...fields(rest, spec, 'TABLE_FUNCTION', scope), function: walked }
  }

  const query = (of: SqlNode, outer: Scope): SqlNode =>
    deeper(() => {
      const kind = textOf(of.type)
      const spec = QUERIES[kind]
      if (spec === undefined) throw unknown(kind)
      if (listOf(of.select_list).length > limit('selectItems'))
        throw tooComplex(`> ${limit('selectItems')} columns`)
      const { cte_map: ctes, ...rest } = of
      const { made, scope } = withClause(node(ctes, `${kind}.cte_map`), outer)
      if (kind !== 'RECURSIVE_CTE_NODE') return { ...fields(rest, spec, kind, scope), cte_map: made }
      const { right, ...half } = rest
      const inside = new Map(scope).set(textOf(of.cte_name).toLowerCase(), true)
      return {
        ...fields(half, spec, kind, scope),
        right: query(node(right, kind), inside),
        cte_map: made,
      }
    })

  function withClause(map: SqlNode, outer: Scope): { made: SqlNode; scope: Scope } {
    const scope = new Map(outer)
    for (const key of Object.keys(map)) if (key !== 'map') throw unknown(`WITH.${key}`)
    if (scope.size + listOf(map.map).length > limit('ctes')) throw tooComplex(`WITH > ${limit('ctes')}`)
    const made = list(map.map ?? null, 'WITH', (item) => {
      const entry = node(item, 'WITH')
      const cte = node(entry.value, 'WITH')
      const called = textOf(entry.key)
      for (const key of Object.keys(entry)) if (key !== 'key' && key !== 'value') throw unknown(`WITH.${key}`)
      rules.cteName(called)
      const value = fields(
        cte,
        { aliases: 'names', query: { shape: 'statement' }, materialized: 'word', key_targets: 'expressions' },
        'WITH',
        scope,
      )
      scope.set(called.toLowerCase(), false)
      return { key: called, value }
    })
    return { made: { map: made }, scope }
  }

  return { query, expression, count }
}
