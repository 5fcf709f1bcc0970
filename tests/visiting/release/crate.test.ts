/**
 * The crate against what RO-Crate 1.2 and the Five Safes profile 0.4 ask for (https://w3id.org/5s-crate/0.4), and the
 * checks against the form of ACRO's results.json. Each claim is a MUST of the profile unless it says otherwise.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test, vi } from 'vitest'
import { readReleaseZip } from '../../../shared/model/release-zip.ts'
import { seal, verifyPackage } from '../../../visiting/release/seal.ts'
import { newPrivateKeyPem, signingKeyOf } from '../../../visiting/release/signing-key.ts'
import { aFrozenTable, anApprovedOutput, aReleaseMaker } from '../../fixtures/an-approved-output.ts'

const key = signingKeyOf(newPrivateKeyPem())
const drawn = { svg: '<svg xmlns="http://www.w3.org/2000/svg"/>', png: Buffer.from('png').toString('base64') }
const items = [
  aFrozenTable({ name: 'table-1' }),
  aFrozenTable({ name: 'table-2', title: '図のある表', drawn }),
  {
    kind: 'text' as const,
    name: 'note',
    title: '解析コード',
    what: '解析に用いたコードです。',
    format: 'r' as const,
    text: 'glm(y ~ x)\n',
    findings: [],
  },
]
const zip = seal(anApprovedOutput(items), aReleaseMaker(key.fingerprint), key)
const read = readReleaseZip(zip)
const files = read.ok ? read.entries : new Map<string, Uint8Array>()
const jsonOf = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path))) as never

type Entity = Record<string, unknown> & { '@id': string; '@type': string | string[] }
interface Crate {
  '@context': string
  '@graph': Entity[]
}
const crate = jsonOf('ro-crate-metadata.json') as Crate
const graph = crate['@graph']
const entity = (id: string) => graph.find((one) => one['@id'] === id)
const typesOf = (one: Entity | undefined) => [one?.['@type'] ?? []].flat()
const refsOf = (value: unknown): string[] =>
  [value].flat().flatMap((one) => (one && typeof one === 'object' ? [(one as Entity)['@id']] : []))
const root = entity('./')!
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

describe('the crate as RO-Crate 1.2', () => {
  test('its descriptor names the version, its root says what it is, when and under which licence', () => {
    expect(crate['@context']).toBe('https://w3id.org/ro/crate/1.2/context')
    const descriptor = entity('ro-crate-metadata.json')!
    expect(refsOf(descriptor.conformsTo)).toEqual(['https://w3id.org/ro/crate/1.2'])
    expect(refsOf(descriptor.about)).toEqual(['./'])
    for (const property of ['name', 'description', 'datePublished', 'license'])
      expect(root[property], property).toBeTruthy()
  })

  test('ids are unique, and everything that is pointed at is described', () => {
    const ids = graph.map((one) => one['@id'])
    expect(new Set(ids).size).toBe(ids.length)
    const pointed = graph.flatMap((one) => Object.entries(one).flatMap(([, value]) => refsOf(value)))
    const outside = /^https:\/\/w3id\.org\/(shp#|ro\/crate|workflowhub)/
    expect(pointed.filter((id) => !ids.includes(id) && !outside.test(id))).toEqual([])
  })

  test('every file of the package but the seal itself is part of it, with its digest', () => {
    const parts = [...refsOf(root.hasPart), ...refsOf(entity('workflow/')?.hasPart)]
    const outside = ['ro-crate-metadata.json', 'manifest.json', 'manifest.sig']
    for (const path of files.keys()) if (!outside.includes(path)) expect(parts).toContain(path)
    for (const path of parts.filter((part) => !part.endsWith('/')))
      expect(entity(path)?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('the crate in the eyes of a public validator (ro-crate-js)', () => {
  const require = createRequire(import.meta.url)
  interface Said {
    status: string
    message: string
  }
  /** What the validator says of a crate of these files, which stand under `folder`; the context is its own copy. */
  async function said(folder: string, change: (text: string) => string = (text) => text): Promise<Said[]> {
    const context = readFileSync(require.resolve('ro-crate/lib/context.json'), 'utf8')
    // Bound when the module is loaded.
    vi.stubGlobal('fetch', async () => new Response(context))
    const { ROCrate } = require('ro-crate') as {
      ROCrate: new (json: object, options: object) => { resolveContext: () => Promise<unknown> }
    }
    const { validate } = require('ro-crate/lib/validator') as {
      validate: (crate: object, files: object) => Promise<Said[]>
    }
    vi.unstubAllGlobals()
    // The seal signs the crate and so cannot be described in it.
    const inside = [...files.keys()].filter(
      (path) => path.startsWith(folder) && !path.startsWith('manifest.'),
    )
    const reference = (path: string, isDir: boolean) =>
      [path.slice(folder.length), { exists: true, inCrate: false, isDir }] as const
    const references = Object.fromEntries([
      ...inside.map((path) => reference(path, false)),
      ...(folder === '' ? [reference('workflow/', true)] : []),
    ])
    const text = new TextDecoder().decode(files.get(`${folder}ro-crate-metadata.json`))
    const read = new ROCrate(JSON.parse(change(text)), { array: true, link: true })
    await read.resolveContext()
    return validate(read, references)
  }
  const faults = (list: Said[]) => list.filter(({ status }) => status !== 'success')

  test.each(['', 'workflow/'])('finds nothing to object to in the crate at “%s”', async (folder) => {
    const list = await said(folder)
    expect(faults(list)).toEqual([])
    expect(list.length).toBeGreaterThan(5)
  })

  test('would say so if the root had no date', async () => {
    const list = await said('', (text) => text.replaceAll('"datePublished"', '"dateForgotten"'))
    expect(
      faults(list)
        .map(({ message }) => message)
        .join(),
    ).toContain('datePublished')
  })
})

describe('the crate after the Five Safes profile 0.4', () => {
  test('the root conforms to the profile, which is described', () => {
    expect(refsOf(root.conformsTo)).toEqual(['https://w3id.org/5s-crate/0.4'])
    expect(typesOf(entity('https://w3id.org/5s-crate/0.4'))).toContain('Profile')
  })

  test('its one main entity is a Dataset that is a Workflow RO-Crate, and that crate is there', () => {
    expect(refsOf(root.mainEntity)).toEqual(['workflow/'])
    const workflow = entity('workflow/')
    expect(typesOf(workflow)).toContain('Dataset')
    expect(refsOf(workflow?.conformsTo)[0]).toMatch(/^https:\/\/w3id\.org\/workflowhub\/workflow-ro-crate/)
    const nested = (jsonOf('workflow/ro-crate-metadata.json') as Crate)['@graph']
    const main = refsOf(nested.find((one) => one['@id'] === './')?.mainEntity)[0]
    expect(typesOf(nested.find((one) => one['@id'] === main))).toContain('ComputationalWorkflow')
    expect(files.has(`workflow/${main}`)).toBe(true)
    for (const number of [1, 2])
      expect(files.get(`workflow/query-${number}.sql`)).toEqual(files.get(`query-${number}.sql`))
  })

  test('each run is mentioned, by a Person of an Organization, with the main entity as its instrument', () => {
    const runs = graph.filter((one) => typesOf(one).includes('CreateAction'))
    expect(runs.length).toBe(2)
    for (const run of runs) {
      expect(refsOf(root.mentions)).toContain(run['@id'])
      expect(refsOf(run.instrument)).toEqual(['workflow/'])
      expect(refsOf(run.agent).length).toBeGreaterThan(0)
      for (const agent of refsOf(run.agent)) {
        expect(typesOf(entity(agent))).toContain('Person')
        for (const home of refsOf(entity(agent)?.affiliation))
          expect(typesOf(entity(home))).toContain('Organization')
      }
      for (const object of refsOf(run.object)) expect(entity(object)).toBeDefined()
      for (const result of refsOf(run.result)) expect(files.has(result)).toBe(true)
    }
    expect(refsOf(runs[1]?.result)).toEqual([
      'data/table-2.csv',
      'data/table-2.arrow',
      'figures/figure-2.svg',
      'figures/figure-2.png',
    ])
  })

  test('the responsible project is a Project, and the requesting agent a member of it (SHOULD)', () => {
    const [project] = refsOf(root.sourceOrganization)
    expect(typesOf(entity(project!))).toContain('Project')
    expect(refsOf(entity('#researcher')?.memberOf)).toEqual([project])
  })

  test('assessments have a name, an accepted status, an agent, and times as RFC 3339 asks', () => {
    const assessments = graph.filter((one) => typesOf(one).includes('AssessAction'))
    const terms = assessments.flatMap((one) => refsOf(one.additionalType))
    expect(terms).toContain('https://w3id.org/shp#SignOff')
    expect(terms.filter((term) => term === 'https://w3id.org/shp#DisclosureCheck').length).toBe(3)
    for (const one of assessments) {
      expect(refsOf(root.mentions)).toContain(one['@id'])
      expect(String(one.name).length).toBeGreaterThanOrEqual(10)
      expect(one.actionStatus).toBe('http://schema.org/CompletedActionStatus')
      expect(one.endTime).toMatch(RFC_3339)
      expect(refsOf(one.object)).toContain('./')
      for (const agent of refsOf(one.agent))
        expect(['Organization', 'Person', 'SoftwareApplication']).toContain(typesOf(entity(agent))[0])
    }
    // Software that acts for the environment names it.
    expect(refsOf(entity('#service')?.provider)).toEqual(['#environment'])
  })

  test('writing the digests is recorded as the publishing phase asks (SHOULD)', () => {
    const update = graph.find((one) => typesOf(one).includes('UpdateAction'))
    expect(refsOf(update?.additionalType)).toEqual(['https://w3id.org/shp#GenerateCheckValue'])
    expect(root.publisher).toEqual({ '@id': '#environment' })
  })

  test('names no reviewer', () => {
    expect(JSON.stringify(crate)).not.toMatch(/usr_/)
  })
})

describe('the checks as ACRO writes them', () => {
  interface Acro {
    version: string
    results: Record<string, Record<string, unknown> & { files: AcroFile[] }>
  }
  interface AcroFile {
    name: string
    sdc: { summary?: object; cells?: Record<string, unknown[]> }
  }
  const acro = jsonOf('results.json') as Acro

  test('have every field of a record, and files that are in the package', () => {
    expect(Object.keys(acro.results)).toEqual(['table-1', 'table-2', 'note'])
    const fields = [
      'uid',
      'status',
      'type',
      'properties',
      'files',
      'outcome',
      'command',
      'summary',
      'timestamp',
      'comments',
      'exception',
    ]
    for (const record of Object.values(acro.results)) {
      expect(Object.keys(record).sort()).toEqual([...fields].sort())
      expect(['pass', 'fail', 'review']).toContain(record.status)
      for (const file of record.files) expect(files.has(file.name)).toBe(true)
    }
  })

  test('name every hidden cell, and none as the small one', () => {
    const [file] = acro.results['table-1']!.files
    expect(file?.sdc.summary).toMatchObject({ suppressed: true, threshold: 2, 'p-ratio': 0 })
    expect(file?.sdc.cells?.threshold).toEqual([
      [1, 1],
      [2, 1],
    ])
    expect(acro.results['table-1']!.outcome).toMatchObject({
      n: { 0: 'ok', 1: 'threshold; ', 2: 'threshold; ' },
    })
  })
})

test('a release on a shorter course says so in words and in the checks', async () => {
  const lowRisk = { outputClasses: ['Frequencies'], leastPersons: 100, maxCells: 200 }
  const output = anApprovedOutput([aFrozenTable()], {
    course: { kind: 'low-risk', policy: 3, class: lowRisk },
    by: ['usr_one'],
  })
  const short = seal(output, aReleaseMaker(key.fingerprint), key)
  expect((await verifyPackage(short, key.publicKey)).ok).toBe(true)
  const entries = readReleaseZip(short)
  const text = (path: string) => (entries.ok ? new TextDecoder().decode(entries.entries.get(path)) : '')
  expect(text('SUMMARY.md')).toContain('低リスク区分（Frequencies、各セル 100 人以上')
  expect(text('SUMMARY.md')).toContain('Cleared as low-risk (Frequencies; 100 persons')
  expect(JSON.parse(text('checks.json')).course).toEqual({ kind: 'low-risk', policy: 3, class: lowRisk })
})
