/** The catalog's metadata: databases, tables and variables; data in `resources/catalog/*.json`. */
import { z } from 'zod'
import { DatabaseId } from './ids.ts'
import type { Language } from './words.ts'

const Bilingual = z.strictObject({ ja: z.string(), en: z.string() })

const Period = z.strictObject({ from: z.iso.date(), until: z.iso.date() })

/** A column with its meaning, as the catalog tells everybody. */
export const Variable = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** DuckDB type name. */
  type: z.string(),
  title: Bilingual,
  unit: z.string().nullable().default(null),
  /** Code system with its canonical name, e.g. `ICD-10`, `レセプト電算処理 医薬品コード`. */
  codeSystem: z.string().nullable().default(null),
  /** The same in English where its name is Japanese. */
  codeSystemEn: z.string().nullable().default(null),
  /** What its codes mean, where they are few; from `resources/catalog/codes`. */
  codes: z.array(z.strictObject({ code: z.string(), title: Bilingual })).default([]),
  sensitivity: z.enum(['plain', 'quasi-identifier', 'sensitive']),
  identity: z.enum(['person', 'institution']).nullable().default(null),
  /** First and last day it is recorded, ISO; null: as long as its table. */
  period: Period.nullable().default(null),
  note: Bilingual.nullable().default(null),
})
export type Variable = z.infer<typeof Variable>

/** What the variable's codes are of, in the language where it has a name there; null where values are no codes. */
export const codeSystemOf = (variable: Variable, language: Language): string | null =>
  language === 'en' ? (variable.codeSystemEn ?? variable.codeSystem) : variable.codeSystem

/** A value in the words of a language, where the variable's codes have some; else as it is. */
export const codeWord = (
  variable: Pick<Variable, 'codes'> | undefined,
  value: string,
  language: Language,
): string => variable?.codes.find(({ code }) => code === value)?.title[language] ?? value

/** What a value means; null where the codes do not say, or it is a word of the language already. */
export function meaningOf(
  variable: Pick<Variable, 'codes'> | null | undefined,
  value: string,
  language: Language,
): string | null {
  const word = codeWord(variable ?? undefined, value, language)
  return word === value ? null : word
}

/** The value as SQL writes it, and what it means beside it. */
export function codeAndWord(
  variable: Pick<Variable, 'codes'> | undefined,
  value: string,
  language: Language,
): string {
  const meaning = meaningOf(variable, value, language)
  return meaning === null ? value : `${value} ${meaning}`
}

/** A table with its columns, in their order. */
export const CatalogTable = z.strictObject({
  /** Schema and name as SQL addresses them. */
  schema: z.string().regex(/^[a-z][a-z0-9_]*$/),
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: Bilingual,
  note: Bilingual.nullable().default(null),
  level: z.enum(['person', 'open']),
  /** First and last day covered, ISO; null where it has no time. */
  period: Period.nullable().default(null),
  /** Column whose year partitions the table, where it is partitioned. */
  timeColumn: z.string().nullable().default(null),
  variables: z.array(Variable).min(1),
})
export type CatalogTable = z.infer<typeof CatalogTable>

/** A database with its tables; metadata alone, never a value of a person. */
export const Dataset = z.strictObject({
  id: DatabaseId,
  title: Bilingual,
  officialTitle: Bilingual,
  /** 'open': everybody may see it; 'permit': only under a permit. */
  access: z.enum(['open', 'permit']),
  /** True for data made up by a generator; every screen says so. */
  invented: z.boolean(),
  legalBasis: Bilingual,
  /** What the law lets it be provided for; null where it says nothing. */
  purpose: Bilingual.nullable().default(null),
  holder: Bilingual,
  advisoryBody: Bilingual,
  /** Who runs it on behalf of the holder. */
  contractor: Bilingual.nullable().default(null),
  /** Records it is put together from, and what they tell, as the ministry lists them. */
  collectedFrom: z.array(Bilingual).default([]),
  contents: z.array(Bilingual).default([]),
  providesSince: z.int().nullable(),
  collectsSince: z.int().nullable(),
  status: z.enum(['operating', 'under construction', 'planned']),
  identifiability: z.enum(['anonymous', 'pseudonymous', 'named', 'open']),
  consent: Bilingual,
  fee: z.boolean(),
  /** Whether the law punishes misuse. */
  penalties: z.boolean().default(false),
  recipients: z.array(Bilingual),
  linkableWith: z.array(DatabaseId),
  linkabilityDecided: z.boolean(),
  pseudonymisedPlanned: z.boolean(),
  /** Caveats shown wherever the data is shown. */
  qualityNotes: z.array(Bilingual).default([]),
  source: Bilingual,
  /** Under which terms open data may be used; null where a permit says so. */
  license: z.strictObject({ url: z.url(), title: Bilingual }).nullable().default(null),
  tables: z.array(CatalogTable),
})
export type Dataset = z.infer<typeof Dataset>
