/**
 * Identified records in, pseudonymised or anonymised information out: a file read twice, first for the limits and for
 * whom it names, then record by record. The result is a CSV file of its own, readable by its owner only; nothing is
 * written where a fault stops the run. Bad records go to quarantine with place, column and reason, never a value.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { FileSource } from '../import/mapping.ts'
import { readSource } from '../import/read-source.ts'
import { reasonInJapanese } from '../import/reasons.ts'
import { ImportFault } from '../import/source-rows.ts'
import type { Loader } from '../loader-port.ts'
import { anonymise } from './anonymise.ts'
import { identifiersOf, KnownIdentifiers } from './identifiers.ts'
import { collectLimits, type Limits } from './limits.ts'
import { pseudonymise, shiftDays } from './pseudonymise.ts'
import { DeidentifyFault, DeidentifyRules, type SourceRecord, type Value } from './rules.ts'

/** The rules file: how the source is written, and the rules of both forms. */
export const DeidentifyFile = z.strictObject({ source: FileSource, rules: DeidentifyRules })
export type DeidentifyFile = z.infer<typeof DeidentifyFile>

/** What `--form` may be. */
export const FORMS = ['pseudonymised', 'anonymised'] as const
export type Form = (typeof FORMS)[number]

export interface DeidentifyNeeds {
  loader: Loader
  file: string
  declared: DeidentifyFile
  form: Form
  /** CSV file to write; must not exist. */
  out: string
  /** Makes the pseudonym of a person. */
  pseudonymOf: (identifier: string) => string
  /** Secret of the date shifts, 32 bytes. */
  secret: Uint8Array
  /** Folder for what is in the making; gone afterwards. */
  scratch: string
}

export interface DeidentifyReport {
  form: Form
  read: number
  written: number
  quarantined: number
  persons: number
  /** How many records failed for which reason, by column where one is to blame. */
  reasons: Record<string, number>
  /** Texts that were emptied because a direct identifier stood in them, by column. */
  emptied: Record<string, number>
  /** Anonymised: where the limits came to lie. */
  topFrom: Record<string, number | null>
  bands: Record<string, number>
  /** Columns whose folded values belong to fewer persons together than the minimum: a reviewer should look. */
  foldedBelowMinimum: string[]
  quarantineFile: string | null
}

/** @throws ImportFault where rules or file are unusable; nothing has been written then. */
export async function runDeidentify(needs: DeidentifyNeeds): Promise<DeidentifyReport> {
  const { declared, form, out, scratch } = needs
  const { rules } = declared
  const kept = Object.keys(rules.anonymise)
  const direct = [rules.person, ...rules.remove]
  const wrong = kept.find((column) => direct.includes(column))
  if (wrong !== undefined)
    throw new ImportFault(
      `${wrong} is a direct identifier and cannot be kept`,
      `${wrong} は直接識別子のため残せません`,
    )
  await mkdir(scratch, { recursive: true })
  const made = { good: join(scratch, 'out.csv'), bad: join(scratch, 'quarantine.csv') }
  try {
    const limits = collectLimits(rules)
    const everybody = new KnownIdentifiers()
    let columns: string[] | null = null
    for await (const row of rowsOf(needs)) {
      if ('reason' in row) continue
      columns ??= Object.keys(row.fields)
      everybody.add(identifiersOf(row.fields, direct))
      const typed = typedRecord(row.fields, rules)
      if (!('reason' in typed)) limits.add(typed.record)
    }
    const header = [
      rules.pseudonym,
      ...(form === 'anonymised' ? kept : (columns ?? []).filter((column) => !direct.includes(column))),
    ]
    const found = limits.limits()
    const counts = await write(needs, { made, header, everybody, limits: found })
    if (counts.read > 0 && counts.written === 0)
      throw new ImportFault(
        `no record can be used: ${Object.keys(counts.reasons).join('; ')}`,
        `使える記録がありません：${Object.keys(counts.reasons).map(reasonInJapanese).join('、')}`,
      )
    await mkdir(dirname(out), { recursive: true })
    let quarantineFile: string | null = null
    if (counts.quarantined > 0) {
      quarantineFile = `${out}.quarantine.csv`
      await rename(made.bad, quarantineFile)
    }
    await rename(made.good, out)
    const anonymised = form === 'anonymised'
    return {
      form,
      ...counts,
      topFrom: anonymised ? found.topFrom : {},
      bands: anonymised ? Object.fromEntries(Object.entries(found.bands).map(([c, b]) => [c, b.length])) : {},
      foldedBelowMinimum: anonymised
        ? Object.keys(found.folded).filter(
            (column) => found.folded[column]! > 0 && found.folded[column]! < rules.minimumPersons,
          )
        : [],
      quarantineFile,
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const rowsOf = ({ declared, file, loader }: DeidentifyNeeds) =>
  readSource(declared.source, {
    file,
    loader,
    needed: [declared.rules.person, ...declared.rules.remove, ...Object.keys(declared.rules.anonymise)],
  })

/** Text files give texts: what a rule measures becomes a number. */
function typedRecord(
  fields: SourceRecord,
  rules: DeidentifyRules,
): { record: SourceRecord } | { column: string; reason: string } {
  const record: SourceRecord = { ...fields }
  for (const [column, rule] of Object.entries(rules.anonymise)) {
    const value = record[column] ?? null
    if (value === null || value === '') record[column] = null
    else if (rule.kind === 'band' || rule.kind === 'top-code') {
      const number = Number(String(value).normalize('NFKC'))
      if (!Number.isFinite(number)) return { column, reason: 'not a number' }
      record[column] = number
    }
  }
  return { record }
}

async function write(
  needs: DeidentifyNeeds,
  {
    made,
    header,
    everybody,
    limits,
  }: {
    made: { good: string; bad: string }
    header: readonly string[]
    everybody: KnownIdentifiers
    limits: Limits
  },
) {
  const { declared, form, pseudonymOf, secret } = needs
  const { rules } = declared
  const [good, bad] = [
    createWriteStream(made.good, { mode: 0o600 }),
    createWriteStream(made.bad, { mode: 0o600 }),
  ]
  good.write(`${header.map(field).join(',')}\n`)
  bad.write('place,column,reason\n')
  const counts = {
    read: 0,
    written: 0,
    quarantined: 0,
    persons: 0,
    reasons: {} as Record<string, number>,
    emptied: {} as Record<string, number>,
  }
  const persons = new Set<Value>()
  const reject = (place: string, column: string, reason: string): void => {
    counts.quarantined += 1
    const named = column === '' ? reason : `${column}: ${reason}`
    counts.reasons[named] = (counts.reasons[named] ?? 0) + 1
    bad.write(`${[place, column, reason].map(field).join(',')}\n`)
  }
  for await (const row of rowsOf(needs)) {
    counts.read += 1
    if ('reason' in row) {
      reject(row.place, '', row.reason)
      continue
    }
    const typed = typedRecord(row.fields, rules)
    if ('reason' in typed) {
      reject(row.place, typed.column, typed.reason)
      continue
    }
    try {
      const { record, emptied } = pseudonymise(typed.record, { ...rules, everybody }, pseudonymOf)
      const person = typed.record[rules.person] ?? null
      const chosen =
        form === 'pseudonymised'
          ? record
          : anonymise({ ...record, [rules.person]: person }, rules, {
              limits,
              pseudonymOf,
              shiftOf: (who, withinDays) => shiftDays(secret, who, withinDays),
            })
      for (const column of emptied)
        if (header.includes(column)) counts.emptied[column] = (counts.emptied[column] ?? 0) + 1
      persons.add(chosen[rules.pseudonym] ?? null)
      counts.written += 1
      if (!good.write(`${header.map((column) => field(chosen[column] ?? null)).join(',')}\n`))
        await once(good, 'drain')
    } catch (problem) {
      if (!(problem instanceof DeidentifyFault)) throw problem
      reject(row.place, '', problem.message)
    }
  }
  for (const stream of [good, bad]) {
    stream.end()
    await once(stream, 'finish')
  }
  counts.persons = persons.size
  return counts
}

const field = (value: Value): string => {
  const text = value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
