import { expect, test } from 'vitest'
import { whyNotSubmit } from '../../../renderer/workbench/why-not-submit.ts'

test('individual rows cannot be submitted, whatever their number', () => {
  expect(whyNotSubmit({ standing: 'individual', rowCount: null })).toBe('output-individual')
})

test('a result without rows cannot be submitted', () => {
  expect(whyNotSubmit({ standing: 'aggregated', rowCount: 0 })).toBe('output-empty')
})

test('where the number of rows may not be told, the environment decides', () => {
  expect(whyNotSubmit({ standing: 'aggregated', rowCount: null })).toBeNull()
})

test('an unverified result may be submitted: reviewers judge it', () => {
  expect(whyNotSubmit({ standing: 'unverified', rowCount: 12 })).toBeNull()
})
