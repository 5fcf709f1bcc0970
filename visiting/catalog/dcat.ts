/**
 * The catalog as DCAT 3 JSON-LD (W3C Recommendation, 22 August 2024), for other catalogs to harvest: one
 * `dcat:Dataset` a database, one more a table in series with it, variables as `csvw:column`.
 * Metadata only; it describes how to ask for access, never where data lies.
 */
import type { CatalogTable, Dataset } from '../../shared/model/catalog.ts'

interface Words {
  ja: string
  en: string
}
type Json = string | number | boolean | Json[] | { [key: string]: Json }

const inBoth = ({ ja, en }: Words): Json => [
  { '@language': 'ja', '@value': ja },
  { '@language': 'en', '@value': en },
]

const rights = (dataset: Dataset): Json =>
  dataset.access === 'open'
    ? 'http://publications.europa.eu/resource/authority/access-right/PUBLIC'
    : 'http://publications.europa.eu/resource/authority/access-right/RESTRICTED'

const column = (variable: CatalogTable['variables'][number]): Json => ({
  '@type': 'csvw:Column',
  'csvw:name': variable.name,
  'csvw:title': inBoth(variable.title),
  'csvw:datatype': variable.type,
  ...(variable.unit === null ? {} : { 'schema:unitText': variable.unit }),
  ...(variable.codeSystem === null ? {} : { 'dct:conformsTo': variable.codeSystem }),
  ...(variable.note === null ? {} : { 'dct:description': inBoth(variable.note) }),
})

/** Identifiers are relative: a harvester resolves them against the address it read the catalog from. */
export function dcatOf(
  datasets: readonly Dataset[],
  environment: { nameJa: string; nameEn: string },
): { [key: string]: Json } {
  const idOf = (dataset: Dataset): string => `/api/catalog/datasets/${dataset.id}`
  const tableId = (dataset: Dataset, table: CatalogTable): string =>
    `${idOf(dataset)}#${table.schema}.${table.name}`
  const described = datasets.flatMap((dataset) => [
    {
      '@id': idOf(dataset),
      '@type': 'dcat:DatasetSeries',
      'dct:identifier': dataset.id,
      'dct:title': inBoth(dataset.title),
      'dct:alternative': inBoth(dataset.officialTitle),
      'dct:description': [
        ...dataset.qualityNotes.flatMap((note) => inBoth(note)),
        ...(inBoth(dataset.source) as Json[]),
      ],
      'dct:accessRights': { '@id': rights(dataset) },
      'dct:rights': inBoth(dataset.legalBasis),
      'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': inBoth(dataset.holder) },
      'dct:language': ['ja', 'en'],
      'dct:type': dataset.invented ? 'synthetic' : 'collected',
      'adms:status': dataset.status,
      'dct:relation': dataset.linkableWith.map((other) => ({
        '@id': `/api/catalog/datasets/${other}`,
      })),
    },
    ...dataset.tables.map((table) => ({
      '@id': tableId(dataset, table),
      '@type': ['dcat:Dataset', 'csvw:Table'],
      'dct:identifier': `${table.schema}.${table.name}`,
      'dct:title': inBoth(table.title),
      ...(table.note === null ? {} : { 'dct:description': inBoth(table.note) }),
      'dct:accessRights': { '@id': rights(dataset) },
      'dcat:inSeries': { '@id': idOf(dataset) },
      ...(table.period === null
        ? {}
        : {
            'dct:temporal': {
              '@type': 'dct:PeriodOfTime',
              'dcat:startDate': { '@type': 'xsd:date', '@value': table.period.from },
              'dcat:endDate': { '@type': 'xsd:date', '@value': table.period.until },
            },
          }),
      'csvw:column': { '@list': table.variables.map(column) },
    })),
  ])
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      adms: 'http://www.w3.org/ns/adms#',
      csvw: 'http://www.w3.org/ns/csvw#',
      schema: 'https://schema.org/',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    '@id': '/api/catalog.jsonld',
    '@type': 'dcat:Catalog',
    'dct:title': inBoth({ ja: environment.nameJa, en: environment.nameEn }),
    'dct:conformsTo': { '@id': 'https://www.w3.org/TR/vocab-dcat-3/' },
    'dct:language': ['ja', 'en'],
    'dcat:dataset': described.map((entry) => ({ '@id': entry['@id'] })),
    '@included': described,
  }
}
