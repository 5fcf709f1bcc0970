/**
 * One output and several hands at once: rounds submitted beside each other, taken back meanwhile, or judged by whoever
 * made it. What is kept of a round are its content and the sets of persons that later outputs are held against; the two
 * have to be of the same submission.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { dataFolder } from '../../visiting/data-folder.ts'
import { KeptSets } from '../../visiting/ledger/kept-sets.ts'
import { openRecords } from '../../visiting/open-records.ts'
import { accountsStore } from '../../visiting/storage/accounts-store.ts'
import { ledgerStore } from '../../visiting/storage/ledger-store.ts'
import { permitsStore } from '../../visiting/storage/permits-store.ts'
import { aService, codeOf, PERMIT, resultOf, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { meeting, submitted, theTerms } from '../fixtures/an-application.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
beforeAll(async () => {
  service = await aService(folder)
}, 240_000)
afterAll(() => service.stop())

const BY_SEX = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex'
const BORN = (before: number) =>
  `SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person WHERE birth_year < ${before} GROUP BY sex ORDER BY sex`

/** An output that both reviewers gave back, and what answers them. */
async function returned() {
  const sato = await service.as('sato')
  const { id: outputId } = await sato.call('outputs.submit', aSubmission(await resultOf(sato, BY_SEX)))
  for (const login of ['suzuki', 'takahashi'])
    await (await service.as(login)).call('reviews.vote', {
      outputId,
      round: 1,
      decision: 'return',
      changes: ['母集団を書き直してください。'],
    })
  const { output } = await sato.call('outputs.detail', { outputId })
  expect(output.state).toBe('returned')
  return {
    outputId,
    answers: output.changes.map(({ id }) => ({ changeId: id, done: true, text: '直しました。' })),
  }
}

const sqlOf = async (outputId: OutputId): Promise<string> => {
  const { items } = await (await service.as('sato')).call('outputs.detail', { outputId })
  return items[0]?.kind === 'table' ? items[0].sql : ''
}

/** Rounds that were kept, and the numbers in them. */
const rounds: { outputId: OutputId; persons: number[] }[] = []

test('of two rounds submitted at once one is kept whole, and the other is told why not', async () => {
  const sato = await service.as('sato')
  const tanaka = await service.as('tanaka')
  for (let turn = 0; turn < 3; turn++) {
    const { outputId, answers } = await returned()
    const mine = await resultOf(sato, BORN(1950 + turn))
    const theirs = await resultOf(tanaka, BORN(1970 + turn))
    const again = (client: typeof sato, resultId: ResultId) =>
      codeOf(client.call('outputs.resubmit', { outputId, answers, ...aSubmission(resultId) }))
    const codes = await Promise.all([again(sato, mine), again(tanaka, theirs)])
    expect(codes.toSorted()).toEqual(['output-state', null].toSorted())
    const kept = codes[0] === null ? BORN(1950 + turn) : BORN(1970 + turn)
    expect(await sqlOf(outputId)).toBe(kept)
    // The desk holds the very same table against everything that was released.
    const suzuki = await service.as('suzuki')
    expect(await codeOf(suzuki.call('reviews.desk', { outputId }))).toBeNull()
    const { items } = await suzuki.call('reviews.ledger', { outputId })
    expect(items.map(({ state }) => state)).toEqual(['compared'])
    const { items: frozen } = await sato.call('outputs.detail', { outputId })
    const shown = frozen.flatMap((item) => (item.kind === 'table' ? item.table.rows : []))
    rounds.push({ outputId, persons: shown.map((row) => Number(row[1]!.text)).toSorted() })
    await sato.call('outputs.withdraw', { outputId })
  }
})

test('a round submitted while its output is being withdrawn ends in one of the two, without a fault', async () => {
  const sato = await service.as('sato')
  const { outputId, answers } = await returned()
  const resultId = await resultOf(sato, BORN(1960))
  const resubmitting = codeOf(sato.call('outputs.resubmit', { outputId, answers, ...aSubmission(resultId) }))
  const withdrawing = codeOf((await service.as('tanaka')).call('outputs.withdraw', { outputId }))
  expect([null, 'output-state']).toContain(await resubmitting)
  expect(await withdrawing).toBeNull()
  const { output } = await sato.call('outputs.detail', { outputId })
  expect(output.state).toBe('withdrawn')
})

test('votes of a whole committee at once, each of them twice, decide once', async () => {
  const applicationId = await submitted(await service.as('tanaka'), 'tanaka')
  const { meetingId, clients } = await meeting(service, applicationId)
  const vote = {
    applicationId,
    meetingId,
    decision: 'reject' as const,
    comment: '目的が足りません。',
    terms: theTerms(),
  }
  const members = [...clients.values()]
  const codes = await Promise.all([
    ...[...members, ...members].map((member) => codeOf(member.call('committee.vote', vote))),
    codeOf(
      members[0]!.call('committee.set-terms', {
        applicationId,
        meetingId,
        terms: theTerms({ minimumPersons: 10 }),
      }),
    ),
  ])
  expect(codes.filter((code) => code === null)).toHaveLength(members.length)
  expect(codes.filter((code) => code === 'fault')).toEqual([])
  const { entries } = await (await service.as('yamada')).call('audit.entries', {
    subject: applicationId,
    limit: 100,
  })
  const events = entries.map(({ event }) => event)
  expect(events.filter((event) => event === 'application-vote-signed')).toHaveLength(members.length)
  expect(events.filter((event) => event === 'application-rejected')).toHaveLength(1)
})

test('nobody judges what they submitted, also after they left the permit and its institution', async () => {
  const sato = await service.as('sato')
  const { id: outputId } = await sato.call('outputs.submit', aSubmission(await resultOf(sato, BY_SEX)))
  await service.stop()
  const records = await openRecords(dataFolder(service.data))
  try {
    // What the ledger has of each round is of the table that was kept, not of the one beside it.
    for (const { outputId: id, persons } of rounds) {
      const [entry] = await ledgerStore(records).listOfRound(id, 2)
      const { sets } = KeptSets.parse(
        JSON.parse(readFileSync(join(service.data, 'ledger', `${entry!.file}.json`), 'utf8')),
      )
      const ofCells = sets.filter(({ cells }) =>
        cells.some(({ row, column }) => row !== null && column === 1),
      )
      expect(ofCells.map(({ size }) => size).toSorted()).toEqual(persons)
    }
    expect(rounds).toHaveLength(3)
    const accounts = accountsStore(records)
    const permits = permitsStore(records)
    const { visitor } = (await accounts.byLogin('sato'))!
    const act = { by: null, subject: visitor.id, detail: {} }
    await accounts.setRoles({ id: visitor.id, roles: ['reviewer'] }, { event: 'account-roles-set', ...act })
    const institution = { institutionJa: '別の大学', institutionEn: 'Another University' }
    await accounts.setDetails(
      { id: visitor.id, details: { ...visitor, ...institution } },
      { event: 'account-changed', ...act },
    )
    const { permit } = (await permits.get(PERMIT))!
    const people = permit.people.filter((id) => id !== visitor.id)
    await permits.change({ ...permit, people }, { event: 'permit-changed', ...act })
  } finally {
    await records.close()
  }
  service = await startService(service.data)
  const reviewer = await service.as('sato')
  const { turns } = await reviewer.call('reviews.turns', {})
  expect(turns.find((one) => one.outputId === outputId)?.whyNot).toBe('on-the-permit')
  expect(await codeOf(reviewer.call('reviews.desk', { outputId }))).toBe('review-not-allowed')
  const vote = { outputId, round: 1, decision: 'return' as const, comment: '自分で返す。' }
  expect(await codeOf(reviewer.call('reviews.vote', vote))).toBe('review-not-allowed')
})
