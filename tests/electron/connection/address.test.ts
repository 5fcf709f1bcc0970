import { expect, test } from 'vitest'
import { originOf } from '../../../electron/connection/address.ts'

test.each([
  ['visiting.example.jp', 'https://visiting.example.jp'],
  [' https://Visiting.Example.jp/ ', 'https://visiting.example.jp'],
  ['https://visiting.example.jp:8443', 'https://visiting.example.jp:8443'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080/', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is the address %s', (typed, origin) => {
  expect(originOf(typed)).toEqual({ ok: true, value: origin })
})

test.each([
  'http://visiting.example.jp',
  'http://127.0.0.1.example.jp',
  'http://localhost.example.jp',
  'http://192.168.0.1',
  'http://0.0.0.0',
])('%s is refused, because a password would travel in the clear', (typed) => {
  const origin = originOf(typed)
  expect(origin).toMatchObject({ ok: false, problem: { code: 'input-invalid' } })
  expect(!origin.ok && origin.problem.words.en.title).toBe('This address is not encrypted.')
})

test.each([
  '',
  'https://',
  'file:///etc/passwd',
  'javascript://x',
  'ftp://visiting.example.jp',
  'https://me:secret@visiting.example.jp',
  'https://visiting.example.jp/api',
  'https://visiting.example.jp/?next=x',
  'https://visiting.example.jp/#x',
  'a b',
  'x'.repeat(400),
])('%j is no address of an environment', (typed) => {
  expect(originOf(typed)).toMatchObject({
    ok: false,
    problem: { code: 'input-invalid', params: { field: 'address' } },
  })
})
