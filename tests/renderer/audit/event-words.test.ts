import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, sourceFiles } from '../../house/source-files.ts'

const wordsIn = (language: string) =>
  (
    JSON.parse(readFileSync(join(ROOT, 'renderer/ui/messages', language, 'audit.json'), 'utf8')) as {
      event: Record<string, string>
    }
  ).event

test('every event the environment writes has words in both languages', () => {
  const written = sourceFiles('visiting').flatMap(({ text }) => [
    ...[...text.matchAll(/event: '([a-z-]+)'/g)].map(([, event]) => event!),
    ...[...text.matchAll(/event: [^'\n]*\? '([a-z-]+)' : '([a-z-]+)'/g)].flatMap(([, a, b]) => [a!, b!]),
    ...[...text.matchAll(/entry\(at, '([a-z-]+)'/g)].map(([, event]) => event!),
  ])
  expect(new Set(written).size).toBeGreaterThan(50)
  for (const words of [wordsIn('ja'), wordsIn('en')])
    expect(written.filter((event) => !(event in words))).toEqual([])
})
