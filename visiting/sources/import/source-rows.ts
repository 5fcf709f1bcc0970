/** Rows as a reader gives them: each with its place in the file, good or not. */
import type { SourceRecord } from '../deidentify/rules.ts'

export type SourceRow =
  | { place: string; fields: SourceRecord }
  /** A row that cannot be read; `reason` holds no value of it. */
  | { place: string; reason: string }

/** The file as a whole cannot be used; the message, in both languages, holds no value of it. Nothing has changed. */
export class ImportFault extends Error {
  override name = 'ImportFault'
  readonly ja: string
  constructor(en: string, ja: string) {
    super(en)
    this.ja = ja
  }
}
