import { z } from 'zod'
import { PermitId } from '../model/ids.ts'
import { defineRoute } from './define-route.ts'

const count = z.int().nonnegative()
const Person = z.strictObject({
  id: z.string(),
  /** Null where no account has it any more. */
  name: z.strictObject({ ja: z.string(), en: z.string() }).nullable(),
})

const Counts = {
  queries: count,
  refused: count,
  /** Pages drawn, by what they show; of entries that do not tell, unknown. */
  pictures: z.strictObject({ individual: count, masked: count, unverified: count, unknown: count }),
  submitted: count,
  downloaded: count,
  /** Queries and pictures at night or on days that are not worked. */
  offHours: count,
}

export const UseReport = z.strictObject({
  /** The end of the log the report was made of. */
  head: z.strictObject({ seq: count, hash: z.string() }),
  /** Entries of the period. */
  entries: count,
  days: z.array(z.strictObject({ day: z.iso.date(), people: count, ...Counts })),
  permits: z.array(
    z.strictObject({
      permitId: PermitId,
      /** Null where there is no such permit any more. */
      titleJa: z.string().nullable(),
      titleEn: z.string().nullable(),
      days: count,
      people: count,
      ...Counts,
    }),
  ),
  people: z.array(z.strictObject({ person: Person, days: count, ...Counts })),
  /** Calls for a look; none judges anybody. */
  signals: z.array(
    z.strictObject({
      kind: z.enum(['pictures-of-rows', 'one-condition-apart', 'off-hours', 'refused']),
      people: z.array(Person),
      permitId: PermitId.nullable(),
      day: z.iso.date().nullable(),
      count,
      /** Of queries one condition apart: two entries, and the part of each in which they differ. */
      example: z
        .strictObject({ seqs: z.tuple([z.int(), z.int()]), before: z.string(), after: z.string() })
        .nullable(),
    }),
  ),
  /** From how many on each is told. */
  unusual: z.strictObject({
    picturesOfRows: count,
    oneConditionApart: count,
    offHours: count,
    refused: count,
  }),
  /** Different queries that were too many to be compared with the others of their permit. */
  notCompared: count,
})
export type UseReport = z.infer<typeof UseReport>

/** Days in Japan, both inclusive. */
const Period = z.strictObject({ from: z.iso.date(), until: z.iso.date() })

export const use = defineRoute({
  name: 'audit.use',
  method: 'GET',
  path: '/api/audit/use',
  access: ['officer', 'operator'],
  summary:
    'How the environment was used: by day, permit and person, and what is unusual, counted from the log.',
  input: Period,
  output: UseReport,
  refusals: ['role-needed'],
})

export const useCsv = defineRoute({
  name: 'audit.use-csv',
  method: 'GET',
  path: '/api/audit/use.csv',
  access: ['officer', 'operator'],
  summary: 'The same report as CSV, the end of the log it was made of in its last line.',
  input: Period.extend({ language: z.enum(['ja', 'en']).default('ja') }),
  output: { bytes: 'text/csv' },
  refusals: ['role-needed'],
})
