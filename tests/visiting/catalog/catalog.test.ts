import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeAndWord, codeWord, Dataset } from '../../../shared/model/catalog.ts'
import { PermitTable } from '../../../shared/model/permit.ts'
import { dcatOf } from '../../../visiting/catalog/dcat.ts'
import { CatalogFault, findContradiction, loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import { permitTablesOf } from '../../../visiting/catalog/permit-tables.ts'
import {
  chronic,
  drugs,
  events,
  everyday,
  procedures,
  studyDrugs,
} from '../../../visiting/sources/nation/masters.ts'

const folder = join(import.meta.dirname, '../../../resources/catalog')
const datasets = await loadCatalog(folder)
const twelve = 'ndb kaigo dpc vaccination disability cancer nanbyo shoman idb certified midnet ehr'.split(' ')

test('the catalog describes the twelve databases of the ministry, and PMH', () => {
  expect(datasets.map(({ id }) => id)).toEqual(expect.arrayContaining([...twelve, 'pmh']))
})

test('each of the twelve says what it is for, from what it is put together, what it tells and who runs it', () => {
  for (const id of twelve) {
    const dataset = datasets.find((each) => each.id === id)!
    expect([id, dataset.purpose === null, dataset.penalties]).toEqual([id, false, true])
    expect([id, dataset.collectedFrom.length, dataset.contents.length].includes(0)).toBe(false)
  }
  // Those who hold these two run them themselves.
  const own = twelve.filter((id) => datasets.find((each) => each.id === id)?.contractor === null)
  expect(own).toEqual(['certified', 'midnet'])
})

test('every text of the catalog is there in Japanese and in English', () => {
  const missing: string[] = []
  const walk = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('ja' in value && 'en' in value && (value.ja === '' || value.en === '')) missing.push(place)
    for (const [key, inner] of Object.entries(value)) walk(inner, `${place}.${key}`)
  }
  for (const dataset of datasets) walk(dataset, dataset.id)
  expect(missing).toEqual([])
})

test('data that a generator made up is marked as invented, published data is not', () => {
  for (const dataset of datasets)
    expect([dataset.id, dataset.invented]).toEqual([dataset.id, dataset.id !== 'pmh'])
})

test('the transcription of PMH municipalities carries its caveat, in the notes and at the table', () => {
  const pmh = datasets.find(({ id }) => id === 'pmh')
  expect(pmh?.qualityNotes.map(({ en }) => en).join(' ')).toContain('differ from the published totals')
  const table = pmh?.tables.find(({ name }) => name === 'pmh_municipalities')
  expect(table?.note?.ja).toContain('公表値と一致しません')
})

test('the links of the meeting papers hold both ways, and undecided ones are named so', () => {
  const link = (id: string) => datasets.find((dataset) => dataset.id === id)
  expect(link('ndb')?.linkableWith).toEqual(['kaigo', 'dpc', 'certified', 'idb'])
  expect(link('midnet')?.linkableWith).toEqual([])
  expect(link('midnet')?.linkabilityDecided).toBe(true)
  expect(link('vaccination')?.linkabilityDecided).toBe(false)
})

test('a permit opens all tables of its databases and none of the others', () => {
  const tables = permitTablesOf(datasets, ['ndb', 'idb'])
  for (const table of tables) expect(PermitTable.safeParse(table).success).toBe(true)
  expect(new Set(tables.map(({ database }) => database))).toEqual(new Set(['ndb', 'idb']))
  expect(tables.map(({ schema, name }) => `${schema}.${name}`)).toContain('ndb.medical_diagnosis')
})

test('institutions and persons are marked as identities in every table', () => {
  const columns = permitTablesOf(datasets, twelve).flatMap((table) => table.columns)
  for (const column of columns) {
    const expected =
      column.name === 'person_id' ? 'person' : column.name.endsWith('institution_id') ? 'institution' : null
    expect([column.name, column.identity]).toEqual([column.name, expected])
  }
})

test('a file that breaks the schema is named with the place', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'catalog-'))
  await writeFile(join(broken, 'ndb.json'), JSON.stringify({ ...datasets[0], access: 'everybody' }))
  await expect(loadCatalog(broken)).rejects.toThrow(/ndb\.json: access/)
  await expect(loadCatalog(broken)).rejects.toThrow(CatalogFault)
  await rm(broken, { recursive: true })
})

test('a link in one direction only is a contradiction', () => {
  const changed = datasets.map((dataset) =>
    dataset.id === 'midnet' ? Dataset.parse({ ...dataset, linkableWith: ['ndb'] }) : dataset,
  )
  expect(findContradiction(changed)).toContain('midnet links to ndb')
})

test('a person column in an open table is a contradiction', () => {
  const changed = datasets.map((dataset) =>
    dataset.id === 'pmh'
      ? {
          ...dataset,
          tables: dataset.tables.map((t) => ({ ...t, variables: [...t.variables, personColumn()] })),
        }
      : dataset,
  )
  expect(findContradiction(changed)).toContain('is open but has a person column')
})

function personColumn(): Dataset['tables'][number]['variables'][number] {
  const found = datasets[0]?.tables[0]?.variables[0]
  if (!found) throw new Error('the catalog has no person column')
  return found
}

test('DCAT describes every dataset and table in both languages, and says where nothing lies', () => {
  const catalog = dcatOf(datasets, {
    nameJa: '環境',
    nameEn: 'Environment',
    issued: new Date('2026-04-01T00:00:00Z'),
    modified: new Date('2026-05-01T00:00:00Z'),
  })
  expect(catalog['@type']).toBe('dcat:Catalog')
  const included = catalog['@included'] as { '@id': string; 'dct:title': { '@language': string }[] }[]
  expect(included).toHaveLength(datasets.length + datasets.flatMap(({ tables }) => tables).length)
  for (const entry of included)
    expect(entry['dct:title'].map((title) => title['@language'])).toEqual(['ja', 'en'])
  const ids = new Set(included.map((entry) => entry['@id']))
  for (const { '@id': id } of catalog['dcat:dataset'] as { '@id': string }[]) expect(ids.has(id)).toBe(true)
  expect(JSON.stringify(catalog)).not.toMatch(/parquet|downloadURL/)
})

test('a code system with a Japanese name has an English one, and codes have words in both languages', async () => {
  const variables = (await loadCatalog('resources/catalog')).flatMap(({ tables }) =>
    tables.flatMap(({ variables }) => variables),
  )
  const japanese = variables.filter(({ codeSystem }) => /[ぁ-んァ-ヶ一-龠]/.test(codeSystem ?? ''))
  expect(japanese.length).toBeGreaterThan(30)
  expect(japanese.filter(({ codeSystemEn }) => !codeSystemEn).map(({ codeSystem }) => codeSystem)).toEqual([])
  const sex = variables.find(({ name, codes }) => name === 'sex' && codes.length > 0)!
  expect(codeWord(sex, '2', 'ja')).toBe('女')
  expect(codeAndWord(sex, '2', 'en')).toBe('2 Female')
  expect(codeWord(sex, '9', 'en')).toBe('9')
  for (const { title } of variables.flatMap(({ codes }) => codes)) expect(title.en).toMatch(/^[\x20-\x7e–]+$/)
})

test('numbered codes stand in their order, and a variable is recorded as long as its table', async () => {
  const tables = (await loadCatalog('resources/catalog')).flatMap((dataset) => dataset.tables)
  const variables = tables.flatMap((table) => table.variables)
  const prefectures = variables.find(({ name }) => name === 'prefecture_code')!.codes.map(({ code }) => code)
  expect(prefectures).toHaveLength(47)
  expect(prefectures).toEqual([...prefectures].sort())
  for (const { period, variables } of tables)
    for (const variable of variables) expect(variable.period).toEqual(period)
  expect(variables.filter(({ period }) => period !== null).length).toBeGreaterThan(200)
})

test('codes of the invented nation have the words of its own code tables, wherever they stand', () => {
  const lists: [RegExp, { code: string; ja: string; en: string }[]][] = [
    [
      /^ICD-10$/,
      [...everyday, ...Object.values(chronic), ...Object.values(events)].map(({ icd10, ja, en }) => ({
        code: icd10,
        ja,
        en,
      })),
    ],
    [/^ATC$/, [...drugs, ...Object.values(studyDrugs)].map(({ atc, ja, en }) => ({ code: atc, ja, en }))],
    [/医薬品コード/, [...drugs, ...Object.values(studyDrugs)]],
    [/診療行為コード/, [...procedures]],
  ]
  const variables = datasets.flatMap(({ tables }) => tables).flatMap((table) => table.variables)
  for (const [system, codes] of lists) {
    const own = variables.filter(({ codeSystem }) => codeSystem !== null && system.test(codeSystem))
    expect(own.length).toBeGreaterThan(2)
    for (const variable of own)
      for (const { code, ja, en } of codes)
        expect([code, codeWord(variable, code, 'ja'), codeWord(variable, code, 'en')]).toEqual([code, ja, en])
  }
})
