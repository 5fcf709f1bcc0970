import { describe, expect, test } from 'vitest'
import { DIGITS, FEATURES, featuresFor, homeOf } from '../../../renderer/app/features.tsx'
import type { Role } from '../../../shared/model/visitor.ts'

const idsFor = (...roles: Role[]) => featuresFor({ roles }).map(({ id }) => id)

describe('the rail shows', () => {
  test('the workbench to researchers only', () => {
    expect(idsFor('researcher')).toContain('workbench')
    for (const role of ['reviewer', 'officer', 'committee', 'operator'] as const) {
      expect(idsFor(role)).not.toContain('workbench')
    }
  })

  test('the desk to reviewers and the log to officers, not to researchers', () => {
    expect(idsFor('reviewer')).toContain('review')
    expect(idsFor('officer')).toContain('audit')
    expect(idsFor('researcher')).not.toContain('review')
    expect(idsFor('researcher')).not.toContain('audit')
  })

  test('nothing but open rooms to somebody who is not signed in', () => {
    expect(featuresFor(null).every(({ access }) => access === 'open')).toBe(true)
  })

  test('no room with data of a permit in a browser, where the operator keeps analysis to the desktop', () => {
    const all: Role[] = ['researcher', 'reviewer', 'officer', 'operator']
    const shown = featuresFor({ roles: all }, { portalOnly: true }).map(({ id }) => id)
    for (const id of ['workbench', 'outputs', 'review', 'audit']) expect(shown).not.toContain(id)
    expect(shown).toContain('catalog')
  })

  test('rooms in the order of their digits', () => {
    const digits = FEATURES.map(({ id }) => DIGITS[id])
    expect(digits).toEqual([...digits].sort((a, b) => a - b))
  })
})

test('everybody starts at their own work', () => {
  const home = (...roles: Role[]) => homeOf(featuresFor({ roles }))?.id
  expect(home('researcher')).toBe('workbench')
  expect(home('reviewer')).toBe('review')
  expect(home('officer')).toBe('audit')
})
