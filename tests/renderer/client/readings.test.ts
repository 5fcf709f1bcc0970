import { expect, test } from 'vitest'
import { kanaOf } from '../../../renderer/client/readings.ts'

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
  ['れせぷと', 'れせぷと'],
])('%s is %s', (word, kana) => expect(kanaOf(word)).toBe(kana))

test.each(['claim', 'person', 'dpc', 'icd', 'weight', '傷病', '特てい', ''])('%s is no reading', (word) =>
  expect(kanaOf(word)).toBe(null),
)
