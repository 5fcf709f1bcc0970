import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8')

function tokensOf(scheme: 'light' | 'dark'): Record<string, string> {
  const block = css.split(`[data-mantine-color-scheme="${scheme}"]`)[1]?.split('}')[0] ?? ''
  return Object.fromEntries(
    [...block.matchAll(/--vw-([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]),
  )
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio, WCAG 2.2: 1 to 21. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const STATES = ['safe', 'masked', 'hidden', 'unverified']
const TEXTS = ['text', 'dim', 'accent', 'danger', 'warning', 'good', ...STATES]

describe.each(['light', 'dark'] as const)('in the %s theme', (scheme) => {
  const token = tokensOf(scheme)

  test.each(TEXTS)('%s reads on ground, panel and chrome (WCAG AA)', (name) => {
    for (const ground of ['ground', 'panel', 'chrome']) {
      expect({ ground, readable: contrast(token[name] ?? '', token[ground] ?? '') >= 4.5 }).toEqual({
        ground,
        readable: true,
      })
    }
  })

  test.each(STATES)('%s reads on the ground of its own cells', (state) => {
    expect(contrast(token[state] ?? '', token[`${state}-soft`] ?? '')).toBeGreaterThanOrEqual(4.5)
  })
})

test('both themes define the same colours', () => {
  expect(Object.keys(tokensOf('dark')).sort()).toEqual(Object.keys(tokensOf('light')).sort())
})
