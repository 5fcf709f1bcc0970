import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sqlTokens } from '../../../renderer/display/sql-tokens.ts'

test('no character of the SQL is lost, changed or moved', () => {
  const piece = fc.constantFrom("'", '"', '--', '/*', '*/', '\n', 'SELECT', 'x', '1.5', ' ', '日本', ';')
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
      const sql = pieces.join('')
      expect(
        sqlTokens(sql)
          .map((token) => token.text)
          .join(''),
      ).toBe(sql)
    }),
  )
})

test('a keyword inside a string or a comment is not one', () => {
  const kinds = (sql: string) =>
    sqlTokens(sql)
      .filter((token) => token.kind === 'keyword')
      .map((token) => token.text)
  expect(kinds('SELECT \'from\' -- where\n/* group */ FROM "order"')).toEqual(['SELECT', 'FROM'])
})

test('a string that is never closed runs to the end', () => {
  expect(sqlTokens("'it''s open").map((token) => token.kind)).toEqual(['string'])
})
