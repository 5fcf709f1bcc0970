/**
 * What a screen shows, it shows in its own time: a test that reads it once, right after an act, passes on one machine
 * and fails on a slower one. So expectations about a screen ask again until it shows what they want (`expect.poll`).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './source-files.ts'

const READ_ONCE =
  /expect\(\s*\(*await [^\n]*?(\.(count|textContent|innerText|inputValue|getAttribute|isVisible|isHidden|isEnabled|isDisabled|isChecked|allTextContents|allInnerTexts)\(|gridTexts\(|openNewestOutput\()/g

const sources = ['browser', 'desktop'].flatMap((folder) =>
  readdirSync(join(ROOT, 'tests', folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      name: `${folder}/${name}`,
      text: readFileSync(join(ROOT, 'tests', folder, name), 'utf8'),
    })),
)

test('no test of a screen reads it once and judges by that', () => {
  const found = sources.flatMap(({ name, text }) =>
    [...text.matchAll(READ_ONCE)].map((hit) => `${name}: ${hit[0]}`),
  )
  expect(found).toEqual([])
})

test('the rule finds what it is for', () => {
  for (const line of [
    "expect(await at('tray-list').getByRole('listitem').count()).toBe(3)",
    "expect((await openNewestOutput(screen)).state).toBe('recalled')",
    'expect(\n      await grid.getAttribute("aria-rowcount"),\n    ).toBe("3")',
  ])
    expect(line.match(READ_ONCE), line).not.toBe(null)
  expect(sources.length).toBeGreaterThan(10)
})
