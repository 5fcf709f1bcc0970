import { expect, test } from 'vitest'
import { sourceFiles } from './source-files.ts'

const files = sourceFiles('shared', 'electron', 'renderer', 'visiting', 'resources', 'tests').map(
  ({ path, text }) => {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
    return { path, code, names: new Set(code.match(/[A-Za-z_$][\w$]*/g)) }
  },
)

/** Types may stand in a signature without being named by whoever calls; values may not. */
test('a value that is exported is named in another file', () => {
  const found = files.flatMap(({ path, code }) =>
    [...code.matchAll(/^export (?:async )?(?:function\*?|const|let|class) ([A-Za-z_$][\w$]*)/gm)].map(
      ([, name]) => ({ path, name: name! }),
    ),
  )
  expect(found.length).toBeGreaterThan(1_000)
  const alone = found.filter(
    // The order of test files is named by vitest.config.ts, which is in no folder.
    ({ path, name }) =>
      name !== 'LongestFirst' && !files.some((file) => file.path !== path && file.names.has(name)),
  )
  expect(alone.map(({ path, name }) => `${path}: ${name}`)).toEqual([])
})
