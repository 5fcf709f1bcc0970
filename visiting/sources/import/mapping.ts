/** The mapping file of an import: which field of the source becomes which column of a catalog table, and what never enters. */
import { z } from 'zod'
import type { CatalogTable } from '../../../shared/model/catalog.ts'

export const FhirResource = z.enum([
  'Patient',
  'Encounter',
  'Condition',
  'AllergyIntolerance',
  'Observation',
  'MedicationRequest',
  'Immunization',
  'Procedure',
  'DocumentReference',
])
export type FhirResource = z.infer<typeof FhirResource>

/** How a source file is written. */
export const FileSource = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('csv'),
    encoding: z.enum(['utf-8', 'cp932']).default('utf-8'),
    delimiter: z.string().length(1).default(','),
  }),
  z.strictObject({ format: z.literal('parquet') }),
  z.strictObject({ format: z.literal('fhir-ndjson'), resource: FhirResource }),
])

export type FileSource = z.infer<typeof FileSource>

const Column = z.union([
  z.strictObject({
    from: z.string(),
    /** Source values to target values; a value that is not listed is a fault of the row. */
    codes: z.record(z.string(), z.string()).optional(),
    /** How the source writes dates; ISO dates and times are read without it. */
    date: z.enum(['yyyymmdd', 'yyyy/mm/dd', 'gyy.mm.dd']).optional(),
    /** A row without it goes to quarantine. */
    required: z.boolean().default(false),
  }),
  z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
  /** Numbered within the person, in the order of the other columns. */
  z.strictObject({ sequence: z.literal(true) }),
])

export const Mapping = z.strictObject({
  /** `schema.table` of the catalog. */
  table: z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/),
  source: FileSource,
  /** Field that identifies the person; only a key made from it is kept. */
  person: z.string(),
  /** Other direct identifiers of the source: never read into a column, and searched for in texts. */
  remove: z.array(z.string()).default([]),
  columns: z.record(z.string(), Column),
})
export type Mapping = z.infer<typeof Mapping>
export type ColumnMapping = Mapping['columns'][string]

/** What makes a mapping unusable for its table, in words, or null. */
export function whyNotMapping(
  mapping: Mapping,
  table: CatalogTable | undefined,
): { en: string; ja: string } | null {
  const { table: name } = mapping
  if (!table) return { en: `the catalog has no table ${name}`, ja: `カタログに表 ${name} がありません` }
  if (table.level !== 'person')
    return { en: `${name} holds no persons`, ja: `${name} は個人単位の表ではありません` }
  const known = new Set(table.variables.map((variable) => variable.name))
  const person = table.variables.find(({ identity }) => identity === 'person')?.name
  for (const [column, rule] of Object.entries(mapping.columns)) {
    if (!known.has(column))
      return { en: `${name} has no column ${column}`, ja: `${name} に列 ${column} がありません` }
    if (column === person)
      return {
        en: `${column} is made from the person field and cannot be mapped`,
        ja: `${column} は個人の項目から作られるため、対応付けできません`,
      }
    if ('from' in rule && (rule.from === mapping.person || mapping.remove.includes(rule.from)))
      return {
        en: `${column} would keep the direct identifier ${rule.from}`,
        ja: `${column} に直接識別子 ${rule.from} が残ります`,
      }
  }
  return null
}
