import { describe, expect, test } from 'vitest'
import { naturalOrder } from '../../../shared/model/category-order.ts'
import { PREFECTURES } from '../../../shared/model/prefectures.ts'

const shuffled = <T>(all: readonly T[]): T[] => all.map((_, i) => all[(i * 7 + 3) % all.length]!)

describe('categories stand in the order people expect', () => {
  test.each([
    ['five-year age bands', ['0-4', '5-9', '10-14', '15-19', '85-89', '90-94', '100+']],
    ['the same in Japanese', ['0～4歳', '5～9歳', '10～14歳', '65～69歳', '100歳以上']],
    ['open ends', ['20歳未満', '20-39歳', '40-64歳', '65歳以上', '不明']],
    ['open ends in English', ['<18', '18-64', '65 and over', 'unknown']],
    ['full-width digits', ['２０代', '３０代', '１００歳以上']],
    ['waves', ['第1波', '第2波', '第10波']],
    ['quarters', ['Q1', 'Q2', 'Q3', 'Q4']],
    ['months of a year', ['2023-11', '2023-12', '2024-01']],
    ['ISO weeks', ['2023-W52', '2024-W01', '2024-W02']],
    ['stages', ['I', 'II', 'III', 'IV']],
    ['stages with letters', ['ステージI', 'ステージIIA', 'ステージIIB', 'ステージIV']],
    ['codes of prefectures', ['01', '02', '13', '47']],
    ['months by their number', ['1月', '2月', '10月', '12月', '合計']],
  ])('%s', (_, expected) => {
    for (const names of [shuffled(expected), expected.toReversed()])
      if (new Set(names).size === expected.length) expect(naturalOrder(names)).toEqual(expected)
    expect(naturalOrder(expected.toReversed())).toEqual(expected)
  })

  test.each([
    ['in Japanese', PREFECTURES.map(({ ja }) => ja)],
    ['without what they are', PREFECTURES.map(({ ja }) => ja.replace(/(?<!^京)[都府県]$/, ''))],
    ['in English', PREFECTURES.map(({ en }) => en)],
  ])('prefectures by JIS code, %s', (_, names) => {
    expect(naturalOrder(names.toReversed())).toEqual(names)
  })
})

describe('names in no such order stay as they came', () => {
  test.each([
    [['重症', '軽症', '中等症']],
    [['女', '男']],
    // Codes with letters are not in the order of their numbers.
    [['J10', 'A20', 'B05']],
    // Half an order is none.
    [['10-14', '未就学', '0-4']],
    [['東京都', '米国', '大阪府']],
    [[]],
  ])('%j', (names) => {
    expect(naturalOrder(names)).toEqual(names)
  })
})
