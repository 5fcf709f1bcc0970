import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, markHits, queryWords } from '../../../renderer/client/fold.ts'

describe('for search', () => {
  test.each([
    ['half-width katakana', 'ﾚｾﾌﾟﾄ', 'レセプト'],
    ['half-width katakana with voice marks', 'ｶﾞﾝ', 'がん'],
    ['hiragana', 'れせぷと', 'レセプト'],
    ['full-width letters and digits', 'ＩＣＤ１０', 'icd-10'],
    ['capitals', 'NDB', 'ndb'],
    ['spaces and middle dots between words', '医療 機関・コード', '医療機関コード'],
    ['combining voice marks', 'か\u3099ん', 'がん'],
    ['square units', '㎎', 'mg'],
    ['characters in another form', '胃癌・齒科（髙）', '胃がん歯科高'],
  ])('%s are the same as the usual spelling', (_what, typed, usual) => {
    expect(fold(typed).text).toBe(fold(usual).text)
  })

  test.each([
    ['ハ', 'パ'],
    ['コード', 'コド'],
    ['1', '7'],
  ])('%s and %s stay different', (one, other) => {
    expect(fold(one).text).not.toBe(fold(other).text)
  })

  test('a query of nothing but spaces has no words', () => {
    expect(queryWords(' 　\t')).toEqual([])
    expect(queryWords('医科　ﾚｾﾌﾟﾄ')).toEqual(['医科', 'れせぷと'])
  })
})

test('a long mark at the end of a word is heard or not', () => {
  for (const typed of ['サマリー', 'サマリ', 'ｻﾏﾘｰ'])
    expect(fold('退院時サマリー').text).toContain(queryWords(typed)[0])
  expect(queryWords('カルテー')).toEqual(queryWords('カルテ'))
  expect(queryWords('コー ー')).toEqual(['こー', 'ー'])
})

describe('marking hits', () => {
  test('shows the place in the text as it is written', () => {
    expect(markHits('医科レセプト（ＤＰＣ）', queryWords('ﾚｾﾌﾟﾄ dpc'))).toEqual([
      { text: '医科', hit: false },
      { text: 'レセプト', hit: true },
      { text: '（', hit: false },
      { text: 'ＤＰＣ', hit: true },
      { text: '）', hit: false },
    ])
  })

  test('a half-width letter and its voice mark are marked together', () => {
    expect(markHits('ｶﾞﾝ登録', queryWords('が'))).toEqual([
      { text: 'ｶﾞ', hit: true },
      { text: 'ﾝ登録', hit: false },
    ])
  })

  test('loses and adds no character, whatever the text and the query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, query) => {
        const parts = markHits(text, queryWords(query))
        expect(parts.map((part) => part.text).join('')).toBe(text)
      }),
    )
  })

  test('every text is found by itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = queryWords(text)
        const folded = fold(text).text
        for (const word of words) expect(folded).toContain(word)
      }),
      // A syllable written letter by letter, which only chance brings.
      { examples: [['\u1100\u1161\u11a8']] },
    )
  })
})
