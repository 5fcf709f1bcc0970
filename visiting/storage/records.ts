/**
 * The records file: everything the environment decided, in one transactional SQL file, durable before it is
 * acknowledged (write-ahead log, full sync). A change and its audit entries are one transaction, so that neither can
 * exist without the other.
 */

import { CompiledQuery, type Driver, Kysely, SqliteDialect, sql, type Transaction } from 'kysely'
import Database from 'libsql'
import { type AuditDraft, type AuditEntry, ChainVerifier, detailOf } from '../audit/chain.ts'
import type { HeadSeal } from '../audit/head-seal.ts'
import type { AuditCount, AuditFilter, AuditPeriod } from '../journeys/audit-trail.ts'
import { appendEntries } from './append-entries.ts'
import { MIGRATIONS } from './migrations.ts'
import type { RecordsSchema } from './schema.ts'
import { type Statements, statementsOf } from './statements.ts'

/**
 * Transactions take the write lock as they begin. The operator's commands write while the service runs: one that reads
 * the end of the audit chain first and asks for the lock afterwards would fail whenever the other wrote in between.
 * Where the disk is full SQLite rolls back by itself; asked once more it complains, and hides what was wrong.
 */
class WritingFirst extends SqliteDialect {
  readonly #database: Database.Database

  constructor(database: Database.Database, statements: Statements) {
    super({ database: { prepare: statements.prepare, close: () => database.close() } as never })
    this.#database = database
  }

  override createDriver(): Driver {
    const driver = super.createDriver()
    const rollback = driver.rollbackTransaction.bind(driver)
    driver.rollbackTransaction = async (connection) => {
      if (this.#database.inTransaction) await rollback(connection)
    }
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    }
    return driver
  }
}

export type RecordsTransaction = Transaction<RecordsSchema>

const UNSEALED: HeadSeal = { key: '', sign: () => '', verify: () => false }

export interface AuditVerdict {
  entries: number
  holds: boolean
  /** Sequence number of the first bad or missing entry. */
  firstBad: number | null
  head: string
}

/**
 * Opened by `Records.open`. `commit` writes with audit entries, `note` what needs none; `read` is for reading
 * alone.
 */
export class Records {
  readonly #db: Kysely<RecordsSchema>
  readonly #database: Database.Database
  readonly #statements: Statements
  #seal: HeadSeal
  readonly #now: () => Date
  #waiting: { drafts: AuditDraft[]; done: () => void; failed: (problem: unknown) => void }[] = []
  #flushing = false

  private constructor(
    {
      db,
      database,
      statements,
    }: { db: Kysely<RecordsSchema>; database: Database.Database; statements: Statements },
    seal: HeadSeal,
    now: () => Date,
  ) {
    this.#db = db
    this.#database = database
    this.#statements = statements
    this.#seal = seal
    this.#now = now
  }

  /** Opens the file, making and migrating it as needed. */
  static async open(
    file: string,
    seal: HeadSeal | ((headKey: string | null) => HeadSeal),
    now: () => Date = () => new Date(),
  ): Promise<Records> {
    const database = new Database(file, { timeout: 5_000 })
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    database.exec('PRAGMA foreign_keys = ON')
    const statements = statementsOf(database)
    const db = new Kysely<RecordsSchema>({ dialect: new WritingFirst(database, statements) })
    await migrate(db)
    const records = new Records({ db, database, statements }, UNSEALED, now)
    records.#seal = typeof seal === 'function' ? seal(await records.headKey()) : seal
    return records
  }

  /** A number that is another one once anybody but this connection has written. */
  async changesElsewhere(): Promise<number> {
    const [row] = await this.ask<{ data_version: number }>('PRAGMA data_version', [])
    return row!.data_version
  }

  /** For reading. Writing goes through `commit`. */
  get read(): Pick<Kysely<RecordsSchema>, 'selectFrom'> {
    return this.#db
  }

  /**
   * Reads by a statement written out. For what every request asks: to build a statement takes longer than to run it.
   * Rows are as the file holds them; `Row` is the caller's word for it.
   */
  ask<Row>(statement: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#alone(() => this.#statements.all<Row>(statement, values))
  }

  /** As `commit`, for a change written out as statements that need no pause between them. */
  commitStatements(audit: AuditDraft, change: (run: Statements['run']) => void): Promise<void> {
    const { run } = this.#statements
    return this.#alone(() => {
      run('begin immediate')
      try {
        change(run)
        this.#append([audit])
        run('commit')
      } catch (problem) {
        if (this.#database.inTransaction) run('rollback')
        throw problem
      }
    })
  }

  /** Does what takes no pause: at once, or once whoever has the connection for a transaction is done with it. */
  async #alone<T>(act: () => T): Promise<T> {
    return this.#database.inTransaction ? this.#db.connection().execute(async () => act()) : act()
  }

  /**
   * Runs a change and appends its audit entries in one transaction. The change may refuse by throwing; then nothing is
   * written, the audit entries neither.
   */
  async commit<T>(
    audit: AuditDraft | AuditDraft[],
    change: (trx: RecordsTransaction) => Promise<T>,
  ): Promise<T> {
    return this.#db.transaction().execute(async (trx) => {
      const value = await change(trx)
      this.#append(Array.isArray(audit) ? audit : [audit])
      return value
    })
  }

  /** The same, and from then on the head is sealed with another key: the change, its entries and the new seal are one write. */
  async commitAndReseal(
    next: HeadSeal,
    audit: AuditDraft,
    change: (trx: RecordsTransaction) => Promise<unknown>,
  ): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await change(trx)
      this.#append([audit], next)
    })
    this.#seal = next
  }

  /** The key that signed the head of the audit chain; null where none is named. */
  async headKey(): Promise<string | null> {
    const head = await this.#db.selectFrom('audit_head').select('key').executeTakeFirst()
    return head?.key ?? null
  }

  /** Small bookkeeping that decides nothing (sessions, progress, caches) and needs no audit entry. */
  async note<T>(change: (trx: RecordsTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(change)
  }

  /** Appends entries on their own; entries that arrive together share one durable write. */
  append(...drafts: AuditDraft[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ drafts, done, failed })
      if (!this.#flushing) void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    this.#flushing = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      try {
        const drafts = batch.flatMap((one) => one.drafts)
        await this.#db.transaction().execute(async () => this.#append(drafts))
        for (const one of batch) one.done()
      } catch (problem) {
        for (const one of batch) one.failed(problem)
      }
    }
    this.#flushing = false
  }

  /** Within a transaction of this connection. */
  #append(drafts: AuditDraft[], next = this.#seal): void {
    appendEntries(this.#statements, drafts, { at: this.#now().toISOString(), seal: next, before: this.#seal })
  }

  /** The audit log, newest first. */
  async auditPage({
    beforeSeq,
    limit,
    ...filter
  }: AuditFilter & { beforeSeq?: number | undefined; limit: number }): Promise<{
    entries: AuditEntry[]
    total: number
  }> {
    let query = this.#audit(filter)
    const { total } = await query
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq)
    const rows = await query.selectAll().orderBy('seq', 'desc').limit(limit).execute()
    return { entries: rows.map(entryOf), total: Number(total) }
  }

  /** Entries by person and event. */
  async auditCounts(period: AuditPeriod): Promise<AuditCount[]> {
    const rows = await this.#audit({ period })
      .select(({ fn }) => [
        'by',
        'event',
        fn.countAll<number>().as('count'),
        fn.max<string>('at').as('lastAt'),
      ])
      .groupBy(['by', 'event'])
      .execute()
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  }

  /** The log from its beginning, a page at a time, so that one of any length can be written elsewhere. */
  async *auditFromStart(period: AuditPeriod): AsyncGenerator<AuditEntry[]> {
    for (let after = 0; ; ) {
      const rows = await this.#audit({ period })
        .selectAll()
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(VERIFIED_AT_ONCE)
        .execute()
      if (rows.length === 0) return
      after = rows[rows.length - 1]!.seq
      yield rows.map(entryOf)
    }
  }

  #audit({ event, by, subject, period }: AuditFilter) {
    let query = this.#db.selectFrom('audit')
    if (event !== undefined) query = query.where('event', '=', event)
    if (by !== undefined) query = query.where('by', 'in', by)
    if (subject !== undefined) query = query.where('subject', '=', subject)
    if (period?.from !== undefined) query = query.where('at', '>=', period.from)
    if (period?.before !== undefined) query = query.where('at', '<', period.before)
    return query
  }

  /** Computes the whole chain again and holds it against the signed head. */
  async verifyAudit(): Promise<AuditVerdict> {
    const verifier = new ChainVerifier()
    // Rows as lists, without a query builder between: a million of them are read.
    const page = this.#database
      .prepare(
        `SELECT seq, at, event, by, subject, detail, previous_hash, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ${VERIFIED_AT_ONCE}`,
      )
      .raw()
    let after = Number.MIN_SAFE_INTEGER
    for (;;) {
      const rows = page.all(after) as AuditRow[]
      if (rows.length === 0) break
      for (const [seq, at, event, by, subject, detail, previousHash, hash] of rows)
        verifier.take({ seq, at, event, by, subject, detail, previousHash, hash })
      after = rows[rows.length - 1]![0]
      // Others are served in between.
      await new Promise(setImmediate)
    }
    let firstBad = verifier.firstBad
    if (firstBad === null) {
      const head = await this.#db.selectFrom('audit_head').selectAll().executeTakeFirst()
      const signed = head !== undefined && this.#seal.verify(`${head.seq}:${head.hash}`, head.signature)
      const reaches = signed && head.seq === verifier.lastSeq && head.hash === verifier.head
      // Entries past the signed head were added, entries before it were cut off: either way the next one is bad. A log
      // without entries and without a head was emptied: the first entry says that the environment was made.
      if (!reaches)
        firstBad =
          signed && head.seq < verifier.lastSeq
            ? head.seq + 1
            : Math.max(1, verifier.lastSeq + (signed ? 1 : 0))
    }
    return { entries: verifier.entries, holds: firstBad === null, firstBad, head: verifier.head }
  }

  async close(): Promise<void> {
    await this.#db.destroy()
  }
}

const VERIFIED_AT_ONCE = 2_000

type AuditRow = [
  seq: number,
  at: string,
  event: string,
  by: string | null,
  subject: string | null,
  detail: string,
  previousHash: string,
  hash: string,
]

async function migrate(db: Kysely<RecordsSchema>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`.execute(db)
  for (const migration of MIGRATIONS) {
    const mark = `migration:${migration.name}`
    // Looked up inside the transaction: a service and a command may open the file of an older version at once.
    await db.transaction().execute(async (trx) => {
      const done = await trx.selectFrom('meta').selectAll().where('name', '=', mark).executeTakeFirst()
      if (done) return
      for (const statement of migration.statements) await sql.raw(statement).execute(trx)
      await trx.insertInto('meta').values({ name: mark, value: new Date().toISOString() }).execute()
    })
  }
}

function entryOf(row: RecordsSchema['audit']): AuditEntry {
  return {
    seq: row.seq,
    at: row.at,
    event: row.event,
    by: row.by,
    subject: row.subject,
    detail: detailOf(row.detail),
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
