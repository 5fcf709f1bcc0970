import { expect, test } from 'vitest'
import { findCommands } from '../../../renderer/client/commands.ts'

const COMMANDS = ['SQLを実行', '審査を開く', 'Insert name: ndb.claims'].map((label, i) => ({
  id: String(i),
  label,
  words: ['run', 'Review', 'レセプト'][i] ?? '',
  run: () => {},
}))
const found = (search: string) => findCommands(COMMANDS, search).map(({ label }) => label)

test('a command is found by the words of either language', () => {
  expect(found('review')).toEqual(['審査を開く'])
  expect(found('レセプト')).toEqual(['Insert name: ndb.claims'])
})

test('all words of a search have to be there, in any order', () => {
  expect(found('claims insert')).toEqual(['Insert name: ndb.claims'])
  expect(found('claims run')).toEqual([])
})

test('an empty search shows everything, in the order offered', () => {
  expect(found(' ')).toEqual(COMMANDS.map(({ label }) => label))
})
