/**
 * The ledger: every submitted table with the sets of persons behind its shown cells, compared with all others that
 * rest on the same people.
 *
 * Who learns what. A researcher: which cells are too close, naming outputs of the own permit only, whether released or
 * in review; of other permits only what was released counts, and it is called "an earlier release". A reviewer: every
 * earlier output, those in review under other permits too, by name where they do not stand too close to its permit.
 * The deciding vote is held against everything approved by then, one at a time, so that two outputs in review at once
 * cannot pass each other. Long because these who-learns-what rules are read side by side.
 */
import { readFile } from 'node:fs/promises'
import type { EarlierOutput, TableComparison } from '../../shared/contract/ledger.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import type { Finding } from '../../shared/model/findings.ts'
import type { OutputId, PermitId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import type { OutputState } from '../../shared/model/output-states.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { KeptSets } from '../ledger/kept-sets.ts'
import type { LedgerEntry, LedgerPort, LedgerStanding } from '../ledger/ledger-port.ts'
import { type OutputRecord, type OutputsPort, tablesOf } from '../outputs/outputs-port.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import type { AuditTrail } from './audit-trail.ts'
import { type CombineNeeds, combineReleases } from './combine-releases.ts'
import { type Comparison, compareReleases, type EarlierSets, type OutputSets } from './compare-releases.ts'
import { type FrozenRounds, fileDigest, sha256 } from './frozen-rounds.ts'
import {
  type Gathered,
  type GatherNeeds,
  gatherSets,
  membersFile,
  setsFile,
  type TableToGather,
} from './gather-sets.ts'
import { newerRules } from './newer-rules.ts'
import { takingTurns } from './taking-turns.ts'

export interface LedgerNeeds extends GatherNeeds {
  protection: CombineNeeds['protection']
  ledger: LedgerPort
  permits: PermitsPort
  outputs: OutputsPort
  frozen: FrozenRounds
  audit: AuditTrail
  /** Comparisons one person may ask for under a permit in a day. */
  comparisonsPerDay?: number
}

/** What follows from a comparison for a table that is about to be submitted. */
export interface Examined {
  gathered: Gathered
  findings: Finding[]
  audit: { ledger: string; compared: number; tooClose: number }
}

const OUT: readonly OutputState[] = ['approved', 'released', 'recalled']
const COMPARISONS_PER_DAY = 200

/**
 * Throws where a file of the ledger no longer has the digest in its record: what cannot be trusted is not
 * compared with.
 */
export function keepLedger(needs: LedgerNeeds) {
  const { ledger, permits, outputs, frozen, audit, data, folder, now } = needs
  const gathering = gatherSets(needs)
  /** Sets of files that were read and found unchanged. */
  const known = new Map<string, KeptSets>()
  const inTurn = takingTurns<'approvals'>()

  async function setsOf({ file, digest }: LedgerEntry): Promise<KeptSets> {
    const before = known.get(file!)
    if (before) return before
    const bytes = await readFile(setsFile(folder, file!))
    if (sha256(bytes) !== digest) throw new Error(`the ledger's ${file} was changed`)
    const kept = KeptSets.parse(JSON.parse(bytes.toString('utf8')))
    if ((await fileDigest(membersFile(folder, file!))) !== kept.members)
      throw new Error(`the ledger's members of ${file} were changed`)
    known.set(file!, kept)
    return kept
  }

  const isKept = (entry: LedgerEntry): boolean => entry.file !== null

  /** In pairs, and all together. */
  async function compareSets(own: OutputSets, earlier: readonly EarlierSets[]): Promise<Comparison> {
    const pairs = await compareReleases(data, own, earlier)
    const together = await combineReleases(needs, own, earlier)
    for (const [id, cells] of together.cellsOf) pairs.cellsOf.set(id, (pairs.cellsOf.get(id) ?? 0) + cells)
    return { ...pairs, findings: [...pairs.findings, ...together.findings] }
  }

  async function earlierSets(
    entries: LedgerStanding[],
    mayName: (entry: LedgerStanding) => boolean,
  ): Promise<EarlierSets[]> {
    const sets: EarlierSets[] = []
    for (const entry of entries.filter(isKept))
      sets.push({
        outputId: entry.outputId,
        release: mayName(entry) ? { title: entry.title } : 'elsewhere',
        members: membersFile(folder, entry.file!),
        kept: await setsOf(entry),
      })
    return sets
  }

  /** Others than this output, in these states, or in review under this permit. */
  async function others(outputId: OutputId | null, permitId: PermitId | null): Promise<LedgerStanding[]> {
    const all = await ledger.listStanding([...OUT, 'in-review'])
    return all.filter(
      (entry) => entry.outputId !== outputId && (entry.state !== 'in-review' || entry.permitId === permitId),
    )
  }

  /**
   * Gathers the sets of tables and compares them as their researcher may know it, also with each other. Counted by day
   * whether it is asked for or a submission: a refused submission tells as much as a comparison does.
   */
  async function examine(
    tables: readonly TableToGather[],
    { outputId, permitId, visitor }: { outputId: OutputId | null; permitId: PermitId; visitor: Visitor },
  ): Promise<Examined[]> {
    const limit = needs.comparisonsPerDay ?? COMPARISONS_PER_DAY
    const of = { visitorId: visitor.id, permitId, day: japanDay(now()), limit }
    if (!(await ledger.countComparison(of))) throw new Refusal('comparisons-used-up', { limit })
    const entries = await others(outputId, permitId)
    const missing = entries.filter((entry) => entry.notCompared !== null).length
    const before = await earlierSets(entries, (entry) => entry.permitId === permitId)
    const examined: Examined[] = []
    try {
      for (const table of tables) {
        const gathered = await gathering.gather(table)
        const audit = { ledger: gathered.state as string, compared: before.length, tooClose: 0 }
        const one: Examined = { gathered, findings: [], audit }
        examined.push(one)
        if (gathered.state === 'not-compared') {
          audit.ledger = gathered.why
          one.findings.push(wholeFinding(`not-compared-${gathered.why}`, 'warning', {}))
        }
        if (gathered.state !== 'kept') continue
        const own = { members: membersFile(folder, gathered.file), kept: gathered.kept }
        const { findings, cellsOf } = await compareSets(own, before)
        one.findings.push(...findings)
        if (missing > 0) one.findings.push(wholeFinding('not-compared-earlier', 'note', { count: missing }))
        audit.tooClose = sum(cellsOf)
        // Those after it in the submission are held against it too.
        before.push({ ...own, outputId: SAME, release: 'beside' })
      }
      return examined
    } catch (problem) {
      await discard(examined)
      throw problem
    }
  }

  async function discard(examined: readonly Examined[]): Promise<void> {
    for (const { gathered } of examined) if (gathered.state === 'kept') await gathering.discard(gathered.file)
  }

  const entryOf = (
    output: Pick<OutputRecord, 'id' | 'permitId' | 'round'>,
    { item, gathered }: { item: string; gathered: Gathered },
  ): LedgerEntry => ({
    outputId: output.id,
    permitId: output.permitId,
    round: output.round,
    item,
    notCompared: gathered.state === 'not-compared' ? gathered.why : null,
    file: gathered.state === 'kept' ? gathered.file : null,
    digest: gathered.state === 'kept' ? gathered.digest : null,
    createdAt: now().toISOString(),
  })

  /** Each kept table of an output's current round against everything that counts now. */
  async function compareNow(output: OutputRecord, earlier: readonly EarlierSets[]) {
    const own = await ledger.listOfRound(output.id, output.round)
    const compared: { item: string; members: string; comparison: Comparison }[] = []
    const before = [...earlier]
    for (const entry of own.filter(isKept)) {
      const sets = { members: membersFile(folder, entry.file!), kept: await setsOf(entry) }
      const comparison = await compareSets(sets, before)
      compared.push({ item: entry.item, members: sets.members, comparison })
      before.push({ ...sets, outputId: SAME, release: 'beside' })
    }
    return { own, compared }
  }

  return {
    examine,
    discard,
    /** Who is behind the cells of a table, listed and forgotten again: nothing is compared or told. */
    async list(table: TableToGather): Promise<Gathered> {
      const gathered = await gathering.gather(table)
      if (gathered.state === 'kept') await gathering.discard(gathered.file)
      return gathered
    },
    /** Enters a round. Its output is recorded after: entries without an output count for nothing. */
    enter: (
      output: Pick<OutputRecord, 'id' | 'permitId' | 'round'>,
      tables: readonly { item: string; gathered: Gathered }[],
    ): Promise<void> => ledger.put(tables.map((table) => entryOf(output, table))),

    /** A comparison before submitting, counted and audited. */
    async ask(
      tables: readonly TableToGather[],
      { permitId, visitor }: { permitId: PermitId; visitor: Visitor },
    ): Promise<TableComparison[]> {
      const examined = await examine(tables, { outputId: null, permitId, visitor })
      await discard(examined)
      await audit.append({
        event: 'ledger-asked',
        by: visitor.id,
        subject: permitId,
        detail: {
          tables: examined.map((one, index) => ({ sql: tables[index]!.sql, ...one.audit })),
        },
      })
      return examined.map(({ gathered, findings }) => ({
        state: gathered.state === 'kept' ? 'compared' : gathered.state,
        notCompared: gathered.state === 'not-compared' ? gathered.why : null,
        findings,
      }))
    },

    /**
     * Holds the deciding approval against everything approved by then; `decide` runs while no other approval can.
     * Refuses where a cell has become too close since the output was submitted.
     */
    approveAlone: <T>(output: OutputRecord, by: Visitor, decide: () => Promise<T>): Promise<T> =>
      inTurn('approvals', async () => {
        const earlier = await earlierSets(await others(output.id, null), () => false)
        const { compared } = await compareNow(output, earlier)
        const close = compared
          .flatMap(({ comparison }) => comparison.findings)
          .filter(({ severity, code }) => severity === 'blocking' && !WITHIN.has(code))
        await audit.append({
          event: 'ledger-compared',
          by: by.id,
          subject: output.id,
          detail: {
            round: output.round,
            tables: compared.length,
            compared: earlier.length,
            tooClose: close.length,
          },
        })
        if (close.length > 0) throw new Refusal('ledger-difference', { count: close.length })
        return decide()
      }),

    /** The desk's view, as of now; `mayName` says which earlier outputs the reviewer may know. */
    async desk(
      output: OutputRecord,
      mayName: (permitId: PermitId) => Promise<boolean>,
    ): Promise<RouteOutput<'reviews.ledger'>> {
      const all = await ledger.listStanding([...OUT, 'in-review'])
      const entries = all.filter((other) => other.outputId !== output.id)
      const nameable = new Map<PermitId, boolean>()
      for (const { permitId } of entries)
        if (!nameable.has(permitId)) nameable.set(permitId, await mayName(permitId))
      const told = (other: { permitId: PermitId }): boolean => nameable.get(other.permitId) === true
      const sets = await earlierSets(entries, told)
      const { own, compared } = await compareNow(output, sets)
      const rules = { rules: await needs.rules(), asOf: japanDay(now()) }
      const round = output.state === 'in-review' ? await outputs.getRound(output.id, output.round) : null
      const tables = round ? tablesOf(await frozen.read(round)) : []
      const newer = new Map(tables.map((one) => [one.name, newerRules(one, rules)]))
      const items = own.map((entry): RouteOutput<'reviews.ledger'>['items'][number] => ({
        name: entry.item,
        state: isKept(entry) ? 'compared' : entry.notCompared === null ? 'nothing' : 'not-compared',
        notCompared: entry.notCompared,
        findings: [
          ...(compared.find(({ item }) => item === entry.item)?.comparison.findings ?? []),
          ...(newer.get(entry.item) ?? []),
        ],
      }))
      const others = [...new Set(sets.map(({ outputId }) => outputId))]
      const { here, shared } =
        compared.length === 0
          ? { here: 0, shared: others.map(() => 0) }
          : await data.countShared(
              compared.map(({ members }) => members),
              others.map((id) => sets.filter((set) => set.outputId === id).map(({ members }) => members)),
            )
      const earlier: RouteOutput<'reviews.ledger'>['earlier'] = []
      for (const [index, id] of others.entries()) {
        const both = shared[index]!
        const cells = compared.reduce((sum, { comparison }) => sum + (comparison.cellsOf.get(id) ?? 0), 0)
        // Without anybody in common it still matters where their numbers add up to something.
        if (both === 0 && cells === 0) continue
        const standing = entries.find(({ outputId }) => outputId === id)!
        const name = told(standing)
        const permit = name ? (await permits.get(standing.permitId))?.permit : null
        earlier.push({
          outputId: name ? id : null,
          title: name ? standing.title : null,
          permitTitleJa: permit?.titleJa ?? null,
          permitTitleEn: permit?.titleEn ?? null,
          state: standing.state,
          releasedAt: standing.releasedAt,
          samePermit: standing.permitId === output.permitId,
          ...shareOf(both, here),
          cells,
        })
      }
      earlier.sort((a, b) => b.cells - a.cells || (b.releasedAt ?? '').localeCompare(a.releasedAt ?? ''))
      return {
        comparedWith: others.length,
        notComparable: new Set(
          entries.filter((other) => other.notCompared !== null).map(({ outputId }) => outputId),
        ).size,
        items,
        earlier,
      }
    },

    /** Files of a permit that go when it ends, and those that stay: the sets of what others have seen. */
    async filesOf(
      permitId: PermitId,
    ): Promise<{ erased: string[]; kept: string[]; forget(): Promise<void> }> {
      const entries = await ledger.listOfPermit(permitId)
      const stays = (entry: (typeof entries)[number]) => entry.current && OUT.includes(entry.state)
      const files = (some: typeof entries) =>
        some.filter(isKept).flatMap(({ file }) => [setsFile(folder, file!), membersFile(folder, file!)])
      return {
        erased: [
          ...files(entries.filter((entry) => !stays(entry))),
          ...(await gathering.personsFiles(permitId)),
        ],
        kept: files(entries.filter(stays)),
        async forget() {
          for (const entry of entries.filter((one) => !stays(one)))
            await ledger.remove(entry.outputId, entry.round)
        },
      }
    },

    /** At start: takes away what no entry names, and makes up for released outputs that have no entry yet. */
    async resume(): Promise<void> {
      const named = new Set<string>()
      for (const entry of await ledger.listStanding([...OUT, 'in-review', 'returned', 'withdrawn']))
        if (entry.file !== null) named.add(entry.file)
      await gathering.sweep((file) => named.has(file))
      for (const id of await ledger.listWithout([...OUT, 'in-review'])) {
        const output = (await outputs.get(id))!
        const tables = await gatherAgain(output)
        await ledger.put(tables.map((table) => entryOf(output, table)))
        await audit.append({
          event: 'ledger-entered',
          by: null,
          subject: id,
          detail: {
            round: output.round,
            ledger: tables.map(({ gathered }) =>
              gathered.state === 'not-compared' ? gathered.why : gathered.state,
            ),
          },
        })
      }
    },
  }

  /** From what was frozen, where its permit and data are still what they were. */
  async function gatherAgain(output: OutputRecord): Promise<{ item: string; gathered: Gathered }[]> {
    const before: Gathered = { state: 'not-compared', why: 'before-ledger' }
    const round = await outputs.getRound(output.id, output.round)
    const found = await permits.get(output.permitId)
    if (!round) throw new Error(`output ${output.id} has no round ${output.round}`)
    const made: { item: string; gathered: Gathered }[] = []
    for (const { name, sql, extractDigest, table, protection, rawRows } of tablesOf(
      await frozen.read(round),
    )) {
      const again =
        // Where categories were merged, the rows as the query gave them were not frozen.
        found?.extract && found.permit.state === 'in-force' && protection.recodings.length === 0
          ? await gathering
              .gather({
                ...found,
                sql,
                extractDigest,
                table,
                madeOf: {
                  texts: rawRows,
                  lines: rawRows.map((_, row) => row),
                  columns: table.columns.map((_, column) => column),
                },
                extract: found.extract,
                by: output.by,
              })
              .catch((problem: unknown) => {
                if (isDiskFull(problem)) throw problem
                return before
              })
          : before
      made.push({ item: name, gathered: again.state === 'not-compared' ? before : again })
    }
    return made
  }
}

/** Of the output by itself: looked at when it was submitted. */
const WITHIN = new Set(['difference-small-here', 'difference-small-beside', 'combination-small-here'])

/** Stands for the submission itself among the outputs compared with. */
const SAME = 'out_same' as OutputId

/** A number of persons apart would tell the few; a share in tens, of a hundred persons or more, does not. */
function shareOf(both: number, here: number): Pick<EarlierOutput, 'share' | 'sharePercent'> {
  const share =
    both === 0
      ? 'none'
      : both === here
        ? 'all'
        : both >= 0.95 * here
          ? 'nearly-all'
          : both >= here / 2
            ? 'most'
            : 'some'
  return { share, sharePercent: here < 100 || both === 0 ? null : Math.round((10 * both) / here) * 10 }
}

const sum = (counts: Map<unknown, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)

const wholeFinding = (code: string, severity: Finding['severity'], params: Finding['params']): Finding => ({
  code,
  severity,
  rule: null,
  edition: null,
  confirmed: true,
  row: null,
  column: null,
  params,
})

export type Ledger = ReturnType<typeof keepLedger>
