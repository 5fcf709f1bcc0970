import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, roomOf, type SourceFile, sourceFiles } from './source-files.ts'

const files = sourceFiles('shared', 'electron', 'renderer', 'visiting')

/** Which rooms a room may open onto. `types`: for `import type` only, the port files of a neighbour. */
const DOORS: Record<string, { values?: string[]; types?: string[] }> = {
  'shared/model': {},
  'shared/contract': { values: ['shared/model'] },
  'shared/arrow': { values: ['shared/model'] },
  'shared/bridge': { values: ['shared/model', 'shared/contract'] },

  'electron/main': { values: ['electron/*', 'shared/*', 'resources/icons'] },
  'electron/preload': { values: ['shared/bridge', 'shared/contract', 'shared/model'] },
  'electron/connection': { values: ['shared/contract', 'shared/model', 'shared/bridge'] },
  'electron/export': { values: ['shared/model'], types: ['shared/bridge'] },

  'renderer/app': { values: ['renderer/*', 'shared/*'] },
  'renderer/client': { values: ['shared/*'] },
  'renderer/ui': { values: [], types: ['shared/model'] },
  'renderer/display': { values: ['renderer/ui', 'shared/*'] },
  ...Object.fromEntries(
    ['catalog', 'dashboard', 'applications', 'audit', 'workbench', 'outputs', 'review'].map((room) => [
      `renderer/${room}`,
      { values: ['renderer/client', 'renderer/ui', 'renderer/display', 'shared/*'] },
    ]),
  ),

  'visiting/journeys': { values: ['visiting/*', 'shared/*'] },
  // The operator's commands wire what environment.ts wires for the service.
  'visiting/command-line': { values: ['visiting', 'visiting/*', 'shared/*'] },
  'visiting/http': { values: ['shared/*'], types: ['visiting/identity'] },
  'visiting/identity': { values: ['shared/model'], types: ['visiting/audit'] },
  'visiting/catalog': { values: ['shared/*'], types: ['visiting/sources'] },
  'visiting/sources': { values: ['shared/*'], types: ['visiting/catalog'] },
  'visiting/permits': { values: ['shared/model'], types: ['visiting/audit'] },
  'visiting/policy': { values: ['shared/model'], types: ['visiting/provenance'] },
  'visiting/provenance': { values: ['shared/model'] },
  'visiting/engine': { values: ['shared/model', 'shared/arrow', 'visiting/policy', 'visiting/sources'] },
  'visiting/results': { values: ['shared/*'], types: ['visiting/engine', 'visiting/audit'] },
  'visiting/ledger': { values: ['shared/model'], types: ['visiting/disclosure'] },
  'visiting/outputs': { values: ['shared/*'], types: ['visiting/audit'] },
  'visiting/disclosure': { values: ['shared/*'] },
  'visiting/figures': { values: ['shared/*'] },
  'visiting/review': { values: ['shared/model'], types: ['visiting/outputs', 'visiting/audit'] },
  'visiting/release': { values: ['shared/*', 'visiting/review'], types: ['visiting/audit'] },
  'visiting/audit': { values: ['shared/model'] },
  'visiting/storage': {
    values: ['shared/*', 'visiting/audit'],
    types: ['visiting/*'],
  },
}

const fits = (rooms: string[] | undefined, room: string): boolean =>
  (rooms ?? []).some(
    (allowed) => allowed === room || (allowed.endsWith('/*') && room.startsWith(allowed.slice(0, -1))),
  )

/** The engine may take values of two neighbours: the mark of an approved query, and where Parquet files lie. */
const NARROW: Record<string, string[]> = {
  'visiting/engine': [
    'visiting/policy/approved-query.ts',
    'visiting/sources/layout.ts',
    'visiting/policy/sql-parser.ts',
    'visiting/sources/loader-port.ts',
  ],
  'visiting/release': ['visiting/review/approved-output.ts'],
}

/** The words of a licence, ours or a package's, are in no room. */
const isLicence = (target: string) => /^(LICENSE|node_modules\/[^?]*Notices\.txt)\?raw$/.test(target)

const doorsBroken = (file: SourceFile): string[] => {
  const room = roomOf(file.path)
  // Files directly in a top folder wire the rooms together.
  if (!room.includes('/')) return []
  const doors = DOORS[room]
  if (!doors) return [`${file.path}: the floor plan has no room ${room}`]
  return file.imports.flatMap(({ target, own, typeOnly }) => {
    if (!own || isLicence(target)) return []
    const other = roomOf(target)
    if (other === room) return []
    const allowed = fits(doors.values, other) || (typeOnly && fits(doors.types, other))
    const narrow = NARROW[room]
    const squeezed = narrow && other.startsWith('visiting/') && !typeOnly && !narrow.includes(target)
    return allowed && !squeezed ? [] : [`${file.path} opens onto ${target}`]
  })
}

describe('rooms do not open onto each other', () => {
  test('every import goes through a door of the floor plan', () => {
    expect(files.flatMap(doorsBroken)).toEqual([])
  })

  test('every import of our own names a file that is there', () => {
    const missing = files.flatMap((file) =>
      file.imports
        .filter(({ own, target }) => own && !target.includes('?') && !existsSync(join(ROOT, target)))
        .map(({ target }) => `${file.path} -> ${target}`),
    )
    expect(missing).toEqual([])
  })

  test('no room is called utils, common, lib, helpers, services or core', () => {
    const wrong = files.filter(({ path }) =>
      /(^|\/)(utils?|common|libs?|helpers?|services?|core|misc)(\/|\.tsx?$)/.test(path),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  test('no file only passes other files on', () => {
    const barrels = files.filter(({ text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim()
      return (
        code !== '' &&
        code
          .split('\n')
          .every((line) => /^(export .* from .*|export \{|\s+\w+,|\} from .*)$/.test(line.trim()))
      )
    })
    expect(barrels.map(({ path }) => path)).toEqual([])
  })

  test('shared knows neither Node nor the DOM', () => {
    const wrong = files
      .filter(({ path }) => path.startsWith('shared/') || path.startsWith('renderer/'))
      .flatMap(({ path, imports }) =>
        imports.filter(({ target }) => target.startsWith('node:')).map(({ target }) => `${path}: ${target}`),
      )
    expect(wrong).toEqual([])
  })
})

describe('each outside power has one owner', () => {
  const OWNERS: [power: string, pattern: RegExp, owner: RegExp][] = [
    ['DuckDB', /^@duckdb\//, /^visiting\/engine\//],
    ['SQL storage', /^(kysely|libsql|pg)(\/|$)/, /^visiting\/storage\//],
    ['Monaco', /^monaco-editor(\/|$)/, /^renderer\/workbench\//],
    ['Plotly', /^plotly\.js/, /^renderer\/display\//],
    ['canvas', /^@napi-rs\/canvas/, /^visiting\/results\//],
    ['HTTP service', /^(fastify|@fastify\/.*)$/, /^visiting\/http\//],
    ['figures without a browser', /^(vega|vega-lite|@resvg\/resvg-js)$/, /^visiting\/figures\//],
    ['linear programs', /^highs$/, /^visiting\/disclosure\//],
  ]
  test.each(OWNERS)('%s', (_power, pattern, owner) => {
    const users = files.filter(({ imports }) =>
      imports.some(({ target, own, typeOnly }) => !own && !typeOnly && pattern.test(target)),
    )
    const strangers = users.filter(({ path }) => !owner.test(path))
    expect(strangers.map(({ path }) => path)).toEqual([])
  })

  test('only electron/connection opens sockets on the desktop', () => {
    const sockets = files.filter(
      ({ path, text, imports }) =>
        path.startsWith('electron/') &&
        !path.startsWith('electron/connection/') &&
        (imports.some(({ target }) => /^(node:)?(net|http|https|http2|tls|dgram|undici)$/.test(target)) ||
          /(?<![\w.])fetch\(|net\.request\(|net\.fetch\(|new WebSocket\(/.test(text)),
    )
    expect(sockets.map(({ path }) => path)).toEqual([])
  })

  test('only electron/export writes where the user chose; electron/main keeps its own settings', () => {
    const writers = files.filter(
      ({ path, text }) =>
        path.startsWith('electron/') &&
        !path.startsWith('electron/export/') &&
        /\b(writeFile|writeFileSync|createWriteStream|appendFile|appendFileSync|copyFile|rename|renameSync)\b/.test(
          text,
        ),
    )
    expect(writers.map(({ path }) => path).filter((path) => path !== 'electron/main/settings.ts')).toEqual([])
  })
})

describe('what passes a check changes type', () => {
  test('only policy holds the key to approved queries', () => {
    const holders = files.filter(
      ({ path, text }) => text.includes('policyKey') && path !== 'visiting/policy/approved-query.ts',
    )
    expect(holders.map(({ path }) => path)).toEqual(['visiting/policy/policy.ts'])
  })

  test('the engine and the door out ask for the real thing', () => {
    const engine = files.filter(({ path }) => path.startsWith('visiting/engine/')).map(({ text }) => text)
    const release = files.filter(({ path }) => path.startsWith('visiting/release/')).map(({ text }) => text)
    expect(engine.some((text) => text.includes('ApprovedQuery.is('))).toBe(true)
    expect(release.some((text) => text.includes('ApprovedOutput.is('))).toBe(true)
  })
})

describe('a deciding state and its audit entry are one write', () => {
  const DECIDING =
    /^visiting\/(permits|outputs|release|review|applications)\/.*-port\.ts$|^visiting\/identity\/account-acts-port\.ts$/
  const ports = files.filter(({ path }) => DECIDING.test(path))

  test('there are ports to look at', () => {
    expect(ports.length).toBeGreaterThanOrEqual(3)
  })

  test('every method that changes an account, application, permit, output, vote or release takes its audit entry', () => {
    const silent = ports.flatMap(({ path, text }) =>
      [...text.matchAll(/^ {2}(\w+)\(([\s\S]*?)\): Promise</gm)]
        .filter(([, name]) => !/^(get|list|find|count)/.test(name!))
        .filter(([, , parameters]) => !/\baudit: AuditDraft/.test(parameters!))
        .map(([, name]) => `${path}: ${name}`),
    )
    expect(silent).toEqual([])
  })

  test('tables of deciding states are written inside commit only', () => {
    const text = files.filter(({ path }) => path.startsWith('visiting/storage/'))
    const silent = text.flatMap(({ path, text: source }) =>
      [...source.matchAll(/records\.note\(([\s\S]*?)\n {6}\)/g)]
        .filter(([, body]) =>
          /(insertInto|updateTable|deleteFrom)\('(permit|output|output_round|vote|release|application|application_reader|committee_member|conflict)'\)/.test(
            body!,
          ),
        )
        .map(() => path),
    )
    expect(silent).toEqual([])
  })
})
