/**
 * From approval to the researcher's hands: seal, keep, hand over, recall. Sealing is repeatable: an output that was
 * approved when the service stopped is sealed when it starts again.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import type { OutputId, ReleaseId, VisitorId } from '../../shared/model/ids.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { FULL_COURSE, type ReviewCourse, votesNeeded } from '../../shared/model/review-course.ts'
import { hasRole, type Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { FrozenRound, OutputRecord, RoundRecord, VoteRecord } from '../outputs/outputs-port.ts'
import type { ReleaseRecord } from '../release/releases-port.ts'
import { seal } from '../release/seal.ts'
import type { SigningKey } from '../release/signing-key.ts'
import { ApprovedOutput } from '../review/approved-output.ts'
import { type DeskAccess, notAllowed } from './desk-access.ts'
import { sha256, writeDurably } from './frozen-rounds.ts'
import { newId } from './new-id.ts'
import { type OutputViewNeeds, permitOf, roundOf } from './output-views.ts'
import { asReleased } from './told-table.ts'

export interface ReleaseNeeds extends OutputViewNeeds {
  key: SigningKey
  environment: { nameJa: string; nameEn: string; version: string }
  accounts: Pick<AccountsPort, 'byId'>
  desk: Pick<DeskAccess, 'isClose' | 'isInConflict'>
  folder: string
  now: () => Date
  /** An output that could not be sealed; it is tried again later. */
  onFault(fault: unknown, outputId: OutputId): void
}

/**
 * A release is `release-not-found` to whoever is neither on its permit nor a reviewer of it, and
 * `release-recalled` once it was taken back.
 */
export function releaseJourneys(needs: ReleaseNeeds) {
  const { outputs, releases, key, environment, folder, now } = needs
  /** Sealings under way, so that two never race for one output. */
  const sealing = new Map<OutputId, Promise<void>>()
  /** Approved, and the disk had no room for their packages. */
  const withoutRoom = new Set<OutputId>()

  const researcherOf = async ({ by }: OutputRecord) => {
    const person = await needs.accounts.byId(by)
    if (!person) throw new Error(`account ${by} is missing`)
    const { nameJa, nameEn, institutionJa, institutionEn } = person
    return { nameJa, nameEn, institutionJa, institutionEn }
  }

  async function sealNow(outputId: OutputId): Promise<void> {
    const output = await outputs.get(outputId)
    if (output?.state !== 'approved') return
    const { round: number } = output
    // Sealing can wait for room on the disk; whoever comes to stand close meanwhile clears nothing.
    const reopened = await outputs.reopen(
      { outputId, round: number },
      { event: 'output-reopened', by: null, subject: outputId, detail: { round: number } },
    )
    if (reopened) return
    const permit = await permitOf(needs, output.permitId)
    const round = await roundOf(needs, output)
    const frozen = withToldTables(await needs.frozen.read(round))
    const votes = (await outputs.listVotes(outputId)).filter((vote) => vote.round === output.round)
    const approved = ApprovedOutput.from({ frozen, votes, permit, course: courseOf(round, votes) })
    const id = newId<ReleaseId>('rel')
    const createdAt = now().toISOString()
    const bytes = seal(
      approved,
      {
        releaseId: id,
        createdAt,
        permit: { titleJa: permit.titleJa, titleEn: permit.titleEn },
        environment: { ...environment, fingerprint: key.fingerprint },
        researcher: await researcherOf(output),
      },
      key,
    )
    // Named after what is released once: sealing it again leaves nothing of a sealing that failed.
    const file = `${outputId}.zip`
    await writeDurably(join(folder, file), bytes)
    const digest = sha256(bytes)
    await releases.add(
      {
        id,
        outputId,
        permitId: output.permitId,
        file,
        digest,
        createdAt,
        recalledAt: null,
        recallReason: null,
      },
      {
        event: 'output-released',
        by: null,
        subject: outputId,
        detail: { release: id, round: output.round, digest },
      },
    )
  }

  async function sealOnce(outputId: OutputId): Promise<void> {
    try {
      await sealNow(outputId)
      withoutRoom.delete(outputId)
    } catch (problem) {
      if (isDiskFull(problem)) withoutRoom.add(outputId)
      throw problem
    } finally {
      sealing.delete(outputId)
    }
  }

  function release(outputId: OutputId): Promise<void> {
    const running = sealing.get(outputId) ?? sealOnce(outputId)
    sealing.set(outputId, running)
    return running
  }

  const standing = async (
    id: ReleaseId,
    visitor: Visitor,
  ): Promise<{ record: ReleaseRecord; output: OutputRecord }> => {
    const record = await releases.get(id)
    const output = record ? await outputs.get(record.outputId) : null
    if (!record || !output) throw new Refusal('release-not-found')
    const permit = await permitOf(needs, record.permitId)
    const reviewer = hasRole(visitor, 'reviewer') || hasRole(visitor, 'operator')
    if (!permit.people.includes(visitor.id) && !reviewer) throw new Refusal('release-not-found')
    if (record.recalledAt !== null) throw new Refusal('release-recalled')
    return { record, output }
  }

  /**
   * The same, for whoever may have the package: people of the permit, and reviewers whom the output's desk is open to, who
   * see all of it there and can check that what was sealed is what they cleared.
   */
  const takeable = async (id: ReleaseId, visitor: Visitor): Promise<ReleaseRecord> => {
    const { record } = await standing(id, visitor)
    const permit = await permitOf(needs, record.permitId)
    const own = permit.people.includes(visitor.id)
    // An operator recalls, and needs no package for it.
    if (!own && !hasRole(visitor, 'reviewer')) throw new Refusal('release-not-found')
    if (!own && (await needs.desk.isClose(permit, visitor))) throw notAllowed('same-institution')
    // Recalling stays open to somebody in conflict, or close: it shows nothing and protects.
    if (await needs.desk.isInConflict(record.permitId, visitor)) throw notAllowed('conflict-declared')
    return record
  }

  return {
    release,

    /** Seals what was approved when the service last stopped; one that cannot be sealed holds up nothing else. */
    async resume(): Promise<void> {
      for (const { id } of await outputs.listByState('approved'))
        await release(id).catch((fault: unknown) => needs.onFault(fault, id))
    },

    /** Seals what there was no room for. */
    async sealWaiting(): Promise<void> {
      for (const outputId of withoutRoom) await release(outputId)
    },

    async download({ releaseId }: RouteInput<'releases.download'>, visitor: Visitor): Promise<BytesAnswer> {
      const record = await takeable(releaseId, visitor)
      const bytes = await readFile(join(folder, record.file))
      if (sha256(bytes) !== record.digest) throw new Error(`the package of ${releaseId} was changed`)
      const taken = await releases.recordCopy(
        { releaseId, visitorId: visitor.id as VisitorId, at: now().toISOString() },
        {
          event: 'release-downloaded',
          by: visitor.id,
          subject: releaseId,
          detail: { digest: record.digest },
        },
      )
      if (!taken) throw new Refusal('release-recalled')
      return { bytes, headers: { 'content-disposition': `attachment; filename="${releaseId}.zip"` } }
    },

    async recall(
      { releaseId, reason }: RouteInput<'releases.recall'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'releases.recall'>> {
      const { record } = await standing(releaseId, visitor)
      const recalled = await releases.recall(
        releaseId,
        { at: now().toISOString(), reason },
        {
          event: 'release-recalled',
          by: visitor.id,
          subject: releaseId,
          detail: { output: record.outputId, reason, copies: await releases.countCopies(releaseId) },
        },
      )
      if (!recalled) throw new Refusal('release-recalled')
      return { recalled: true }
    },

    /** Asked again right before a package is written: the recall may have come while somebody chose a place. */
    async standing(
      { releaseId }: RouteInput<'releases.standing'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'releases.standing'>> {
      const record = await takeable(releaseId, visitor)
      return { standing: true, digest: record.digest }
    },

    /** What was recalled of the copies a person took; they stay listed after the person confirmed. */
    async recalls(visitor: Visitor): Promise<RouteOutput<'releases.recalls'>> {
      const copies = await releases.listCopies(visitor.id as VisitorId)
      const found = await Promise.all(
        copies.map(async ({ releaseId, at, confirmedAt }) => {
          const record = await releases.get(releaseId)
          const output = record?.recalledAt ? await outputs.get(record.outputId) : null
          if (!record?.recalledAt || !output) return []
          const { recalledAt, recallReason } = record
          return [
            {
              releaseId,
              outputId: output.id,
              title: output.title,
              downloadedAt: at,
              recalledAt,
              reason: recallReason ?? '',
              confirmedAt,
            },
          ]
        }),
      )
      return { recalls: found.flat() }
    },

    async confirmRecall(
      { releaseId }: RouteInput<'releases.confirm-recall'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'releases.confirm-recall'>> {
      const visitorId = visitor.id as VisitorId
      const copy = (await releases.listCopies(visitorId)).find((one) => one.releaseId === releaseId)
      const record = copy ? await releases.get(releaseId) : null
      if (!copy || !record?.recalledAt) throw new Refusal('release-not-found')
      if (copy.confirmedAt === null)
        await releases.confirmDestroyed(
          { releaseId, visitorId, at: now().toISOString() },
          {
            event: 'recall-confirmed',
            by: visitor.id,
            subject: releaseId,
            detail: { output: record.outputId },
          },
        )
      return { confirmed: true }
    },
  }
}

/** The package goes to everybody: what its checks say of a hidden cell is in it, too. */
const withToldTables = (round: FrozenRound): FrozenRound => ({
  ...round,
  items: round.items.map((item) => (item.kind === 'table' ? { ...item, table: asReleased(item) } : item)),
})

/** What the votes cleared it by: two people are a full review, whatever one of them would have been enough for. */
const courseOf = ({ course }: RoundRecord, votes: readonly VoteRecord[]): ReviewCourse =>
  new Set(votes.map(({ by }) => by)).size >= votesNeeded(FULL_COURSE) ? FULL_COURSE : course
