/**
 * What others call says what it takes, what it answers and what it refuses, where it stands. On both sides of the
 * contract each function and class has a docstring; on the desktop and on the screen, where a file is mostly one
 * component, the header of the file serves for what the file is named after.
 */
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { type SourceFile, sourceFiles } from './source-files.ts'

const EXPORT = new RegExp(
  [
    String.raw`^export (?:async )?(?:function\*?|class) ([A-Za-z_$][\w$]*)`,
    // An arrow function, its parameters on one line or on several.
    String.raw`^export const ([A-Za-z_$][\w$]*)[^\n=]*= (?:async )?(?:<[^\n]*>)?\((?:[^\n]*=>|\n(?: {2}[^\n]*\n)+\)[^\n]*=>)`,
  ].join('|'),
  'gm',
)

/** Names of exported functions and classes, each with the text before it. */
const exported = (text: string): { name: string; before: string }[] =>
  [...text.matchAll(EXPORT)].map((hit) => ({
    name: (hit[1] ?? hit[2])!,
    before: text.slice(0, hit.index).trimEnd(),
  }))

const undocumented = ({ path, text }: Pick<SourceFile, 'path' | 'text'>): string[] => {
  const all = exported(text)
  const said = new Set(all.filter(({ before }) => before.endsWith('*/')).map(({ name }) => name))
  // Of a function with several signatures the first one says it.
  return [...new Set(all.map(({ name }) => name))]
    .filter((name) => !said.has(name))
    .map((name) => `${path}: ${name}`)
}

const plain = (name: string): string => name.replaceAll('-', '').toLowerCase()

const besidesHeader = (file: Pick<SourceFile, 'path' | 'text'>): string[] => {
  const all = exported(file.text)
  const fileName = plain(basename(file.path).replace(/\.tsx?$/, ''))
  const served = (name: string) => all.length === 1 || plain(name) === fileName
  return undocumented(file).filter((found) => !file.text.startsWith('/**') || !served(found.split(': ')[1]!))
}

test('what the environment and the contract export has a docstring', () => {
  const files = sourceFiles('visiting', 'shared')
  expect(files.flatMap(({ text }) => exported(text)).length).toBeGreaterThan(800)
  expect(files.flatMap(undocumented)).toEqual([])
})

test('what the desktop and the screen export has a docstring, or is what its file is about', () => {
  expect(sourceFiles('electron', 'renderer').flatMap(besidesHeader)).toEqual([])
})

test('the rule finds what it is for', () => {
  const path = 'visiting/somewhere.ts'
  const bare = [
    'export function first(): void {}',
    'export async function second(',
    'export const third = (a: number): number => a',
    'export const fourth = async <T>(\n  a: T,\n): Promise<T> => a',
    'export class Fifth {',
  ]
  for (const line of bare) {
    expect(undocumented({ path, text: `const one = 1\n\n${line}\n` }), line).toHaveLength(1)
    expect(undocumented({ path, text: `/** Says it. */\n${line}\n` }), line).toEqual([])
  }
  const text =
    '/** Of the file. */\nimport a from "a"\n\nexport function askFirst() {}\n\nexport const b = () => a\n'
  expect(besidesHeader({ path: 'renderer/ask-first.ts', text })).toEqual(['renderer/ask-first.ts: b'])
})
