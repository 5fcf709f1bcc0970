/** Port: outputs, the frozen content of each round, and the votes on it. */
import { z } from 'zod'
import {
  type ChangeAnswer,
  type ItemSummary,
  TableDetail,
  TextDetail,
} from '../../shared/contract/outputs.ts'
import type { OutputId, PermitId, ReleaseId, VisitorId } from '../../shared/model/ids.ts'
import type { Opening } from '../../shared/model/openings.ts'
import type { Decision, OutputState, WhyNotReview } from '../../shared/model/output-states.ts'
import { Relation } from '../../shared/model/protection.ts'
import type { ReviewCourse } from '../../shared/model/review-course.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface OutputRecord {
  id: OutputId
  permitId: PermitId
  by: VisitorId
  title: string
  state: OutputState
  round: number
  submittedAt: string
  dueAt: string
  releaseId: ReleaseId | null
}

/** A table as submitted: everything a reviewer is told of it, and what stays behind. */
export const FrozenTable = TableDetail.extend({
  /** Digests of what was drawn; none in rounds frozen before figures were drawn. */
  figure: TableDetail.shape.figure.default(null),
  /** The figure as it would leave, drawn from the protected table when it was submitted; PNG as base64. */
  drawn: z.strictObject({ svg: z.string(), png: z.string() }).nullable().default(null),
  resultId: z.string(),
  /** By row and column: whether a client may have the cell as data before the release. */
  travels: z.array(z.array(z.boolean())),
  /** Every value as text, as the result had it, for pictures on the reviewer's desk; never sent as data. */
  rawRows: z.array(z.array(z.string().nullable())),
})
export type FrozenTable = z.infer<typeof FrozenTable>

/** What an output holds, in its order: tables with their figures and findings, and texts. */
export const FrozenItem = z.discriminatedUnion('kind', [FrozenTable, TextDetail])
export type FrozenItem = z.infer<typeof FrozenItem>

/** What is frozen when a round is submitted; reviewers judge this and the release is made of this. */
export const FrozenRound = z.strictObject({
  outputId: z.string(),
  round: z.int().positive(),
  title: z.string(),
  submittedAt: z.string(),
  items: z.array(FrozenItem).min(1),
  /** Random, so that the digest in the log answers no guess at what may not be told. None in rounds frozen before. */
  salt: z.string().optional(),
  /** Found between the tables, and what the researcher said of them. */
  relations: z.array(Relation).default([]),
})
export type FrozenRound = z.infer<typeof FrozenRound>

/** The tables of a round in the order in which they were submitted. */
export const tablesOf = (round: FrozenRound): FrozenTable[] =>
  round.items.filter((item) => item.kind === 'table')

export interface VoteRecord {
  outputId: OutputId
  round: number
  by: VisitorId
  decision: Decision
  comment: string
  privateNote: string
  judgement: string
  /** Of a return: what has to change. */
  changes: string[]
  at: string
}

/** That a reviewer was handed a part of a round, and when first. */
export interface OpeningRecord extends Opening {
  outputId: OutputId
  round: number
  by: VisitorId
  at: string
}

/** Where a round's frozen content lies, and the SHA-256 of its bytes. */
export interface RoundRecord {
  outputId: OutputId
  round: number
  file: string
  digest: string
  items: ItemSummary[]
  findingCounts: { blocking: number; warning: number; note: number }
  hiddenCells: number
  verified: boolean
  /** What the researcher did about the changes required in the round before. */
  answers: ChangeAnswer[]
  /** How many people it needs, as chosen when it was submitted. */
  course: ReviewCourse
  /** SHA-256 of everything but the data: equal for the same output made again. */
  likeness: string
}

export interface OutputsPort {
  get(id: OutputId): Promise<OutputRecord | null>
  listByPermits(permits: PermitId[]): Promise<OutputRecord[]>
  /** All that were not withdrawn. */
  listForReview(narrow: {
    permitId?: PermitId | undefined
    submittedBefore?: string | undefined
  }): Promise<OutputRecord[]>
  listByState(state: OutputState): Promise<OutputRecord[]>
  getRound(id: OutputId, round: number): Promise<RoundRecord | null>
  /** Rounds of released outputs of a permit with this likeness, the newest first. */
  listAlike(permit: PermitId, likeness: string): Promise<RoundRecord[]>
  /** Outputs in review whose round somebody has voted in. */
  listVotedBy(by: VisitorId): Promise<Set<OutputId>>
  listVotes(id: OutputId): Promise<VoteRecord[]>
  /** What a reviewer has opened of a round. */
  listOpened(of: { outputId: OutputId; round: number; by: VisitorId }): Promise<Opening[]>
  /** Writes an opening with its entry; one that stands already gets another entry only. */
  addOpening(opening: OpeningRecord, audit: AuditDraft): Promise<void>
  add(output: OutputRecord, round: RoundRecord, audit: AuditDraft): Promise<void>
  /** Replaces a returned output's content by a new round; answers whether it still was returned. */
  addRound(output: OutputRecord, round: RoundRecord, audit: AuditDraft): Promise<boolean>
  /** Changes the state only if it still is `from`; answers whether it was. */
  changeState(
    id: OutputId,
    change: { from: OutputState; to: OutputState },
    audit: AuditDraft,
  ): Promise<boolean>
  /**
   * Puts an approved output back in review where a vote that cleared it may not count any more, and takes such votes
   * away; answers whether it did. With each vote's entry goes `audit`.
   */
  reopen(of: Pick<VoteRecord, 'outputId' | 'round'>, audit: AuditDraft): Promise<boolean>
  /**
   * Adds a vote and, when `decide` says so of all votes of the round, changes the state in the same transaction.
   * `decide` is called inside the transaction with every vote of the round, the new one included; those of people who may
   * not vote any more are taken away before. Whether the person may vote is asked there too; where not, nothing is
   * written, and the answer says why.
   */
  addVote(
    vote: VoteRecord,
    audit: AuditDraft,
    decide: (votes: VoteRecord[]) => { to: OutputState; audit: AuditDraft } | null,
  ): Promise<{ state: OutputState } | { whyNot: WhyNotReview }>
}
