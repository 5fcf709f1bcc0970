import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engineErrorOf, isFatal, isInterrupt } from '../../../visiting/engine/worker/engine-error.ts'

const catalog = new Set(['ndb', 'claim', 'person_id', 'age', 'sum', 'count'])
const context = (sql: string, measuredSql = sql) => ({ sql, measuredSql, catalog })
const raw = (fields: Record<string, string>) => new Error(JSON.stringify(fields))

describe('nothing of a message passes but names that were written or are in the catalog', () => {
  const types = [
    'Parser',
    'Catalog',
    'Binder',
    'Conversion',
    'Invalid Input',
    'Out of Range',
    'Constraint',
    'IO',
    'Internal',
    'Unheard of',
  ]
  const secret = fc.stringMatching(/^planted[a-z0-9 ]{3,12}$/)

  test('whatever the engine says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        secret,
        fc.nat(300),
        fc.boolean(),
        (type, value, position, asJson) => {
          const message = `Could not find "${value}" near ${value}\nCandidate bindings: "${value}", "age"\n"${value}"`
          const error = asJson
            ? raw({
                exception_type: type,
                exception_message: message,
                name: value,
                candidates: `${value},age`,
                position: String(position),
              })
            : new Error(`${type} Error: ${message}`)
          const told = engineErrorOf(
            error,
            context('SELECT agee FROM ndb.claim', 'SELECT agee, 1 AS __vw_1 FROM extract.ndb.claim'),
          )
          expect(JSON.stringify(told)).not.toContain('planted')
          for (const name of [...told.names, ...told.candidates]) expect(catalog.has(name)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a value that is also written as a text, not as a name', () => {
    const error = raw({ exception_type: 'Catalog', exception_message: 'x', name: 'tanaka' })
    expect(engineErrorOf(error, context("SELECT 'tanaka' -- tanaka\nFROM claim")).names).toEqual([])
  })

  test('a value of a conversion that is also a column', () => {
    const error = raw({
      exception_type: 'Conversion',
      exception_message: 'Could not convert string "age" to INT32',
    })
    expect(engineErrorOf(error, context('SELECT age FROM claim'))).toMatchObject({
      kind: 'conversion',
      names: [],
    })
  })
})

describe('places', () => {
  const unknown = (name: string, position: number) =>
    raw({
      exception_type: 'Binder',
      error_subtype: 'COLUMN_NOT_FOUND',
      exception_message: `"${name}"`,
      name,
      position: String(position),
    })

  test('are lines and columns of the text as written, in characters', () => {
    const sql = "SELECT '日本',\n  bogus FROM claim"
    const bytes = Buffer.from(sql.slice(0, sql.indexOf('bogus'))).length
    expect(engineErrorOf(unknown('bogus', bytes), context(sql))).toMatchObject({ line: 2, column: 3 })
  })

  test('of a quoted name with capitals are found, too', () => {
    const sql = 'SELECT "Bogus Name" FROM claim'
    const told = engineErrorOf(unknown('Bogus Name', 0), context(sql, `SELECT 1, "Bogus Name" FROM claim`))
    expect(told).toMatchObject({ names: ['Bogus Name'], line: 1, column: 8 })
  })
})

test('an interrupt and an error that ends the database are told apart from others', () => {
  expect(isInterrupt(raw({ exception_type: 'INTERRUPT', exception_message: 'Interrupted!' }))).toBe(true)
  expect(isInterrupt(new Error('INTERRUPT Error: Interrupted!'))).toBe(true)
  expect(isInterrupt(raw({ exception_type: 'Binder', exception_message: 'INTERRUPT' }))).toBe(false)
  expect(isFatal(raw({ exception_type: 'FATAL', exception_message: '' }))).toBe(true)
  expect(isFatal(new Error('no JSON { at all'))).toBe(false)
})
