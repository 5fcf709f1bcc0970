import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { statementAt, statementsOf } from '../../../renderer/workbench/statement-at.ts'

const textAt = (sql: string) => statementAt(sql.replace('|', ''), sql.indexOf('|'))?.text

describe('the statement that runs', () => {
  test('is the one the cursor stands in', () => {
    expect(textAt('SELECT 1; SEL|ECT 2; SELECT 3')).toBe('SELECT 2')
  })

  test('is the one just finished when the cursor stands behind its semicolon', () => {
    expect(textAt('SELECT 1;|\nSELECT 2')).toBe('SELECT 1')
  })

  test('is the next one when the cursor stands on a blank line between two', () => {
    expect(textAt('SELECT 1;\n\n|\nSELECT 2')).toBe('SELECT 2')
  })

  test('is the last one when the cursor stands behind everything', () => {
    expect(textAt('SELECT 1;\nSELECT 2;\n\n|')).toBe('SELECT 2')
  })

  test('does not exist where there are only comments', () => {
    expect(textAt('-- nothing; here\n/* nor; here */|')).toBeUndefined()
  })

  test.each([
    ["SELECT 'a;b'", 1],
    ["SELECT 'it''s; fine'", 1],
    ['SELECT "a;b" FROM t', 1],
    ['SELECT 1 -- a; b\n + 2', 1],
    ['SELECT /* a; b */ 1', 1],
    ['SELECT $$a;b$$', 1],
    ['SELECT $tag$a;$$;b$tag$; SELECT 2', 2],
    ["SELECT 'never closed; SELECT 2", 1],
    ['SELECT 1;;; SELECT 2;', 2],
  ])('semicolons inside %s separate nothing', (sql, count) => {
    expect(statementsOf(sql)).toHaveLength(count)
  })

  test('stands in the text where it says it does, whatever the text', () => {
    const piece = fc.constantFrom(
      'SELECT 1',
      "'a;b'",
      '"x;y"',
      ';',
      '\n',
      '-- c;\n',
      '/* ; */',
      '$$;$$',
      '日本語',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const sql = pieces.join('')
        let after = 0
        for (const { text, start, end } of statementsOf(sql)) {
          expect(sql.slice(start, end)).toBe(text)
          expect(text).toBe(text.trim())
          expect(start).toBeGreaterThanOrEqual(after)
          after = end
        }
      }),
    )
  })
})
