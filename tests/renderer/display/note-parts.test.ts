import { expect, test } from 'vitest'
import { noteParts } from '../../../renderer/display/note-parts.ts'
import type { Finding } from '../../../shared/model/findings.ts'

const finding = (params: Finding['params']): Finding => ({
  code: 'text-unaccounted',
  severity: 'warning',
  rule: null,
  edition: null,
  confirmed: true,
  row: null,
  column: null,
  params,
})

test('a text is cut at its findings and loses no letter', () => {
  const text = '患者は47人、うち3人。'
  const parts = noteParts(text, [finding({ literal: '3', at: 9 }), finding({ literal: '47', at: 3 })])
  expect(parts.map(({ words }) => words).join('')).toBe(text)
  expect(parts.filter((part) => part.finding).map(({ words }) => words)).toEqual(['47', '3'])
})

test('findings without a place, past the end or over another one leave the text whole', () => {
  const text = 'n = 1,234'
  const found = [finding({}), finding({ literal: '1,234', at: 4 }), finding({ literal: '234', at: 6 })]
  const parts = noteParts(text, [...found, finding({ literal: '9', at: 90 })])
  expect(parts.map(({ words }) => words)).toEqual(['n = ', '1,234'])
})
