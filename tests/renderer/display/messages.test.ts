import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Messages = { [key: string]: string | Messages }
const read = (language: string, name: string): Messages =>
  JSON.parse(
    readFileSync(new URL(`../../../renderer/ui/messages/${language}/${name}.json`, import.meta.url), 'utf8'),
  )

/** Keys without their plural ending, with the parameters their sentences use. */
function sentences(messages: Messages, path = ''): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [key, value] of Object.entries(messages)) {
    const at = path + key
    if (typeof value !== 'string') {
      for (const [inner, params] of sentences(value, `${at}.`)) found.set(inner, params)
      continue
    }
    const name = at.replace(/_(zero|one|other)$/, '')
    const params = found.get(name) ?? new Set<string>()
    for (const [, param] of value.matchAll(/\{\{(\w+)\}\}/g)) params.add(param!)
    found.set(name, params)
  }
  return found
}

describe.each(['outputs', 'review', 'catalog', 'audit', 'disclosure'])('the words of %s', (name) => {
  const ja = sentences(read('ja', name))
  const en = sentences(read('en', name))

  test('exist in both languages', () => {
    expect([...ja.keys()].sort()).toEqual([...en.keys()].sort())
  })

  test('use the same parameters in both languages', () => {
    const differing = [...ja].filter(([key, params]) => {
      const other = en.get(key) ?? new Set()
      return [...params].sort().join() !== [...other].sort().join()
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })
})
