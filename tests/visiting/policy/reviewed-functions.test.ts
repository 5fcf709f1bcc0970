import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  ALLOWED_AGGREGATES,
  ALLOWED_FUNCTIONS,
  ALLOWED_IN_WINDOWS,
  ALLOWED_TABLE_FUNCTIONS,
  REVIEWED_ENGINE,
} from '../../../visiting/policy/allowed-functions.ts'
import { ALLOWED_COLLATIONS, ALLOWED_TYPE_NAMES } from '../../../visiting/policy/allowed-types.ts'
import { REFUSED_FUNCTIONS, whyRefused } from '../../../visiting/policy/refused-functions.ts'

let engine: DuckDBConnection
let functions: { name: string; kind: string; macro: string | null }[]
let names: string[]

beforeAll(async () => {
  engine = await (await DuckDBInstance.create(':memory:')).connect()
  const reader = await engine.runAndReadAll(
    'SELECT function_name, function_type, macro_definition FROM duckdb_functions()',
  )
  functions = reader.getRowsJson().map(([name, kind, macro]) => ({
    name: String(name).toLowerCase(),
    kind: String(kind),
    macro: macro === null ? null : String(macro),
  }))
  names = [...new Set(functions.map(({ name }) => name))]
})

const isAllowed = (name: string) => ALLOWED_FUNCTIONS.has(name) || ALLOWED_TABLE_FUNCTIONS.has(name)

describe('the reviewed lists', () => {
  test('were read against the engine that is installed', async () => {
    const reader = await engine.runAndReadAll('SELECT version()')
    // When this fails, read every function the two versions differ in, then move REVIEWED_ENGINE.
    expect(reader.getRowsJson()).toEqual([[REVIEWED_ENGINE]])
  })

  test('know every function of the engine: each is allowed, or refused for a reason', () => {
    expect(names.filter((name) => !isAllowed(name) && whyRefused(name) === null)).toEqual([])
  })

  test('say one thing of each name', () => {
    expect(names.filter((name) => isAllowed(name) && whyRefused(name) !== null)).toEqual([])
  })

  test('allow nothing that the engine does not have', () => {
    const allowed = [...ALLOWED_FUNCTIONS, ...ALLOWED_TABLE_FUNCTIONS, ...ALLOWED_IN_WINDOWS]
    expect(allowed.filter((name) => !names.includes(name))).toEqual([])
  })

  test('refuse nothing that the engine does not have, but for getenv, which only its shell has', () => {
    const refused = Object.values(REFUSED_FUNCTIONS).flatMap(({ names: of }) =>
      of.map((name) => name.toLowerCase()),
    )
    expect(refused.filter((name) => !names.includes(name))).toEqual(['getenv'])
  })

  test('allow no function that the engine says acts beyond its result, but for random()', async () => {
    const reader = await engine.runAndReadAll(
      'SELECT DISTINCT function_name FROM duckdb_functions() WHERE has_side_effects ORDER BY 1',
    )
    const acting = reader.getRowsJson().map(([name]) => String(name).toLowerCase())
    expect(acting.filter(isAllowed)).toEqual(['random'])
  })

  test('allow no pragma', () => {
    // `repeat`-like names may be shared; a pragma of the same name as an allowed function would be one too many.
    expect(functions.filter(({ kind, name }) => kind === 'pragma' && isAllowed(name))).toEqual([])
  })

  test('allow only table functions that make rows from their arguments', () => {
    expect([...ALLOWED_TABLE_FUNCTIONS].sort()).toEqual([
      'generate_series',
      'json_each',
      'json_tree',
      'range',
      'repeat',
      'repeat_row',
      'unnest',
    ])
  })

  test('allow macros of the engine only where their body calls nothing refused', () => {
    const macros = functions.filter(({ kind, name }) => kind === 'macro' && ALLOWED_FUNCTIONS.has(name))
    const reaching = macros.filter(({ macro }) =>
      [...(macro ?? '').matchAll(/"?([a-z_]\w*)"?\(/g)]
        .map(([, called = '']) => called)
        // json_group_object stops at a NULL key; the words it stops with are its own.
        .some((called) => whyRefused(called) !== null && called !== 'error'),
    )
    expect(reaching).toEqual([])
  })

  test('name only aggregates the engine knows as such, or macros over them', () => {
    const known = new Set(
      functions.filter(({ kind }) => kind !== 'scalar' && kind !== 'table').map(({ name }) => name),
    )
    expect([...ALLOWED_AGGREGATES].filter((name) => !known.has(name))).toEqual([])
  })

  test('allow types that the engine has', async () => {
    const refused: string[] = []
    for (const name of ALLOWED_TYPE_NAMES) {
      const answer = await engine.run(`SELECT NULL::"${name}"`).then(
        () => null,
        () => name,
      )
      if (answer !== null) refused.push(answer)
    }
    expect(refused).toEqual([])
  })

  test('allow collations that the engine has', async () => {
    for (const name of ALLOWED_COLLATIONS) await engine.run(`SELECT 'a' COLLATE "${name}" = 'b'`)
    expect(ALLOWED_COLLATIONS.size).toBeGreaterThan(0)
  })
})
