import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { httpCallOf } from '../../../shared/contract/address.ts'
import type { Route } from '../../../shared/contract/define-route.ts'
import { compareProtocol, PROTOCOL_VERSION } from '../../../shared/contract/protocol.ts'
import { ROUTES } from '../../../shared/contract/routes.ts'
import { REFUSALS, wordsFor } from '../../../shared/model/refusals.ts'
import { canonicalJson } from '../../../visiting/audit/chain.ts'
import { openApi } from '../../../visiting/http/openapi.ts'
import pinned from '../../fixtures/contract-digest.json' with { type: 'json' }

const routes = Object.entries(ROUTES) as [string, Route][]

describe('the contract', () => {
  test('the digest of all schemas belongs to this protocol version (npm run generate, after raising it)', () => {
    const sha256 = createHash('sha256').update(canonicalJson(openApi())).digest('hex')
    expect({ protocol: PROTOCOL_VERSION, sha256 }).toEqual(pinned)
  })

  test('every route is listed under its own name, and no two share method and path', () => {
    expect(routes.filter(([name, route]) => route.name !== name)).toEqual([])
    const addresses = routes.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  test('a call places path parameters, query and body, and escapes them', () => {
    expect(httpCallOf(ROUTES['queries.state'] as Route, { queryId: 'qry_a/b', waitMs: 5 })).toEqual({
      method: 'GET',
      url: '/api/queries/qry_a%2Fb?waitMs=5',
      body: null,
    })
    expect(httpCallOf(ROUTES['queries.run'] as Route, { permitId: 'prm_1', sql: 'SELECT 1' })).toEqual({
      method: 'POST',
      url: '/api/permits/prm_1/queries',
      body: '{"sql":"SELECT 1"}',
    })
  })

  test('an older and a newer environment are told apart by their major version', () => {
    expect(compareProtocol('1.9', '1.0')).toBe('same')
    expect(compareProtocol('0.9', '1.0')).toBe('service-older')
    expect(compareProtocol('2.0', '1.0')).toBe('service-newer')
  })
})

describe('refusals', () => {
  test.each(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[])(
    '%s says what and the way out in both languages',
    (code) => {
      const ja = wordsFor(code, {}, 'ja')
      const en = wordsFor(code, {}, 'en')
      for (const text of [ja.title, ja.next, en.title, en.next]) expect(text.length).toBeGreaterThan(2)
      const places = (text: string) =>
        [...text.matchAll(/\{(\w+?)(?:Ja|En)?\}/g)].map((match) => match[1]).sort()
      expect(places(ja.title + ja.next)).toEqual(places(en.title + en.next))
    },
  )
})
