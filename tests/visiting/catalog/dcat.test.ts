/**
 * The harvested form against the vocabulary itself: which properties DCAT 3 (W3C Recommendation, 22 August 2024) gives a
 * class, which of them name things, and that every text has a language.
 */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dcatOf } from '../../../visiting/catalog/dcat.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'

type Node = Record<string, unknown>

const datasets = await loadCatalog(join(import.meta.dirname, '../../../resources/catalog'))
const catalog = dcatOf(datasets, {
  nameJa: '環境',
  nameEn: 'Environment',
  issued: new Date('2026-04-01T00:00:00Z'),
  modified: new Date('2026-05-01T00:00:00Z'),
}) as Node
const included = catalog['@included'] as Node[]

/** Properties of dcat:Resource (section 6.4), inherited by catalogs and datasets. */
const resource =
  'dct:accessRights dcat:contactPoint dct:creator dct:description dct:title dct:issued dct:modified dct:language dct:publisher dct:identifier dcat:keyword dct:license dct:rights dct:conformsTo dct:type dct:relation dcat:landingPage adms:status dct:alternative dcat:theme'
const dataset = `${resource} dcat:distribution dct:spatial dct:temporal dcat:inSeries dct:accrualPeriodicity`
const allowed: Record<string, string> = {
  'dcat:Catalog': `${dataset} dcat:dataset dcat:service dcat:catalog foaf:homepage dcat:themeTaxonomy @context @included`,
  'dcat:DatasetSeries': dataset,
  'dcat:Dataset': `${dataset} csvw:column`,
  'dcat:Distribution':
    'dct:title dct:description dct:accessRights dct:rights dct:license dcat:accessURL dcat:mediaType dct:format dct:conformsTo',
  'dct:PeriodOfTime': 'dcat:startDate dcat:endDate',
  'dct:RightsStatement': 'rdfs:label',
  'dct:Standard': 'dct:title',
  'dct:Location': '',
  'foaf:Agent': 'foaf:name',
  'foaf:Document': '',
  'skos:Concept': 'skos:prefLabel',
  'skos:ConceptScheme': 'dct:title',
  'vcard:Organization': 'vcard:fn vcard:hasURL',
  'vcard:Kind': 'vcard:fn vcard:hasURL',
  'dct:LinguisticSystem': '',
  'dct:LicenseDocument': 'dct:title',
  'dct:MediaType': '',
  'dct:MediaTypeOrExtent': '',
  'csvw:Column':
    'csvw:name csvw:title csvw:datatype schema:unitText dct:conformsTo dct:description dct:temporal',
}
/** Ranges: these name a thing and are never a bare text. */
const things =
  'dct:publisher dct:accessRights dct:rights dct:temporal dct:spatial dct:conformsTo dct:language dcat:distribution dcat:inSeries dcat:dataset dcat:accessURL dcat:mediaType adms:status dct:relation dcat:theme dcat:themeTaxonomy dcat:contactPoint dcat:landingPage dct:license dct:format vcard:hasURL'.split(
    ' ',
  )
const texts =
  'dct:title dct:alternative dct:description dcat:keyword rdfs:label foaf:name vcard:fn skos:prefLabel csvw:title'.split(
    ' ',
  )

const many = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const typesOf = (node: Node): string[] => many(node['@type'] ?? []) as string[]

function* nodesOf(value: unknown): Generator<Node> {
  for (const each of many(value)) {
    if (typeof each !== 'object' || each === null) continue
    const node = each as Node
    if (!('@value' in node)) yield node
    for (const [key, inner] of Object.entries(node)) if (key !== '@context') yield* nodesOf(inner)
  }
}
const nodes = [...nodesOf(catalog)]

describe('the DCAT form', () => {
  test('uses only prefixes it declares', () => {
    const known = new Set(Object.keys(catalog['@context'] as Node))
    const used = nodes.flatMap((node) => [
      ...Object.keys(node).filter((key) => !key.startsWith('@')),
      ...typesOf(node),
    ])
    expect(
      [...new Set(used.map((name) => name.split(':')[0]))].filter((prefix) => !known.has(prefix!)),
    ).toEqual([])
  })

  test('gives each thing only properties that the vocabulary gives its class', () => {
    const wrong = nodes.flatMap((node) => {
      const types = typesOf(node).filter((type) => type !== 'csvw:Table')
      return types.flatMap((type) =>
        Object.keys(node)
          .filter((key) => !['@id', '@type'].includes(key))
          .filter((key) => !(allowed[type] ?? '').split(' ').includes(key))
          .map((key) => `${type} ${key}`),
      )
    })
    expect([...new Set(wrong)]).toEqual([])
    expect([...new Set(nodes.flatMap(typesOf))].filter((type) => !(type in allowed))).toEqual(['csvw:Table'])
  })

  test('names a thing wherever the vocabulary asks for one', () => {
    for (const node of nodes)
      for (const name of things.filter((property) => property in node))
        for (const value of many(node[name])) expect([name, typeof value]).toEqual([name, 'object'])
  })

  test('says every text in a language, titles and descriptions in both', () => {
    for (const node of nodes)
      for (const name of texts.filter((property) => property in node)) {
        const languages = many(node[name]).map((value) => (value as Node)['@language'])
        expect(languages.every((language) => language === 'ja' || language === 'en')).toBe(true)
        if (!typesOf(node).includes('dct:Standard'))
          expect([name, new Set(languages).size]).toEqual([name, 2])
        for (const value of many(node[name])) expect((value as Node)['@value']).not.toBe('')
      }
  })

  test('gives the catalog and every dataset what a harvester needs', () => {
    const needed = 'dct:title dct:description dct:publisher dct:language dct:spatial'.split(' ')
    for (const node of [catalog, ...included]) for (const name of needed) expect(node).toHaveProperty([name])
    for (const node of included) {
      expect(node).toHaveProperty(['dct:accessRights'])
      expect(node).toHaveProperty(['dct:identifier'])
    }
    for (const name of ['dcat:theme', 'dcat:contactPoint', 'dcat:keyword', 'dcat:landingPage'])
      for (const node of included) expect(node).toHaveProperty([name])
    // Harvesters infer nothing: a series says that it is a dataset, and things say what they are.
    expect(included.filter((node) => !typesOf(node).includes('dcat:Dataset'))).toEqual([])
    const tables = included.filter((node) => !typesOf(node).includes('dcat:DatasetSeries'))
    expect(tables).toHaveLength(datasets.flatMap((each) => each.tables).length)
    for (const table of tables)
      expect(typesOf(table['dcat:distribution'] as Node)).toEqual(['dcat:Distribution'])
  })

  test('refers only to what it holds, or to a known authority', () => {
    const own = new Set([catalog, ...included].map((node) => node['@id']))
    for (const node of included) {
      for (const other of many(node['dct:relation'] ?? [])) expect(own).toContain((other as Node)['@id'])
      if ('dcat:inSeries' in node) expect(own).toContain((node['dcat:inSeries'] as Node)['@id'])
    }
    for (const { '@id': id } of catalog['dcat:dataset'] as Node[]) expect(own).toContain(id)
    const outside = nodes.flatMap(({ '@id': id }) =>
      typeof id === 'string' && /^https?:/.test(id) ? [id] : [],
    )
    const authorities =
      /^https?:\/\/(publications\.europa\.eu\/resource\/authority|www\.w3\.org\/TR|www\.iana\.org|www\.apache\.org\/licenses|www\.digital\.go\.jp\/resources)\//
    expect(outside.filter((id) => !authorities.test(id))).toEqual([])
  })

  test('says under which terms open data may be used, and gives out no licence where a permit decides', () => {
    for (const each of datasets.flatMap((one) => one.tables.map((table) => ({ one, table })))) {
      const identifier = `${each.table.schema}.${each.table.name}`
      const node = included.find((one) => one['dct:identifier'] === identifier)!
      const license = (node['dcat:distribution'] as Node)['dct:license'] as Node | undefined
      expect([identifier, license !== undefined]).toEqual([identifier, each.one.access === 'open'])
    }
  })

  test('writes days as days', () => {
    for (const node of nodes.filter((one) => typesOf(one).includes('dct:PeriodOfTime')))
      for (const name of ['dcat:startDate', 'dcat:endDate']) {
        const value = node[name] as Node
        expect(value['@type']).toBe('xsd:date')
        expect(value['@value']).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }
  })

  test('gives RESTRICTED and PUBLIC access as the catalog does', () => {
    for (const each of datasets) {
      const node = included.find((one) => one['dct:identifier'] === each.id) ?? {}
      expect((node['dct:accessRights'] as Node)['@id']).toMatch(
        each.access === 'open' ? /PUBLIC$/ : /RESTRICTED$/,
      )
    }
  })
})

test('the catalog says when it was made and last changed, a database since which year it is provided', () => {
  expect(catalog['dct:issued']).toEqual({ '@type': 'xsd:dateTime', '@value': '2026-04-01T00:00:00.000Z' })
  expect(catalog['dct:modified']).toEqual({ '@type': 'xsd:dateTime', '@value': '2026-05-01T00:00:00.000Z' })
  for (const { id, providesSince } of datasets) {
    const node = included.find((one) => one['dct:identifier'] === id)
    expect([id, node?.['dct:issued']]).toEqual([
      id,
      providesSince === null ? undefined : { '@type': 'xsd:gYear', '@value': String(providesSince) },
    ])
  }
})
