import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PASSWORD_LEAST, PASSWORD_WORDS, whyNotPassword } from '../../../shared/model/passwords.ts'
import { newPassword } from '../../../visiting/command-line/first-password.ts'

const why = (password: string, before: string | null = null) =>
  whyNotPassword({ password, login: 'tanaka', before })

test.each([
  ['twelve chars', null],
  ['にほんごでもじゅうぶんながい', null],
  ['elevenchars', 'too-short'],
  // Twelve UTF-16 units, but six characters.
  ['🦀🐢🐍🦉🦊🐳', 'too-short'],
  ['x'.repeat(201), 'too-long'],
  ['my-Tanaka-2026!', 'holds-login'],
  ['aaaaaaaaaaaaaaaa', 'too-plain'],
  ['abababababababab', 'too-plain'],
  ['123456789012', 'too-plain'],
  ['qwertyuiopas', 'too-plain'],
  ['lkjhgfdsapoi', 'too-plain'],
])('%s: %s', (password, reason) => {
  expect(why(password)).toBe(reason)
})

test('the present password is no new one', () => {
  expect(why('twelve chars', 'twelve chars')).toBe('same-as-before')
})

test('each reason has words in both languages', () => {
  for (const { ja, en } of Object.values(PASSWORD_WORDS)) {
    expect(ja).toMatch(/[ぁ-ん]/)
    expect(en).toMatch(/^[\x20-\x7e]+$/)
  }
})

test('what the command line makes up is always accepted, and never the same twice', () => {
  const made = Array.from({ length: 500 }, newPassword)
  expect(made.filter((password) => why(password) !== null)).toEqual([])
  expect(new Set(made).size).toBe(500)
})

test('no password shorter than the least is ever accepted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (password) => {
      fc.pre([...password].length < PASSWORD_LEAST)
      expect(why(password)).not.toBe(null)
    }),
  )
})
