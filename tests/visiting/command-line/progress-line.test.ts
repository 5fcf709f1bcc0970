import { expect, test } from 'vitest'
import { type Output, progressLine } from '../../../visiting/command-line/output.ts'

function heard() {
  const bars: string[] = []
  const steps: string[] = []
  const output: Output = {
    line: () => {},
    note: () => {},
    progress: (text) => bars.push(text),
    step: (text) => steps.push(text),
  }
  return { bars, steps, tell: progressLine(output) }
}

test('each step is named once, in both languages', () => {
  const { steps, tell } = heard()
  for (const step of ['reference', 'persons', 'open-data', 'digest', 'profiles', 'extract'])
    for (const done of [0, 1, 2]) tell(step, done, 2)
  expect(steps).toHaveLength(6)
  for (const words of steps) expect(words).toMatch(/[\p{Script=Han}\p{Script=Katakana}].* \/ [a-z]/u)
})

test('the bar never goes back within a step, and begins anew with the next', () => {
  const { bars, tell } = heard()
  tell('persons', 6, 10)
  tell('persons', 4, 10)
  tell('extract', 1, 10)
  expect(bars.map((bar) => /(\d+) %/.exec(bar)?.[1])).toEqual(['60', '60', '10'])
})
