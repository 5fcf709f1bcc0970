/**
 * Answers with their provenance, until submitted or expired. What leaves this room as data passed ./masking.ts; the
 * rest is drawn (./picture.ts) or stays inside the environment (snapshot, for outputs).
 *
 * A result belongs to one person: to everybody else, also on the same permit, it does not exist.
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import { PICTURE, type PictureForm, type ResultView } from '../../shared/contract/results.ts'
import type { FactsPlan } from '../../shared/model/facts.ts'
import { ResultId, type VisitorId } from '../../shared/model/ids.ts'
import { japanTime } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Language } from '../../shared/model/words.ts'
import type { StoredResult } from '../engine/engine.ts'
import { type Arrangement, arrange } from './arrangement.ts'
import { hasRowsAsData } from './masking.ts'
import { encodePage } from './page.ts'
import { noRows, pageRows } from './page-rows.ts'
import { type PictureLook, pictureAnswer } from './picture.ts'
import { pictureRows } from './picture-rows.ts'
import { groundOf, limitsOf, shownType, viewOf } from './result-view.ts'
import type { ResultRecord, ResultsPort } from './results-port.ts'
import { type Snapshot, snapshotOf } from './snapshot.ts'
import { readRows } from './stored-result.ts'

export interface ResultsNeeds {
  /** Folder of all results; each has a folder of its own in it. */
  folder: string
  records: ResultsPort
  now: () => Date
  /** How long a result is kept. */
  keptForMs?: number
}

/** A person asking for something of a result. */
export interface Asking {
  resultId: ResultId
  visitorId: VisitorId
}

export interface PictureAsking extends Asking {
  page: number
  firstColumn: number
  scale: number
  theme: 'light' | 'dark'
  language: Language
  form: PictureForm
  /** The person's name as the watermark shows it. */
  person: string
}

export interface Results {
  /** Where the engine writes a result; made when needed. */
  folderOf(id: ResultId): string
  /** How an answer is remembered from now until it expires; kept once it is written with the end of its query. */
  recordOf(stored: StoredResult, meta: Omit<ResultRecord, 'stored' | 'createdAt' | 'expiresAt'>): ResultRecord
  view(asking: Asking): Promise<ResultView>
  /** Arrow IPC stream as shared/contract/results.ts describes it. */
  page(asking: Asking & { offset: number; limit: number }): Promise<Uint8Array>
  /** First-column values of a result nobody keeps, those alone that could travel as data. */
  shownValues(found: {
    stored: StoredResult
    plan: FactsPlan
    minimumPersons: number
  }): Promise<{ text: string; isNumber: boolean }[]>
  /** The journey counts and audits it before it sends it. */
  picture(asking: PictureAsking): Promise<BytesAnswer>
  /** The record of a person's result; refuses with not-found or result-expired. */
  require(asking: Asking): Promise<ResultRecord>
  /** Up to `maxRows` rows with values and facts, for the checks of an output. Never sent to a client. */
  snapshot(asking: Asking & { maxRows: number }): Promise<Snapshot>
  /** Erases files and records of expired results; answers how many. */
  eraseExpired(): Promise<number>
  /**
   * Erases files without a record: a worker lost after it wrote, or a crash before the record was, leaves data that
   * nobody may see. For start-up only, before any query runs.
   */
  eraseOrphans(): Promise<number>
}

const WEEK_MS = 7 * 86_400_000
/** How many results it is remembered of how their rows stand. */
const REMEMBERED = 1_000

/**
 * What is asked for is refused as `not-found` where it is not the visitor's, and as `result-expired` after
 * `keptForMs`. `folder` is the only place where rows lie; a crash leaves records without rows, never rows
 * without a record.
 */
export function makeResults({ folder, records, now, keptForMs = WEEK_MS }: ResultsNeeds): Results {
  /** How rows of results stand; finding out takes a pass over each. */
  const arrangements = new Map<ResultId, Promise<Arrangement>>()
  const folderOf = (id: ResultId): string => join(folder, ResultId.parse(id))

  async function require({ resultId, visitorId }: Asking): Promise<ResultRecord> {
    const record = await records.get(resultId)
    if (record === 'erased') throw new Refusal('result-expired')
    if (record === null || record.visitorId !== visitorId) throw new Refusal('not-found')
    if (record.expiresAt <= now().toISOString()) throw new Refusal('result-expired')
    return record
  }

  function arranged(record: ResultRecord): Promise<Arrangement> {
    const known = arrangements.get(record.id)
    if (known) return known
    const arranging = arrange(record.stored, record.plan, limitsOf(record))
    arranging.catch(() => arrangements.delete(record.id))
    arrangements.set(record.id, arranging)
    const oldest = arrangements.keys().next()
    if (arrangements.size > REMEMBERED && !oldest.done) arrangements.delete(oldest.value)
    return arranging
  }

  async function erase(id: ResultId): Promise<void> {
    // Files first: a crash between the two leaves a record that expires again, never data without a record.
    await rm(folderOf(id), { recursive: true, force: true })
    await records.delete(id)
    arrangements.delete(id)
  }

  return {
    folderOf,
    require,

    recordOf(stored, meta) {
      const at = now()
      return {
        ...meta,
        stored: {
          ...stored,
          columns: stored.columns.map(({ name, type }) => ({ name, type: shownType(type) })),
        },
        createdAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + keptForMs).toISOString(),
      }
    },

    async view(asking) {
      return viewOf(await require(asking), arranged)
    },

    async page({ offset, limit, ...asking }) {
      const record = await require(asking)
      const { plan, stored } = record
      const limits = limitsOf(record)
      const rows = hasRowsAsData(groundOf(record), limits)
        ? await pageRows({ stored, plan, arrangement: await arranged(record) }, { offset, limit }, limits)
        : await noRows(stored)
      return encodePage(rows, plan, limits)
    },

    async shownValues({ stored, plan, minimumPersons }) {
      const ground = { plan, restsOnAtLeast: stored.restsOnAtLeast }
      const limits = limitsOf({ minimumPersons })
      if (!hasRowsAsData(ground, limits)) return []
      const arrangement = await arrange(stored, plan, limits)
      const rows = await pageRows({ stored, plan, arrangement }, { offset: 0, limit: stored.rows }, limits)
      const page = readResultPage(encodePage(rows, plan, limits))
      const [column] = page.columns
      return Array.from({ length: page.rowCount }, (_, row) => row)
        .filter((row) => column?.mask(row) === 'shown')
        .flatMap((row) => {
          const text = column?.text(row) ?? null
          return text === null ? [] : [{ text, isNumber: column?.numeric ?? false }]
        })
    },

    async picture({ page, firstColumn, scale, theme, language, form, person, ...asking }) {
      const record = await require(asking)
      const rows = await readRows(record.stored, page * PICTURE.rowsPerPage, PICTURE.rowsPerPage)
      const look: PictureLook = {
        scale: scale === 2 ? 2 : 1,
        theme,
        language,
        watermark: [person, record.permitId, `${japanTime(now())} JST`],
      }
      return pictureAnswer(pictureRows(record, rows, { page, firstColumn }), { ...look, form })
    },

    async snapshot({ maxRows, ...asking }) {
      return snapshotOf(await require(asking), maxRows)
    },

    async eraseExpired() {
      const expired = await records.listExpired(now().toISOString())
      for (const id of expired) await erase(id)
      return expired.length
    },

    async eraseOrphans() {
      await mkdir(folder, { recursive: true })
      let erased = 0
      for (const name of await readdir(folder)) {
        const id = ResultId.safeParse(name)
        if (!id.success || !(await isOrphan(id.data))) continue
        await rm(join(folder, name), { recursive: true, force: true })
        erased++
      }
      return erased
    },
  }

  async function isOrphan(id: ResultId): Promise<boolean> {
    const record = await records.get(id)
    return record === null || record === 'erased'
  }
}
