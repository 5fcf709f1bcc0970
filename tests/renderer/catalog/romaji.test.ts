import { expect, test } from 'vitest'
import { kanaOfRomaji } from '../../../renderer/catalog/romaji.ts'

test.each([
  ['tokutei', 'とくてい'],
  ['byoumei', 'びょうめい'],
  ['yakuzai', 'やくざい'],
  ['sippei', 'しっぺい'],
  ['shippei', 'しっぺい'],
  ['wakutin', 'わくちん'],
  ['kennsa', 'けんさ'],
  ['kensa', 'けんさ'],
  ['onna', 'おんな'],
  ['kempo', 'けんぽ'],
  ['matchi', 'まっち'],
  ['ju', 'じゅ'],
  ['tsuuin', 'つういん'],
])('%s is %s', (word, kana) => expect(kanaOfRomaji(word)).toBe(kana))

test.each(['claim', 'person', 'dpc', 'icd', 'weight'])('%s is no Japanese word', (word) =>
  expect(kanaOfRomaji(word)).toBe(null),
)
