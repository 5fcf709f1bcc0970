/** What was imported, kept beside the data: so that nothing is imported twice, and a later file can take an earlier one's place. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { importLedger } from '../layout.ts'
import type { ImportReport } from './run-import.ts'

export interface LedgerEntry {
  /** Digest of the file and its mapping. */
  key: string
  table: string
  at: string
  /** Key that names the Parquet file, where this import took an earlier one's place; its own otherwise. */
  place?: string
  report: ImportReport
}

/** In the order of importing; empty where nothing was. Throws where the file is there and cannot be read. */
export async function readLedger(dataFolder: string): Promise<LedgerEntry[]> {
  try {
    return JSON.parse(await readFile(importLedger(dataFolder), 'utf8')) as LedgerEntry[]
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw problem
  }
}

/** Takes the place of the file whole, so that a reader sees the one before or this one. */
export async function writeLedger(dataFolder: string, entries: LedgerEntry[]): Promise<void> {
  const next = `${importLedger(dataFolder)}.next`
  await writeFile(next, `${JSON.stringify(entries, null, 2)}\n`)
  await rename(next, importLedger(dataFolder))
}
