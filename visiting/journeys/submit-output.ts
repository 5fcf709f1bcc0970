/**
 * The path of an output, the researcher's half: look before submitting, submit (what is frozen then is what reviewers
 * judge and what is released), follow, resubmit, withdraw.
 */
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { nextState, type OutputAct } from '../../shared/model/output-states.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { dueDate } from '../outputs/due-date.ts'
import type { FrozenRound, OutputRecord, RoundRecord } from '../outputs/outputs-port.ts'
import { requireInForce } from '../permits/require-in-force.ts'
import type { Results } from '../results/results.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { FrozenRounds } from './frozen-rounds.ts'
import { newId } from './new-id.ts'
import { detailOutput, type OutputViewNeeds, viewOutput } from './output-views.ts'
import { asData, type ProtectResult } from './protect-result.ts'

export interface SubmitOutputNeeds extends OutputViewNeeds {
  results: Results
  frozen: FrozenRounds
  protect: ProtectResult
  audit: AuditTrail
  /** ISO dates on which nobody reviews. */
  holidays: ReadonlySet<string>
  now: () => Date
}

/** Rows an output may have; OpenSAFELY's limit too. */
export const MAX_ROWS = 5_000

type Submission = RouteInput<'outputs.submit'>

export function outputJourneys(needs: SubmitOutputNeeds) {
  const { outputs, permits, results, frozen, protect, now } = needs

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

  /** Judges a result as it would be judged on the desk. */
  const judge = async (resultId: ResultId, visitor: Visitor, method: Submission['protection']['method']) => {
    const record = await results.require({ resultId, visitorId: visitor.id })
    const { permit } = await requireInForce({ permits, now }, record.permitId, visitor)
    if (record.plan.kind === 'individual') throw new Refusal('output-individual')
    const snapshot = await results.snapshot({ resultId, visitorId: visitor.id, maxRows: MAX_ROWS })
    // One answer for no rows and too few persons: telling them apart would answer questions about single persons.
    // An unverified result is not even asked, for the same reason.
    const { kind } = record.plan
    const tooFew = kind === 'aggregated' && (record.stored.restsOnAtLeast ?? 0) < permit.minimumPersons
    if (tooFew || (kind === 'open' && snapshot.rowCount === 0)) throw new Refusal('output-empty')
    if (snapshot.rowCount > MAX_ROWS)
      throw new Refusal('output-too-large', { limit: MAX_ROWS, rows: snapshot.rowCount })
    const { table, travels } = await protect(snapshot, { method, asOf: now() })
    return { permit, table, travels, snapshot }
  }

  /** Judges, freezes to disk and answers what goes into the records. */
  const freeze = async (submission: Submission, visitor: Visitor, outputId: OutputId, number: number) => {
    const { resultId, title, context, chart, protection } = submission
    const { permit, table, travels, snapshot } = await judge(resultId, visitor, protection.method)
    const blocking = table.findings.filter((finding) => finding.severity === 'blocking').length
    if (blocking > 0) throw new Refusal('output-blocked', { count: blocking })
    const known = new Set(table.columns.map((column) => column.name))
    const unknown = chart
      ? [chart.x, ...chart.y, ...(chart.colour ? [chart.colour] : [])].find((name) => !known.has(name))
      : undefined
    if (unknown !== undefined) throw new Refusal('chart-column-unknown', { column: unknown })
    const submittedAt = now()
    const round: FrozenRound = {
      outputId,
      round: number,
      title,
      context,
      chart,
      sql: snapshot.sql,
      resultId,
      extractDigest: snapshot.extractDigest,
      submittedAt: submittedAt.toISOString(),
      table,
      travels,
      rawRows: snapshot.rows.map((row) => row.values.map((value) => (value === null ? null : String(value)))),
    }
    const { file, digest } = await frozen.write(round)
    const count = (severity: string) =>
      table.findings.filter((finding) => finding.severity === severity).length
    const record: RoundRecord = {
      outputId,
      round: number,
      file,
      digest,
      findingCounts: { blocking, warning: count('warning'), note: count('note') },
      hiddenCells: table.summary.primary + table.summary.secondary,
      verified: table.verified,
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
    return { output, record }
  }

  return {
    async preview(
      { resultId, method }: RouteInput<'outputs.preview'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'outputs.preview'>> {
      const { permit, table, travels } = await judge(resultId, visitor, method)
      await needs.audit.append({
        event: 'output-previewed',
        by: visitor.id,
        subject: permit.id,
        detail: { result: resultId, method },
      })
      return asData(table, travels)
    },

    async submit(submission: Submission, visitor: Visitor): Promise<RouteOutput<'outputs.submit'>> {
      const { output, record } = await freeze(submission, visitor, newId<OutputId>('out'), 1)
      await outputs.add(output, record, {
        event: 'output-submitted',
        by: visitor.id,
        subject: output.id,
        detail: { permit: output.permitId, result: submission.resultId, round: 1, digest: record.digest },
      })
      return viewOutput(needs, output)
    },

    async resubmit(
      { outputId, ...submission }: RouteInput<'outputs.resubmit'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'outputs.resubmit'>> {
      const before = await ownOutput(outputId, visitor)
      requireNext(before, 'resubmit')
      const { output, record } = await freeze(submission, visitor, outputId, before.round + 1)
      if (output.permitId !== before.permitId) throw new Refusal('output-not-found')
      await outputs.addRound(output, record, {
        event: 'output-resubmitted',
        by: visitor.id,
        subject: outputId,
        detail: { result: submission.resultId, round: output.round, digest: record.digest },
      })
      return viewOutput(needs, output)
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
      const after = await ownOutput(outputId, visitor)
      if (!changed) throw new Refusal('output-state', { state: after.state })
      return viewOutput(needs, after)
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
      return detailOutput(needs, await ownOutput(outputId, visitor))
    },
  }
}
