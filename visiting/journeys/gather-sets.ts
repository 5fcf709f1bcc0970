/**
 * Who is behind each cell of a table that would leave: the query is run once more in the form that lists persons, in
 * a locked process and folder of the environment's own, and what it filled is put together under the ledger's digests.
 * Nothing of it is ever within a researcher's reach, and the folder is gone when it is done.
 */
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { VisitorId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import type { NotCompared } from '../../shared/model/ledger.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { ledgerThreshold } from '../disclosure/ledger-threshold.ts'
import { sameRows } from '../disclosure/same-rows.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import type { GatherSpec } from '../engine/ledger/gather-sets.ts'
import { type LedgerData, LedgerEngineError } from '../engine/ledger/ledger-data.ts'
import type { KeptSets } from '../ledger/kept-sets.ts'
import type { PermitExtract } from '../permits/permits-port.ts'
import type { ApprovedMembers } from '../policy/approve-members.ts'
import { contextOf } from '../policy/context.ts'
import type { Policy } from '../policy/policy.ts'
import type { Snapshot } from '../results/snapshot.ts'
import { fileDigest, writeDurably } from './frozen-rounds.ts'
import type { MadeOf } from './protect-result.ts'
import type { QueriesPort } from './queries-port.ts'

export interface GatherNeeds {
  policy: Pick<Policy, 'members'>
  engine: Pick<Engine, 'run' | 'endSession'>
  data: LedgerData
  queries: Pick<QueriesPort, 'workspace'>
  sessionOf(permit: Permit, visitor: { id: VisitorId }): EngineSession
  secretOf(permitId: string): Uint8Array
  ledgerKey: Uint8Array
  rules: () => Promise<RuleSet[]>
  /** The ledger's folder, and the environment's data. */
  folder: string
  store: string
  now: () => Date
}

/** A table as it would leave, and what it was made with. */
export interface TableToGather {
  sql: string
  extractDigest: string
  table: ProtectedTable
  /** Its rows as the query gave them, before categories were merged. */
  madeOf: MadeOf
  permit: Permit
  extract: PermitExtract
  by: VisitorId
}

/**
 * What people are listed of where no protected table is at hand: the result's rows, as `lines` puts them together, each
 * cell of a column standing as `statusOf` says. `length`: rows that come of it.
 */
export function rowsToGather(
  { columns, rows, plan }: Snapshot,
  {
    lines,
    length,
    statusOf,
    roleOf = ({ role }) => role,
  }: {
    lines: MadeOf['lines']
    length: number
    statusOf(name: string): ProtectedTable['rows'][number][number]['status']
    roleOf?(column: Snapshot['columns'][number]): Snapshot['columns'][number]['role']
  },
): Pick<TableToGather, 'table' | 'madeOf'> {
  const row = columns.map(({ name }) => ({
    text: null,
    status: statusOf(name),
    persons: '?',
    interval: null,
    findings: [],
  }))
  return {
    madeOf: {
      texts: rows.map(({ values }) => values.map((value) => (value === null ? null : String(value)))),
      lines,
      columns: columns.map((_, column) => column),
    },
    table: {
      columns: columns.map((column) => ({ name: column.name, type: column.type, role: roleOf(column) })),
      rows: Array.from({ length }, () => row),
      findings: [],
      summary: {
        method: 'suppress',
        pattern: null,
        gap: null,
        primary: 0,
        secondary: 0,
        shown: 0,
        elapsedMs: 0,
        lost: [],
      },
      ruleEditions: [],
      verified: plan.kind !== 'unverified',
    },
  }
}

export type Gathered =
  | { state: 'nothing' }
  | { state: 'not-compared'; why: NotCompared }
  /** `file`: name in the ledger's folder, without ending. */
  | { state: 'kept'; file: string; digest: string; kept: KeptSets }

const ADDITIVE = ['persons', 'count', 'sum']
/** What gathering may take; a query that needs more is not compared, and that is said. */
const LIMITS = { workspaceBytes: 8e9, wallMs: 5 * 60_000 }

/** Rows of (set, person, element), as Parquet. */
export const membersFile = (folder: string, file: string): string => join(folder, `${file}.parquet`)
/** What the sets are, as JSON; its digest stands in the record. */
export const setsFile = (folder: string, file: string): string => join(folder, `${file}.json`)
const personsFile = (folder: string, permitId: string, extractDigest: string): string =>
  join(folder, `persons-${permitId}-${extractDigest.slice(0, 16)}.parquet`)

/**
 * `kept` with the sets, `nothing` where no number is in the table, or `not-compared` with why. It throws only
 * where the environment itself is at fault, or has no room, or `busy`.
 */
export function gatherSets(needs: GatherNeeds) {
  const { policy, engine, data, queries, folder } = needs

  async function gather(given: TableToGather): Promise<Gathered> {
    const { sql, permit, extract, table, by } = given
    if (!table.verified) return { state: 'not-compared', why: 'unverified' }
    if (table.columns.every(({ role }) => role === 'constant')) return { state: 'nothing' }
    if (given.extractDigest !== extract.digest) return { state: 'not-compared', why: 'data-changed' }
    const workspace = await queries.workspace(permit.id, by)
    const members = await policy.members(sql, contextOf(permit, workspace)).catch((problem: unknown) => {
      // What the query read before is no longer there.
      if (problem instanceof Refusal && problem.code !== 'busy') return { unlisted: 'data-changed' as const }
      throw problem
    })
    if ('unlisted' in members) return { state: 'not-compared', why: members.unlisted }
    const name = randomBytes(10).toString('hex')
    const own = needs.sessionOf(permit, { id: by })
    const session: EngineSession = {
      ...own,
      visitorId: `ledger ${name}` as VisitorId,
      workspaceFolder: join(folder, 'work', name),
      limits: { ...own.limits, ...LIMITS },
    }
    try {
      await mkdir(session.workspaceFolder, { recursive: true, mode: 0o700 })
      if (members.readsWorkspace) await copyWorkspace(own.workspaceFolder, session.workspaceFolder)
      if (!(await fill(members, session))) return { state: 'not-compared', why: 'not-gathered' }
      return await putTogether(given, { members, session, file: `sets-${name}` })
    } finally {
      await engine.endSession(session)
      await rm(session.workspaceFolder, { recursive: true, force: true })
    }
  }

  async function fill({ statements }: ApprovedMembers, session: EngineSession): Promise<boolean> {
    for (const { query } of statements) {
      const end = await engine.run(query, session, { folder: session.workspaceFolder }).done
      // There may be room again soon: nothing to be told of the table for good.
      if ('error' in end && end.error.kind === 'storage-full') throw new LedgerEngineError('disk full')
      if (end.state !== 'done') return false
    }
    // Its file is read by somebody else now.
    await engine.endSession(session)
    return true
  }

  async function putTogether(
    { permit, extract, madeOf, table }: TableToGather,
    { members, session, file }: { members: ApprovedMembers; session: EngineSession; file: string },
  ): Promise<Gathered> {
    const personKeys = personsFile(folder, permit.id, extract.digest)
    await data.personKeys({
      secret: needs.secretOf(permit.id),
      ledgerKey: needs.ledgerKey,
      linkageApproved: permit.linkageApproved,
      tables: permit.tables,
      dataFolder: needs.store,
      target: personKeys,
    })
    const { columns } = table
    const spec: GatherSpec = {
      workspace: join(session.workspaceFolder, 'workspace.duckdb'),
      rows: members.rows,
      sites: members.sites,
      place: (rows) => sameRows(madeOf.texts, rows)?.map((row) => madeOf.lines[row]!) ?? null,
      shown: table.rows.map((row) =>
        row.flatMap((cell, c) => (cell.status === 'shown' ? [madeOf.columns[c]!] : [])),
      ),
      additive: columns.flatMap(({ role }, c) => (ADDITIVE.includes(role) ? [madeOf.columns[c]!] : [])),
      personKeys,
      ledgerKey: needs.ledgerKey,
      target: membersFile(folder, file),
    }
    const gathered = await data.gather(spec)
    if (gathered.state !== 'kept') {
      const why = {
        'other-rows': 'data-changed',
        'too-large': 'too-large',
        'persons-unknown': 'not-gathered',
      }
      return { state: 'not-compared', why: why[gathered.state] as NotCompared }
    }
    const databases = permit.databases
    const kept: KeptSets = {
      format: 'visiting-ledger/1',
      threshold: ledgerThreshold(await needs.rules(), {
        databases,
        asOf: japanDay(needs.now()),
        minimumPersons: permit.minimumPersons,
        municipalities: columns.some((column) => column.role === 'key' && /municipal/.test(column.name)),
      }).threshold,
      rounded: ['round', 'midpoint-6'].includes(table.summary.method),
      columns: columns.map((column) => ({ name: column.name, role: column.role })),
      sets: gathered.sets.map((set) => ({
        ...set,
        cells: set.cells.map(({ row, column }) => ({ row, column: madeOf.columns.indexOf(column) })),
      })),
      members: await fileDigest(spec.target),
    }
    const digest = await writeDurably(setsFile(folder, file), Buffer.from(JSON.stringify(kept)))
    return { state: 'kept', file, digest, kept }
  }

  return {
    gather,
    async discard(file: string): Promise<void> {
      await rm(setsFile(folder, file), { force: true })
      await rm(membersFile(folder, file), { force: true })
    },
    /** Files that lead from a permit's pseudonyms to the ledger's digests. */
    async personsFiles(permitId: string): Promise<string[]> {
      const names = await readdir(folder).catch(() => [])
      return names.filter((name) => name.startsWith(`persons-${permitId}-`)).map((name) => join(folder, name))
    },
    /** Takes away what a stopped service left: work under way, and files no entry names. */
    async sweep(isNamed: (file: string) => boolean): Promise<void> {
      await rm(join(folder, 'work'), { recursive: true, force: true })
      await rm(join(folder, 'temp'), { recursive: true, force: true })
      for (const name of await readdir(folder).catch(() => []))
        if (name.startsWith('sets-') && !isNamed(name.replace(/\..*$/, '')))
          await rm(join(folder, name), { force: true })
    },
  }
}

/** The researcher's tables as they are now; whether they still give the same rows is looked at afterwards. */
async function copyWorkspace(from: string, to: string): Promise<void> {
  for (const name of ['workspace.duckdb', 'workspace.duckdb.wal'])
    await copyFile(join(from, name), join(to, name)).catch((problem: NodeJS.ErrnoException) => {
      if (problem.code !== 'ENOENT') throw problem
    })
}
