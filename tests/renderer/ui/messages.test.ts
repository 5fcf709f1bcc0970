import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const RENDERER = join(import.meta.dirname, '../../../renderer')
const MESSAGES = join(RENDERER, 'ui/messages')

type Messages = { [key: string]: string | Messages }
const read = (language: string, file: string): Messages =>
  JSON.parse(readFileSync(join(MESSAGES, language, file), 'utf8'))

/** Keys with their texts; the endings of plurals are taken off, because languages differ in them. */
function flat(messages: Messages, prefix = ''): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value !== 'string') {
      for (const [inner, texts] of flat(value, `${prefix}${key}.`)) found.set(inner, texts)
      continue
    }
    const plain = prefix + key.replace(/_(zero|one|two|few|many|other)$/, '')
    found.set(plain, [...(found.get(plain) ?? []), value])
  }
  return found
}

const files = readdirSync(join(MESSAGES, 'ja')).sort()
const all = new Map(files.map((file) => [file.replace('.json', ''), flat(read('ja', file))]))

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return name === 'messages' ? [] : sources(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })
}
const code = sources(RENDERER).map((path) => ({
  path: relative(RENDERER, path),
  text: readFileSync(path, 'utf8'),
}))

test('both languages have the same files', () => {
  expect(readdirSync(join(MESSAGES, 'en')).sort()).toEqual(files)
})

test.each(files)('%s says the same things in both languages', (file) => {
  const [ja, en] = [flat(read('ja', file)), flat(read('en', file))]
  expect([...en.keys()].sort()).toEqual([...ja.keys()].sort())
})

test('what low-risk outputs are is said whole, for its limits are shown only where there is that class', () => {
  for (const language of ['ja', 'en'])
    expect(flat(read(language, 'review.json')).get('policy.lowRisk.hint')?.[0]).toMatch(/[。.]$/)
})

test.each(files)('in %s a percent sign stands at its number, in both languages', (file) => {
  const texts = ['ja', 'en'].flatMap((language) => [...flat(read(language, file)).values()].flat())
  expect(texts.filter((text) => /[\d}]\s+%/.test(text))).toEqual([])
})

test.each(files)('%s asks for the same parameters in both languages', (file) => {
  const params = (texts: string[]) =>
    [...new Set(texts.flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)))].sort()
  const [ja, en] = [flat(read('ja', file)), flat(read('en', file))]
  for (const [key, texts] of ja) {
    expect({ key, params: params(en.get(key) ?? []) }).toEqual({ key, params: params(texts) })
  }
})

test.each(files)('%s leaves nothing empty and nothing untranslated', (file) => {
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/
  for (const [key, texts] of flat(read('ja', file))) {
    expect({ key, empty: texts.some((text) => text.trim() === '') }).toEqual({ key, empty: false })
  }
  for (const [key, texts] of flat(read('en', file))) {
    const wrong = texts.filter((text) => text.trim() === '' || japanese.test(text))
    expect({ key, wrong }).toEqual({ key, wrong: [] })
  }
})

test('every message a component names exists', () => {
  const missing: string[] = []
  for (const { path, text } of code) {
    const namespaces = [...text.matchAll(/useTranslation\('([\w-]+)'/g)].map(([, name]) => name ?? '')
    for (const [, key = ''] of text.matchAll(/\bt\(\s*'([\w.:-]+)'/g)) {
      const [first, second] = key.split(':')
      const found = second
        ? all.get(first ?? '')?.has(second)
        : (namespaces.length > 0 ? namespaces : [...all.keys()]).some((name) => all.get(name)?.has(key))
      if (!found) missing.push(`${path}: ${key}`)
    }
  }
  expect(missing).toEqual([])
})

test('no message is left that nothing says', () => {
  const text = code.map((file) => file.text).join('\n')
  // A key may be put together: `finding.${code}.title` covers finding.<anything>.title.
  const patterns = [...text.matchAll(/`([\w.:-]*)\$\{[^`]*`/g)].map(([whole]) => {
    const body = whole.slice(1, -1).replace(/^[\w-]+:/, '')
    const parts = body.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('[\\w. -]+')}$`)
  })
  const dynamic = patterns.filter(({ source }) => !source.startsWith('^[') && source.includes('\\.'))
  const unused: string[] = []
  for (const [name, messages] of all) {
    for (const key of messages.keys()) {
      const said = text.includes(`'${key}'`) || text.includes(`'${name}:${key}'`)
      if (!said && !dynamic.some((pattern) => pattern.test(key))) unused.push(`${name}: ${key}`)
    }
  }
  expect(unused).toEqual([])
})

test('no component holds words of its own', () => {
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/
  const spoken = code
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      text
        .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
        .split('\n')
        .filter((line) => japanese.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    )
  // A language is named in itself, whatever language the screen is in.
  expect(spoken).toEqual(["app/Appearance.tsx: { value: 'ja', label: '日本語' },"])
})
