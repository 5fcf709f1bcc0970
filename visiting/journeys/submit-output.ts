/**
 * The path of an output, the researcher's half: look before submitting, submit (what is frozen then is what reviewers
 * judge and what is released), follow, resubmit, withdraw. Long because looking and submitting must judge alike, so
 * they share one closure.
 */
import type {
  ChangeAnswer,
  ItemToCheck,
  ProtectedTable,
  ProtectionChoice,
  SubmittedItem,
} from '../../shared/contract/outputs.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import { type ChartSpec, columnsDrawn } from '../../shared/model/chart.ts'
import type { ColumnRole } from '../../shared/model/facts.ts'
import { needsJudgement } from '../../shared/model/finding-words.ts'
import type { Finding, Severity } from '../../shared/model/findings.ts'
import type { OutputId, PermitId, ResultId } from '../../shared/model/ids.ts'
import { itemNames } from '../../shared/model/item-names.ts'
import { itemFormOf, PLAIN_TABLE } from '../../shared/model/output-form.ts'
import { nextState, type OutputAct } from '../../shared/model/output-states.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { DeclaredRelation, PlacedCell, Relation } from '../../shared/model/protection.ts'
import { unseenAt } from '../../shared/model/readable-text.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import { outputClassesOf, outputClassUri } from '../disclosure/output-classes.ts'
import { dueDate } from '../outputs/due-date.ts'
import {
  type FrozenItem,
  type FrozenRound,
  type OutputRecord,
  type RoundRecord,
  tablesOf,
} from '../outputs/outputs-port.ts'
import { requireInForce } from '../permits/require-in-force.ts'
import type { Results } from '../results/results.ts'
import type { Snapshot } from '../results/snapshot.ts'
import { requiredChanges } from '../review/required-changes.ts'
import type { AuditTrail } from './audit-trail.ts'
import { checkLook, checkText } from './check-text.ts'
import { drawItem } from './draw-item.ts'
import { type FrozenRounds, sha256 } from './frozen-rounds.ts'
import type { TableToGather } from './gather-sets.ts'
import type { Examined, Ledger } from './keep-ledger.ts'
import type { ListMerged } from './list-merged.ts'
import { newId } from './new-id.ts'
import { detailOutput, type OutputViewNeeds, viewOutput } from './output-views.ts'
import type { ProtectedSnapshot, ProtectOptions, ProtectResults, ToProtect } from './protect-result.ts'
import { type Behind, curveToGather, type ReadForms, requireColumns, undeclared } from './read-form.ts'
import { runningPreviews } from './running-previews.ts'
import { takingTurns, type Waiting } from './taking-turns.ts'
import { asDataTogether, relationsAsData, reportAsData } from './told-table.ts'

export interface SubmitOutputNeeds extends OutputViewNeeds {
  results: Results
  frozen: FrozenRounds
  protect: ProtectResults
  read: ReadForms
  merged: ListMerged
  ledger: Pick<Ledger, 'ask' | 'discard' | 'enter' | 'examine'>
  audit: AuditTrail
  /** The catalog, whose words stand in figures. */
  datasets: readonly Dataset[]
  /** ISO dates on which nobody reviews. */
  holidays: ReadonlySet<string>
  now: () => Date
}

/** Rows an output may have; OpenSAFELY's limit too. */
const MAX_ROWS = 5_000

type JudgedItem =
  | ({
      kind: 'table'
      findings: Finding[]
      /** The table as a client may have it now. */
      sent: ProtectedTable
      snapshot: Snapshot
      /** As it was applied, which for a curve is not all that was chosen. */
      protection: ProtectionChoice
      behind: TableToGather
    } & ProtectedSnapshot)
  | { kind: 'text'; findings: Finding[] }

interface ToFreeze {
  permit: Permit
  judged: JudgedItem[]
  relations: Relation[]
  /** In the order of `places`, which are those of the tables among the items. */
  examined: Examined[]
  places: number[]
}

/**
 * A table as the ledger may be asked about it before it is submitted: without the cells that a client may not have. What
 * is found in these would say what they hold. A curve is told whole or not at all.
 */
function askedAbout({ behind, table, travels }: Extract<JudgedItem, { kind: 'table' }>): TableToGather {
  const isWhole = travels.every((row) => row.every(Boolean))
  const isTold = (row: number, column: number) =>
    behind.table === table ? travels[row]?.[column] === true : isWhole
  const rows = behind.table.rows.map((row, r) =>
    row.map((cell, c) => (isTold(r, c) ? cell : { ...cell, status: 'primary' as const })),
  )
  return { ...behind, table: { ...behind.table, rows } }
}

type Together = Omit<ProtectOptions, 'asOf'>
type Submission = RouteInput<'outputs.submit'>

/** Counted among the items there, among the tables here. Throws Refusal `input-invalid` for an item that is no table. */
function declaredAmong(declared: readonly DeclaredRelation[], tables: readonly number[]): DeclaredRelation[] {
  const among = (cell: PlacedCell): PlacedCell => {
    const item = tables.indexOf(cell.item)
    if (item < 0) throw new Refusal('input-invalid', { field: 'declared' })
    return { ...cell, item }
  }
  return declared.map(({ whole, parts }) => ({ whole: among(whole), parts: parts.map(among) }))
}

/**
 * An output is `output-not-found` to whoever is not on its permit. What cannot be submitted is refused the
 * same whether it is only looked at or submitted; blocking findings are `output-blocked`.
 */
export function outputJourneys(needs: SubmitOutputNeeds) {
  const { outputs, permits, results, frozen, protect, now } = needs
  const previews = runningPreviews()
  /** Two rounds of one number would each be half of what is kept: the content of one, the ledger's sets of the other. */
  const inTurn = takingTurns<OutputId>()

  /** The output if the visitor is on its permit. Anybody else does not learn that it exists. */
  const ownOutput = async (id: OutputId, visitor: Visitor): Promise<OutputRecord> => {
    const output = await outputs.get(id)
    const permit = output ? await permits.get(output.permitId) : null
    if (!output || !permit?.permit.people.includes(visitor.id)) throw new Refusal('output-not-found')
    return output
  }

  const requireNext = (output: OutputRecord, act: OutputAct) => {
    const state = nextState(output.state, act)
    if (!state) throw new Refusal('output-state', { state: output.state })
    return state
  }

  const snapshotOf = async (resultId: ResultId, visitor: Visitor) => {
    const record = await results.require({ resultId, visitorId: visitor.id })
    const { permit, extract } = await requireInForce({ permits, now }, record.permitId, visitor)
    if (record.plan.kind === 'individual') throw new Refusal('output-individual')
    const snapshot = await results.snapshot({ resultId, visitorId: visitor.id, maxRows: MAX_ROWS })
    // One answer for no rows and too few persons: telling them apart would answer questions about single persons.
    // An unverified result is not even asked, for the same reason.
    const { kind } = record.plan
    const tooFew = kind === 'aggregated' && (record.stored.restsOnAtLeast ?? 0) < permit.minimumPersons
    if (tooFew || (kind === 'open' && snapshot.rowCount === 0)) throw new Refusal('output-empty')
    // Not by how much: the number of rows can be made to be one person's value.
    if (snapshot.rowCount > MAX_ROWS) throw new Refusal('output-too-large', { limit: MAX_ROWS })
    return { permit, extract, snapshot }
  }

  /** Judges the items together, as they would be judged on the desk; answers in their order. */
  const judge = async (items: readonly ItemToCheck[], together: Together, visitor: Visitor) => {
    const places = new Map<ResultId, number>()
    const found: (ToProtect & { place: number; behind: Behind })[] = []
    let permit: Permit | null = null
    for (const [place, item] of items.entries()) {
      if (item.kind !== 'table') continue
      const first = places.get(item.resultId)
      if (first !== undefined)
        throw new Refusal('output-result-twice', { first: first + 1, second: place + 1 })
      places.set(item.resultId, place)
      const { permit: own, extract, snapshot } = await snapshotOf(item.resultId, visitor)
      if (permit !== null && own.id !== permit.id) throw new Refusal('output-permits-mixed')
      permit = own
      requireColumns(item.form, snapshot)
      const { sql, extractDigest, columns } = snapshot
      // Reviewers read them, and they leave with the table.
      const unseen = unseenAt({ sql, columns: columns.map(({ name }) => name) }, ['items', String(place)])
      if (unseen) throw new Refusal('text-unseen', unseen)
      const behind = { sql, extractDigest, permit: own, extract, by: visitor.id }
      const curve =
        item.form.kind === 'survival'
          ? await needs.read(item.form, { snapshot, behind, resultId: item.resultId, asOf: now() })
          : undefined
      const protection = curve ? curveProtection(item.protection) : item.protection
      const { recodings } = protection
      const listed = curve
        ? undefined
        : await needs.merged(snapshot, { recodings, behind, resultId: item.resultId })
      found.push({ place, snapshot, protection, listed, curve, behind })
    }
    if (permit === null) throw new Error('an output without a table reached its journey')
    const own = permit
    const reads = found.map((one) => ({ ...one, model: modelOf(items, { at: one.place, found }) }))
    const declared = declaredAmong(
      together.declared,
      found.map(({ place }) => place),
    )
    const { tables, relations } = await protect(reads, { ...together, declared, asOf: now() })
    const { minimumPersons } = permit
    const texts = asDataTogether(tables)
    const checked = tables.map((one, at) => {
      const item = items[found[at]!.place]!
      const title = item.kind === 'table' ? (item.chart?.titleText ?? '') : ''
      const more = checkText({ text: title, format: 'text' }, { tables: texts, minimumPersons })
      const { form, chart } = item.kind === 'table' ? item : { form: PLAIN_TABLE, chart: null }
      const figure =
        chart && form.kind !== 'survival' ? checkLook(chart, { table: texts[at]!, minimumPersons }) : []
      const all = [...more, ...undeclared({ form, chart }, one.table), ...figure]
      return { ...one, table: withFindings(one.table, all) }
    })
    const sent = asDataTogether(checked)
    // What may be told alone: a refusal for what may not would tell it.
    for (const [at, { rows }] of sent.entries()) {
      const texts = rows.map((row) => row.map(({ text }) => text))
      const unseen = unseenAt({ rows: texts }, ['items', String(found[at]!.place)])
      if (unseen) throw new Refusal('text-unseen', unseen)
    }
    const judged = items.map((item, place): JudgedItem => {
      if (item.kind === 'text')
        return { kind: 'text', findings: checkText(item, { tables: sent, minimumPersons }) }
      const at = found.findIndex((one) => one.place === place)
      const one = checked[at]!
      const { snapshot, behind: made, protection, curve } = found[at]!
      const behind =
        curve && curve.plan.problems.length === 0
          ? curveToGather(snapshot, { ...curve, behind: made })
          : { ...made, table: one.table, madeOf: one.madeOf! }
      const { table } = one
      return {
        kind: 'table',
        findings: table.findings,
        sent: sent[at]!,
        snapshot,
        protection,
        behind,
        ...one,
      }
    })
    return {
      permit: own,
      judged,
      // Counted from 0 among the tables there, among the items here.
      relations: relations.map((relation) => ({
        ...relation,
        items: relation.items.map((table) => found[table]!.place),
        places: relation.places.map((one) => ({ ...one, item: found[one.item]!.place })),
      })),
    }
  }

  const requireChart = (chart: ChartSpec | null, table: ProtectedTable) => {
    if (!chart) return
    const known = new Set(table.columns.map((column) => column.name))
    const unknown = columnsDrawn(chart).find((name) => !known.has(name))
    if (unknown !== undefined) throw new Refusal('chart-column-unknown', { column: unknown })
  }

  /** Says how many of them the researcher is told: their number beyond that grows with what is not. */
  const requireUnblocked = (findings: readonly Finding[], told: readonly Finding[]) => {
    const blocking = (some: readonly Finding[]) =>
      some.filter(({ severity }) => severity === 'blocking').length
    if (blocking(findings) > 0) throw new Refusal('output-blocked', { count: Math.max(1, blocking(told)) })
  }

  /** Tables by their place among the items, as the ledger is asked about them. */
  const tablesToCompare = (judged: readonly JudgedItem[]) =>
    judged.flatMap((one, place) => (one.kind === 'table' ? [{ place, ...one }] : []))

  /** Judges, compares with the ledger, freezes to disk and answers what goes into the records. */
  const freeze = async (
    { title, items, declined, declared, timeLimitSeconds, ticket }: Submission,
    { visitor, again }: Waiting,
    {
      outputId,
      number,
      answers,
      permitId,
    }: { outputId: OutputId; number: number; answers: ChangeAnswer[]; permitId?: PermitId },
  ) => {
    const { permit, judged, relations } = await previews.run(visitor.id, ticket, (ask) =>
      judge(items, { declined, declared, timeLimitSeconds, ask }, visitor),
    )
    if (permitId !== undefined && permit.id !== permitId) throw new Refusal('output-permits-mixed')
    requireUnblocked(
      judged.flatMap((one) => one.findings),
      judged.flatMap(toldFindings),
    )
    const compared = tablesToCompare(judged)
    const examined = await needs.ledger.examine(
      compared.map(({ behind }) => behind),
      { outputId, permitId: permit.id, visitor },
    )
    try {
      return await freezeExamined({
        permit,
        judged,
        relations,
        examined,
        places: compared.map(({ place }) => place),
      })
    } catch (problem) {
      await needs.ledger.discard(examined)
      throw problem
    }

    async function freezeExamined({ permit, judged, relations, examined, places }: ToFreeze) {
      // Judging takes a while: the permit may have ended meanwhile, and whoever asked may have had to leave.
      await again()
      await requireInForce({ permits, now }, permit.id, visitor)
      const names = itemNames(items.map(({ kind }) => kind))
      const moreOf = (place: number): Finding[] => examined[places.indexOf(place)]?.findings ?? []
      const freezeItem = async (item: SubmittedItem, place: number): Promise<FrozenItem> => {
        const name = names[place]!
        const found = judged[place]!
        if (item.kind === 'text') return { ...item, name, findings: found.findings }
        if (found.kind === 'text') throw new Error('a table was judged as a text')
        const { snapshot, travels, rawRows, report, protection } = found
        const table = withFindings(found.table, moreOf(place))
        // A curve is drawn as one; a chart chosen before it was declared is none of the merged table's.
        const chart = report?.kind === 'survival' ? null : item.chart
        requireChart(chart, table)
        const drawn = await drawItem(table, { chart, report, datasets: needs.datasets })
        return {
          kind: 'table',
          name,
          title: item.title,
          context: item.context,
          chart,
          form: item.form,
          report,
          statbarns: statbarnsOf(table, {
            form: item.form.kind,
            linked: relations.some(({ items: related }) => related.includes(place)),
          }),
          protection,
          sql: snapshot.sql,
          resultId: item.resultId,
          extractDigest: snapshot.extractDigest,
          table,
          figure: drawn && { svg: sha256(Buffer.from(drawn.svg)), png: sha256(drawn.png) },
          drawn: drawn && { svg: drawn.svg, png: Buffer.from(drawn.png).toString('base64') },
          travels,
          rawRows,
        }
      }
      const findings = judged.flatMap((one, place) => [...one.findings, ...moreOf(place)])
      const told = judged.flatMap((one, place) => [...toldFindings(one), ...moreOf(place)])
      // Everybody who follows the output sees these numbers.
      const count = (severity: Severity) => told.filter((finding) => finding.severity === severity).length
      requireUnblocked(findings, told)
      const frozenItems = await Promise.all(items.map(freezeItem))
      const submittedAt = now()
      const round: FrozenRound = {
        outputId,
        round: number,
        title,
        submittedAt: submittedAt.toISOString(),
        items: frozenItems,
        relations,
      }
      const tables = tablesOf(round)
      const { course, likeness } = await needs.courses.choose(round, permit)
      const { file, digest } = await frozen.write(round)
      const record: RoundRecord = {
        outputId,
        round: number,
        file,
        digest,
        items: frozenItems.map((item) => ({
          name: item.name,
          kind: item.kind,
          form: itemFormOf(item),
          title: item.title,
        })),
        findingCounts: { blocking: 0, warning: count('warning'), note: count('note') },
        // As it is told: what would leave counts a zero of one person as shown.
        hiddenCells: judged.reduce(
          (sum, one) =>
            sum + (one.kind === 'table' ? one.sent.summary.primary + one.sent.summary.secondary : 0),
          0,
        ),
        verified: tables.every(({ table }) => table.verified) && !needsJudgement(findings),
        answers,
        course,
        likeness,
      }
      const output: OutputRecord = {
        id: outputId,
        permitId: permit.id,
        by: visitor.id,
        title,
        state: 'in-review',
        round: number,
        submittedAt: submittedAt.toISOString(),
        dueAt: dueDate(submittedAt, needs.holidays).toISOString(),
        releaseId: null,
      }
      await needs.ledger.enter(
        output,
        examined.map((one, at) => ({ item: names[places[at]!]!, ...one })),
      )
      const said = {
        results: tables.map(({ resultId }) => resultId),
        ledger: examined.map(({ audit }) => audit),
        course,
      }
      return { output, record, said }
    }
  }

  /** Each change that the last reviewers required is answered, and nothing else is. */
  const requireAnswers = async (output: OutputRecord, answers: readonly ChangeAnswer[]) => {
    const votes = await outputs.listVotes(output.id)
    const open = new Set(
      requiredChanges(votes.filter(({ round }) => round === output.round)).map(({ id }) => id),
    )
    for (const { changeId } of answers)
      if (!open.delete(changeId)) throw new Refusal('input-invalid', { field: 'answers' })
    if (open.size > 0) throw new Refusal('changes-unanswered', { count: open.size })
  }

  return {
    async preview(
      { items, ticket, ...together }: RouteInput<'outputs.preview'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'outputs.preview'>> {
      const { permit, judged, relations } = await previews.run(visitor.id, ticket, (ask) =>
        judge(items, { ...together, ask }, visitor),
      )
      await requireInForce({ permits, now }, permit.id, visitor)
      await needs.audit.append({
        event: 'output-previewed',
        by: visitor.id,
        subject: permit.id,
        detail: {
          tables: items.flatMap((item) =>
            item.kind === 'table' ? [{ result: item.resultId, protection: item.protection }] : [],
          ),
          // What is said of how cells hang together decides what is hidden, as protection does.
          declared: together.declared,
          declined: together.declined,
        },
      })
      const answered = await Promise.all(
        judged.map(async (one, place) => {
          if (one.kind === 'text') return { kind: 'text' as const, findings: one.findings }
          const item = items[place]
          const chart = item?.kind === 'table' ? item.chart : null
          const picture = await pictureOf(one, { chart, datasets: needs.datasets })
          return { kind: 'table' as const, table: one.sent, report: reportAsData(one), picture }
        }),
      )
      return { items: answered, relations: relationsAsData(relations, judged) }
    },

    async compare(
      { items, ...together }: RouteInput<'outputs.compare'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'outputs.compare'>> {
      const { permit, judged } = await previews.run(visitor.id, null, (ask) =>
        judge(items, { ...together, ask }, visitor),
      )
      const asked = tablesToCompare(judged)
      const answers = await needs.ledger.ask(asked.map(askedAbout), { permitId: permit.id, visitor })
      return {
        items: items.map((_, place) => answers[asked.findIndex((one) => one.place === place)] ?? null),
      }
    },

    previewProgress: (
      { ticket }: RouteInput<'outputs.preview-progress'>,
      visitor: Visitor,
    ): RouteOutput<'outputs.preview-progress'> => previews.progress(visitor.id, ticket),

    cancelPreview: (
      { ticket }: RouteInput<'outputs.cancel-preview'>,
      visitor: Visitor,
    ): RouteOutput<'outputs.cancel-preview'> => ({ cancelled: previews.cancel(visitor.id, ticket) }),

    async submit(submission: Submission, waiting: Waiting): Promise<RouteOutput<'outputs.submit'>> {
      const { visitor } = waiting
      const { output, record, said } = await freeze(submission, waiting, {
        outputId: newId<OutputId>('out'),
        number: 1,
        answers: [],
      })
      await outputs.add(output, record, {
        event: 'output-submitted',
        by: visitor.id,
        subject: output.id,
        detail: { permit: output.permitId, round: 1, digest: record.digest, ...said },
      })
      return viewOutput(needs, output)
    },

    async resubmit(
      { outputId, answers, ...submission }: RouteInput<'outputs.resubmit'>,
      waiting: Waiting,
    ): Promise<RouteOutput<'outputs.resubmit'>> {
      const { visitor } = waiting
      return inTurn(outputId, async () => {
        const before = await ownOutput(outputId, visitor)
        requireNext(before, 'resubmit')
        await requireAnswers(before, answers)
        const { output, record, said } = await freeze(submission, waiting, {
          outputId,
          number: before.round + 1,
          answers,
          permitId: before.permitId,
        })
        const added = await outputs.addRound(output, record, {
          event: 'output-resubmitted',
          by: visitor.id,
          subject: outputId,
          detail: { round: output.round, digest: record.digest, ...said },
        })
        if (!added) throw new Refusal('output-state', { state: (await ownOutput(outputId, visitor)).state })
        return viewOutput(needs, output)
      })
    },

    async withdraw(
      { outputId }: RouteInput<'outputs.withdraw'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'outputs.withdraw'>> {
      const output = await ownOutput(outputId, visitor)
      const to = requireNext(output, 'withdraw')
      const changed = await outputs.changeState(
        outputId,
        { from: output.state, to },
        { event: 'output-withdrawn', by: visitor.id, subject: outputId, detail: { round: output.round } },
      )
      if (!changed) throw new Refusal('output-state', { state: (await ownOutput(outputId, visitor)).state })
      return viewOutput(needs, { ...output, state: to })
    },

    async list(visitor: Visitor): Promise<RouteOutput<'outputs.list'>> {
      const own = await permits.listOf(visitor.id)
      const records = await outputs.listByPermits(own.map((permit) => permit.id))
      return { outputs: await Promise.all(records.map((output) => viewOutput(needs, output))) }
    },

    async detail(
      { outputId }: RouteInput<'outputs.detail'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'outputs.detail'>> {
      return detailOutput(needs, await ownOutput(outputId, visitor), 'researcher')
    },
  }
}

/** The form of an item that is a model, with the place of the table its counts are taken from. */
function modelOf(
  items: readonly ItemToCheck[],
  { at, found }: { at: number; found: readonly { place: number; snapshot: Snapshot }[] },
): ToProtect['model'] {
  const item = items[at]
  if (item?.kind !== 'table' || item.form.kind !== 'model') return undefined
  const { form } = item
  if (form.counts === null) return { form, counts: null }
  const counts = found.findIndex(({ place }) => place === form.counts?.item && place !== at)
  const columns = found[counts]?.snapshot.columns ?? []
  for (const column of [form.counts.term, form.counts.persons])
    if (!columns.some(({ name }) => name === column)) throw new Refusal('form-column-unknown', { column })
  return { form, counts }
}

const statbarnsOf = ({ columns }: ProtectedTable, of: Parameters<typeof outputClassesOf>[1]): string[] =>
  outputClassesOf(
    columns.map(({ role }) => role as ColumnRole),
    of,
  ).map(outputClassUri)

/** A curve is merged, not masked: its numbers follow from one another, so no other method and no kept cell holds. */
const curveProtection = (choice: ProtectionChoice): ProtectionChoice => ({
  ...choice,
  method: 'suppress',
  keep: [],
  recodings: [],
})

/** The picture for the researcher before submitting, of what may be told alone; none where that is nothing. */
async function pictureOf(
  { sent, report }: JudgedItem & { kind: 'table' },
  { chart, datasets }: { chart: ChartSpec | null; datasets: readonly Dataset[] },
): Promise<string | null> {
  if (!sent.verified) return null
  const drawn = await drawItem(sent, { chart, report, datasets })
  return drawn && Buffer.from(drawn.png).toString('base64')
}

const toldFindings = (one: JudgedItem): Finding[] => (one.kind === 'text' ? one.findings : one.sent.findings)
