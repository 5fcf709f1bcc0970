/**
 * The path of an output, the reviewers' half. Votes are independent: nobody sees another's before all are in, and
 * nobody on the permit or from its institutions votes.
 */
import type { z } from 'zod'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import { PICTURE } from '../../shared/contract/results.ts'
import type { DeskPermit } from '../../shared/contract/reviews.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { japanTime } from '../../shared/model/japan-time.ts'
import { openingWords, unopened } from '../../shared/model/openings.ts'
import { nextState } from '../../shared/model/output-states.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { type ReviewCourse, votesNeeded } from '../../shared/model/review-course.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { OutputRecord, VoteRecord } from '../outputs/outputs-port.ts'
import { COLUMNS_PER_PICTURE, pictureAnswer } from '../results/picture.ts'
import { decide } from '../review/decide.ts'
import type { AuditTrail } from './audit-trail.ts'
import { type DeskAccess, type DeskNeeds, notAllowed } from './desk-access.ts'
import type { Ledger } from './keep-ledger.ts'
import { namesOf } from './names-of.ts'
import { detailOutput, isRoundFinished, permitOf, viewOutput } from './output-views.ts'
import { takingTurns, type Waiting } from './taking-turns.ts'

export interface ReviewNeeds extends DeskNeeds {
  desk: DeskAccess
  ledger: Pick<Ledger, 'approveAlone' | 'desk'>
  audit: AuditTrail
  /** Seals an approved output; called after the deciding vote is written down. Tried again later if it fails. */
  release(outputId: OutputId): Promise<void>
  now: () => Date
}

/**
 * A vote for a round that moved on is `output-state`; an approval wants every item opened (`review-unopened`)
 * and, where something is unverified, a judgement in words (`review-judgement-missing`).
 */
export function reviewJourneys(needs: ReviewNeeds) {
  const { outputs, audit, courses, now } = needs
  const { itemOf, forReview, atDesk } = needs.desk
  const inTurn = takingTurns<OutputId>()

  async function permitOnDesk(permit: Permit, { by }: OutputRecord): Promise<z.output<typeof DeskPermit>> {
    const { purposeJa, purposeEn, from, until, databases, linkageApproved, minimumPersons } = permit
    const known = await Promise.all(permit.people.map((id) => needs.accounts.byId(id)))
    const people = known.flatMap((person) =>
      person
        ? [
            {
              ja: person.nameJa,
              en: person.nameEn,
              institutionJa: person.institutionJa,
              institutionEn: person.institutionEn,
              submitted: person.id === by,
            },
          ]
        : [],
    )
    return { purposeJa, purposeEn, from, until, databases, linkageApproved, minimumPersons, people }
  }

  return {
    async desk(
      { outputId }: RouteInput<'reviews.desk'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'reviews.desk'>> {
      const output = await forReview(outputId)
      const { item, votes, round, permit } = await atDesk(output, visitor)
      const own = votes.find((vote) => vote.round === output.round && vote.by === visitor.id)
      await audit.append({
        event: 'output-examined',
        by: visitor.id,
        subject: outputId,
        detail: { round: output.round },
      })
      const told = votes.filter((vote) => isRoundFinished(output, vote.round))
      const names = await namesOf(
        needs.accounts,
        told.map(({ by }) => by),
      )
      const { course } = item.output
      const twoAsked = output.state === 'in-review' && course.kind === 'full'
      return {
        item,
        whyTwo: twoAsked ? await courses.whyTwo(round, permit) : [],
        reusedTitle: course.kind === 'reuse' ? ((await outputs.get(course.outputId))?.title ?? null) : null,
        detail: await detailOutput(needs, output, 'reviewer'),
        permit: await permitOnDesk(permit, output),
        opened: await outputs.listOpened({ outputId, round: output.round, by: visitor.id }),
        ownVote: own
          ? {
              decision: own.decision,
              comment: own.comment,
              privateNote: own.privateNote,
              judgement: own.judgement,
              changes: own.changes,
            }
          : null,
        votes: told.map(({ round, by, decision, comment, privateNote, judgement, changes, at }) => ({
          round,
          by,
          byName: names.get(by) ?? null,
          decision,
          comment,
          privateNote,
          judgement,
          changes,
          at,
        })),
      }
    },

    /** Once for each item; what travels as a picture only is opened by that. */
    async open(
      { outputId, round, item: place }: RouteInput<'reviews.open'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'reviews.open'>> {
      const output = await forReview(outputId)
      const { item, round: frozenRound } = await atDesk(output, visitor)
      if (round !== output.round) throw new Refusal('output-state', { state: output.state })
      const name = frozenRound.items[place]?.name
      if (name === undefined) throw new Refusal('output-not-found')
      const own = { outputId, round, by: visitor.id }
      const before = await outputs.listOpened(own)
      const opening = { item: name, part: 'content' as const }
      const isOpen = before.some((one) => one.item === name && one.part === opening.part)
      // Of what somebody does not judge, or not any more, nothing is kept.
      if (isOpen || item.whyNot) return { opened: before }
      await outputs.addOpening(
        { ...own, ...opening, at: now().toISOString() },
        { event: 'output-item-opened', by: visitor.id, subject: outputId, detail: { round, item: name } },
      )
      return { opened: [...before, opening] }
    },

    async ledger(
      { outputId }: RouteInput<'reviews.ledger'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'reviews.ledger'>> {
      const output = await forReview(outputId)
      await atDesk(output, visitor)
      await audit.append({
        event: 'ledger-looked-at',
        by: visitor.id,
        subject: outputId,
        detail: { round: output.round },
      })
      const conflicted = await needs.desk.conflictedPermits(visitor)
      return needs.ledger.desk(output, async (permitId) => {
        return (
          !conflicted.has(permitId) && !(await needs.desk.isClose(await permitOf(needs, permitId), visitor))
        )
      })
    },

    /** What may not travel as data, an unverified table above all, is looked at here. */
    async picture(asked: RouteInput<'reviews.picture'>, visitor: Visitor): Promise<BytesAnswer> {
      const { outputId, item: place, page, firstColumn, scale, theme, language, form } = asked
      const output = await forReview(outputId)
      const { round } = await atDesk(output, visitor)
      const item = (await needs.frozen.read(round)).items[place]
      // A note travels as text; only tables are drawn.
      if (item?.kind !== 'table') throw new Refusal('output-not-found')
      await outputs.addOpening(
        {
          outputId,
          round: output.round,
          by: visitor.id,
          item: item.name,
          part: 'picture',
          at: now().toISOString(),
        },
        {
          event: 'output-picture-seen',
          by: visitor.id,
          subject: outputId,
          detail: { round: output.round, item: item.name, page, firstColumn },
        },
      )
      const { table, rawRows } = item
      const columns = table.columns.slice(firstColumn, firstColumn + COLUMNS_PER_PICTURE)
      const firstRow = page * PICTURE.rowsPerPage
      return pictureAnswer(
        {
          columns: columns.map(({ name, type }) => ({
            name,
            type,
            numeric: /INT|DECIMAL|DOUBLE|FLOAT/.test(type),
          })),
          firstRow,
          rows: rawRows.slice(firstRow, firstRow + PICTURE.rowsPerPage).map((row, index) =>
            columns.map((_column, place) => {
              const cell = table.rows[firstRow + index]?.[firstColumn + place]
              const hidden = table.verified && cell !== undefined && cell.status !== 'shown'
              return { text: row[firstColumn + place] ?? null, mask: hidden ? 'below-minimum' : 'shown' }
            }),
          ),
        },
        {
          scale: scale === 2 ? 2 : 1,
          theme,
          language,
          form,
          watermark: [
            language === 'ja' ? visitor.nameJa : visitor.nameEn,
            outputId,
            `${japanTime(now())} JST`,
          ],
        },
      )
    },

    async vote(
      { outputId, round, decision, comment, privateNote, changes, judgement }: RouteInput<'reviews.vote'>,
      { visitor, again }: Waiting,
    ): Promise<RouteOutput<'reviews.vote'>> {
      const output = await forReview(outputId)
      const { item, round: frozenRound } = await itemOf(output, visitor)
      if (item.whyNot === 'not-in-review' || round !== output.round)
        throw new Refusal('output-state', { state: output.state })
      if (item.whyNot) throw notAllowed(item.whyNot)
      if (decision === 'return' && comment === '' && changes.length === 0)
        throw new Refusal('comment-missing')
      if (decision === 'approve' && !frozenRound.verified && judgement === '')
        throw new Refusal('review-judgement-missing')
      if (decision === 'approve') {
        const { items } = await needs.frozen.read(frozenRound)
        const left = unopened(items, await outputs.listOpened({ outputId, round, by: visitor.id }))
        const words = openingWords(items, left)
        if (left.length > 0) throw new Refusal('review-unopened', { leftJa: words.ja, leftEn: words.en })
      }
      const vote: VoteRecord = {
        outputId,
        round,
        by: visitor.id,
        decision,
        comment,
        privateNote,
        judgement,
        changes: decision === 'return' ? changes : [],
        at: now().toISOString(),
      }
      const course = await courses.inForce(frozenRound)
      const needed = votesNeeded(course)
      const cast = async () => {
        await again()
        return outputs.addVote(
          vote,
          // What was decided is written with the last vote: whoever reads the log must not learn it before.
          { event: 'vote-cast', by: visitor.id, subject: outputId, detail: { round } },
          (votes) => {
            const decided = decide(votes, needed)
            const to = decided === 'wait' ? null : nextState(output.state, decided)
            return to ? { to, audit: decisionEntry(votes, { to, course }) } : null
          },
        )
      }
      // In turn: two approvals at once would each take itself for the first, and none would be held against the ledger.
      const after = await inTurn(outputId, async () => {
        const before = (await outputs.listVotes(outputId)).filter((one) => one.round === round)
        const releases = decide([...before, vote], needed) === 'approve'
        return releases ? needs.ledger.approveAlone(output, visitor, cast) : cast()
      })
      if ('whyNot' in after) {
        if (after.whyNot !== 'not-in-review') throw notAllowed(after.whyNot)
        throw new Refusal('output-state', { state: (await forReview(outputId)).state })
      }
      if (after.state === 'approved') await needs.release(outputId)
      return { output: await viewOutput(needs, await forReview(outputId)) }
    },
  }
}

const decisionEntry = (
  votes: readonly VoteRecord[],
  { to, course }: { to: string; course: ReviewCourse },
) => ({
  event: to === 'approved' ? 'output-approved' : 'output-returned',
  by: null,
  subject: votes[0]?.outputId ?? null,
  detail: {
    round: votes[0]?.round,
    course,
    votes: votes.map(({ by, decision, at }) => ({ by, decision, at })),
  },
})
