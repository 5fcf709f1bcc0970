import { expect, test } from 'vitest'
import type { TreeNode } from '../../../visiting/provenance/measure.ts'
import {
  call,
  column,
  integer,
  keyOf,
  named,
  walk,
  withoutPlaces,
} from '../../../visiting/provenance/tree.ts'

/** A sum of many terms, longer than what is written again each time. */
const long = (last = 'z'): TreeNode =>
  Array.from({ length: 20 }, (_, n) => column('t', `a${n}`)).reduce(
    (sum, term) => call('+', [sum, term]),
    call('abs', [column('t', last)]),
  )

test('an expression has the same key wherever it stands, asked before or after what it is a part of', () => {
  const asked = (fromTheTop: boolean): string[] => {
    const nodes: TreeNode[] = []
    walk(long(), (node) => nodes.push(node) > 0)
    return (fromTheTop ? nodes : nodes.reverse()).map(keyOf).sort()
  }
  expect(asked(true)).toEqual(asked(false))
})

test('places, output names and the case of functions make no other key, anything else does', () => {
  const placed = {
    ...call('ABS', [{ ...column('t', 'a'), query_location: 7, alias: 'x' }]),
    query_location: 3,
  }
  const plain = call('abs', [column('t', 'a')])
  expect(keyOf(named(placed, 'y'))).toBe(keyOf(plain))
  const keys = [
    plain,
    call('abs', [column('t', 'A')]),
    call('abs', [integer(1)]),
    call('sign', [column('t', 'a')]),
  ]
  expect(new Set([...keys, long(), long('y')].map(keyOf)).size).toBe(6)
})

test('a tree without places is a copy in which nothing else is missing', () => {
  const given = {
    ...long(),
    query_location: 5,
    left: [{ query_location: { $number: '18446744073709551615' } }, null],
  }
  const kept = { ...long(), left: [{}, null] }
  expect(withoutPlaces(given)).toEqual(kept)
  expect(given.query_location).toBe(5)
})
