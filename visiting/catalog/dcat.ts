/**
 * The catalog as DCAT 3 JSON-LD (W3C Recommendation, 22 August 2024), for other catalogs to harvest: one
 * `dcat:DatasetSeries` a database, one `dcat:Dataset` a table in series with it, with its variables as `csvw:column` and
 * one distribution that says where it is to be had: on the dashboard, or in the environment under a permit.
 * Metadata only; it describes how to ask for access, never where data lies.
 */
import type { CatalogTable, Dataset } from '../../shared/model/catalog.ts'

interface Words {
  ja: string
  en: string
}
type Json = string | number | boolean | Json[] | { [key: string]: Json }

const authority = 'http://publications.europa.eu/resource/authority'
const languages: Json = ['JPN', 'ENG'].map((code) => ({
  '@id': `${authority}/language/${code}`,
  '@type': 'dct:LinguisticSystem',
}))
/** All of it is about health; a list of themes that harvesters know. */
const themes = `${authority}/data-theme`
const health: Json = {
  '@id': `${themes}/HEAL`,
  '@type': 'skos:Concept',
  'skos:prefLabel': [
    { '@language': 'ja', '@value': '健康' },
    { '@language': 'en', '@value': 'Health' },
  ],
}
const japan: Json = { '@id': `${authority}/country/JPN`, '@type': 'dct:Location' }

const inBoth = ({ ja, en }: Words): Json => [
  { '@language': 'ja', '@value': ja },
  { '@language': 'en', '@value': en },
]
const moment = (at: Date): Json => ({ '@type': 'xsd:dateTime', '@value': at.toISOString() })
const year = (value: number): Json => ({ '@type': 'xsd:gYear', '@value': String(value) })
const day = (value: string): Json => ({ '@type': 'xsd:date', '@value': value })

const rights = ({ access }: Dataset): Json => ({
  '@id': `${authority}/access-right/${access === 'open' ? 'PUBLIC' : 'RESTRICTED'}`,
  '@type': 'dct:RightsStatement',
})
const agent = (name: Words): Json => ({ '@type': 'foaf:Agent', 'foaf:name': inBoth(name) })
const statement = (label: Words): Json => ({ '@type': 'dct:RightsStatement', 'rdfs:label': inBoth(label) })
const period = ({ from, until }: { from: string; until: string }): Json => ({
  '@type': 'dct:PeriodOfTime',
  'dcat:startDate': day(from),
  'dcat:endDate': day(until),
})
/** Where one asks: this environment, not the holder, who answers no letters about it. */
const contact = (name: Words, page: string): Json => ({
  '@type': ['vcard:Organization', 'vcard:Kind'],
  'vcard:fn': inBoth(name),
  'vcard:hasURL': { '@id': page },
})
const page = (address: string): Json => ({ '@id': address, '@type': 'foaf:Document' })
const license = ({ url, title }: { url: string; title: Words }): Json => ({
  '@id': url,
  '@type': 'dct:LicenseDocument',
  'dct:title': inBoth(title),
})
/** The catalog's own words are part of the project. */
const metadataLicense = {
  url: 'https://www.apache.org/licenses/LICENSE-2.0',
  title: { ja: 'Apache License 2.0', en: 'Apache License 2.0' },
}
const keywords = (words: readonly Words[]): Json =>
  [...new Map(words.map((each) => [each.ja, each])).values()].flatMap((each) => inBoth(each) as Json[])
const invented: Words = { ja: '架空データ', en: 'synthetic data' }

const standard = (name: string): Json => ({
  '@type': 'dct:Standard',
  'dct:title': { '@language': 'ja', '@value': name },
})
const statusWords: Record<Dataset['status'], Words> = {
  operating: { ja: '運用中', en: 'operating' },
  'under construction': { ja: '構築中', en: 'under construction' },
  planned: { ja: '計画中', en: 'planned' },
}

const column = (variable: CatalogTable['variables'][number], table: CatalogTable): Json => {
  const covered = variable.period ?? table.period
  return {
    '@type': 'csvw:Column',
    'csvw:name': variable.name,
    'csvw:title': inBoth(variable.title),
    'csvw:datatype': variable.type,
    ...(variable.unit === null ? {} : { 'schema:unitText': variable.unit }),
    ...(variable.codeSystem === null ? {} : { 'dct:conformsTo': standard(variable.codeSystem) }),
    ...(variable.note === null ? {} : { 'dct:description': inBoth(variable.note) }),
    ...(covered === null ? {} : { 'dct:temporal': period(covered) }),
  }
}

/** The days all tables of a database cover together; null where none has a period. */
function coverage({ tables }: Dataset): { from: string; until: string } | null {
  const periods = tables.flatMap((table) => (table.period === null ? [] : [table.period]))
  if (periods.length === 0) return null
  return {
    from: periods.map(({ from }) => from).toSorted()[0]!,
    until: periods
      .map(({ until }) => until)
      .toSorted()
      .at(-1)!,
  }
}

export interface CatalogOf {
  nameJa: string
  nameEn: string
  /** When the environment was made. */
  issued: Date
  /** When data last entered it. */
  modified: Date
}

/** Identifiers are relative: a harvester resolves them against the address it read the catalog from. */
export function dcatOf(datasets: readonly Dataset[], environment: CatalogOf): { [key: string]: Json } {
  const idOf = (id: string): string => `/api/catalog/datasets/${id}`
  const name: Words = { ja: environment.nameJa, en: environment.nameEn }
  const described = datasets.flatMap((dataset) => [
    describeDataset(dataset, { idOf, environment: name }),
    ...dataset.tables.map((table) => describeTable(dataset, table, { idOf, environment: name })),
  ])
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      adms: 'http://www.w3.org/ns/adms#',
      csvw: 'http://www.w3.org/ns/csvw#',
      rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
      schema: 'https://schema.org/',
      skos: 'http://www.w3.org/2004/02/skos/core#',
      vcard: 'http://www.w3.org/2006/vcard/ns#',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    '@id': '/api/catalog.jsonld',
    '@type': 'dcat:Catalog',
    'dct:title': inBoth(name),
    'dct:description': inBoth({
      ja: '医療・介護等の公的データベースとオープンデータの目録。データそのものは含みません。',
      en: 'Catalog of public health and care databases and of open data. It holds no data.',
    }),
    'dct:publisher': agent(name),
    'dct:issued': moment(environment.issued),
    'dct:modified': moment(environment.modified),
    'dct:license': license(metadataLicense),
    'foaf:homepage': page('/'),
    'dcat:themeTaxonomy': {
      '@id': themes,
      '@type': 'skos:ConceptScheme',
      'dct:title': inBoth({ ja: 'データのテーマ', en: 'Data themes' }),
    },
    'dct:conformsTo': { '@id': 'https://www.w3.org/TR/vocab-dcat-3/', '@type': 'dct:Standard' },
    'dct:language': languages,
    'dct:spatial': japan,
    'dcat:dataset': described.map((entry) => ({ '@id': entry['@id']! })),
    '@included': described,
  }
}

interface Surroundings {
  idOf(id: string): string
  environment: Words
}

/** What a database and its tables have in common. */
const commonOf = (dataset: Dataset, environment: Words): { [key: string]: Json } => ({
  'dct:accessRights': rights(dataset),
  'dct:publisher': agent(dataset.holder),
  'dcat:contactPoint': contact(environment, dataset.access === 'open' ? '/#/dashboard' : '/#/applications'),
  'dct:language': languages,
  'dct:spatial': japan,
  'dcat:theme': health,
})

function describeDataset(dataset: Dataset, { idOf, environment }: Surroundings): { [key: string]: Json } {
  const covered = coverage(dataset)
  return {
    '@id': idOf(dataset.id),
    // A series is a dataset by definition; said, because harvesters do not infer.
    '@type': ['dcat:DatasetSeries', 'dcat:Dataset'],
    'dct:identifier': dataset.id,
    'dct:title': inBoth(dataset.title),
    'dct:alternative': inBoth(dataset.officialTitle),
    'dct:description': [
      ...(dataset.purpose === null ? [] : (inBoth(dataset.purpose) as Json[])),
      ...dataset.qualityNotes.flatMap((note) => inBoth(note)),
      ...(inBoth(dataset.source) as Json[]),
    ],
    ...commonOf(dataset, environment),
    'dct:rights': [statement(dataset.legalBasis), statement(dataset.consent)],
    'dcat:landingPage': page(`/#/catalog/${dataset.id}`),
    // Since when it is provided; when its data entered this environment is the environment’s matter, not the database’s.
    ...(dataset.providesSince === null ? {} : { 'dct:issued': year(dataset.providesSince) }),
    ...(covered === null ? {} : { 'dct:temporal': period(covered) }),
    'dcat:keyword': keywords([
      dataset.title,
      ...dataset.collectedFrom,
      ...dataset.contents,
      ...(dataset.invented ? [invented] : []),
    ]),
    'adms:status': { '@type': 'skos:Concept', 'skos:prefLabel': inBoth(statusWords[dataset.status]) },
    'dct:relation': dataset.linkableWith.map((other) => ({ '@id': idOf(other) })),
  }
}

function describeTable(
  dataset: Dataset,
  table: CatalogTable,
  { idOf, environment }: Surroundings,
): { [key: string]: Json } {
  const id = `${idOf(dataset.id)}#${table.schema}.${table.name}`
  const codeSystems = [...new Set(table.variables.flatMap(({ codeSystem }) => codeSystem ?? []))]
  return {
    '@id': id,
    '@type': ['dcat:Dataset', 'csvw:Table'],
    'dct:identifier': `${table.schema}.${table.name}`,
    'dct:title': inBoth(table.title),
    'dct:description': inBoth(table.note ?? table.title),
    ...commonOf(dataset, environment),
    'dcat:landingPage': page(`/#/catalog/${dataset.id}/${table.name}`),
    'dcat:keyword': keywords([dataset.title, table.title, ...(dataset.invented ? [invented] : [])]),
    ...(table.period === null ? {} : { 'dct:temporal': period(table.period) }),
    ...(codeSystems.length === 0 ? {} : { 'dct:conformsTo': codeSystems.map(standard) }),
    'dcat:inSeries': { '@id': idOf(dataset.id) },
    'dcat:distribution': {
      '@id': `${id}.distribution`,
      '@type': 'dcat:Distribution',
      'dct:title': inBoth(table.title),
      'dct:description': inBoth(dataset.source),
      'dct:accessRights': rights(dataset),
      ...(dataset.license === null ? {} : { 'dct:license': license(dataset.license) }),
      'dct:rights': statement(
        dataset.access === 'open'
          ? { ja: 'どなたでも利用できます。', en: 'Open to anybody.' }
          : {
              ja: '許可を受けた人が Visiting 解析環境の中で利用します。持ち出しはできません。',
              en: 'For permitted users inside the Visiting environment; it is not handed out.',
            },
      ),
      'dcat:accessURL': { '@id': dataset.access === 'open' ? '/#/dashboard' : `/#/catalog/${dataset.id}` },
      ...(dataset.access === 'open'
        ? {
            'dcat:mediaType': {
              '@id': 'https://www.iana.org/assignments/media-types/text/csv',
              '@type': 'dct:MediaType',
            },
            'dct:format': { '@id': `${authority}/file-type/CSV`, '@type': 'dct:MediaTypeOrExtent' },
          }
        : {}),
    },
    'csvw:column': { '@list': table.variables.map((variable) => column(variable, table)) },
  }
}
