import { resolve, sep } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileFor } from '../../../electron/main/renderer-files.ts'

const FOLDER = ['', 'opt', 'workbench', 'renderer'].join(sep)
const under = (...parts: string[]) => [FOLDER, ...parts].join(sep)

test.each([
  ['app://workbench/', 'index.html', 'text/html; charset=utf-8'],
  ['app://workbench/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['app://workbench/index.html#/catalog', 'index.html', 'text/html; charset=utf-8'],
  // Dots, also escaped ones, are resolved by the URL itself, and end at its root.
  ['app://workbench/%2e%2e/../a.js', 'a.js', 'text/javascript; charset=utf-8'],
  ['app://workbench/assets/a-1.js?x', `assets${sep}a-1.js`, 'text/javascript; charset=utf-8'],
])('%s is the file %s', (url, path, type) => {
  expect(fileFor(url, FOLDER)).toEqual({ path: under(path), type })
})

test.each([
  'app://workbench/..%2f..%2fetc/passwd.js',
  'app://workbench/assets/..%5c..%5csecret.js',
  'app://workbench/assets%00.js',
  'app://workbench/%252e%252e/secret.js',
  'app://workbench//etc/x.js',
  'app://workbench/%',
  'app://workbench/etc/passwd',
  'app://workbench/index.exe',
  'app://elsewhere/index.html',
  'app://me@workbench/index.html',
  'file:///opt/workbench/renderer/index.html',
  'https://workbench/index.html',
  'nonsense',
])('%s is no file of the workbench', (url) => {
  expect(fileFor(url, FOLDER)).toBeNull()
})

test('no path, however written, leads out of the folder', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%00', '//', 'a', '.js', '%25'),
    fc.string({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const file = fileFor(`app://workbench/${pieces.join('')}`, FOLDER)
      if (file) expect([resolve(file.path), file.path.startsWith(FOLDER + sep)]).toEqual([file.path, true])
    }),
    { numRuns: 5_000 },
  )
})
