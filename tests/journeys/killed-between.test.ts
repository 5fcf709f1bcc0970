/** The service killed the moment a decision is in the records and what follows from it is not done: it is done at the start. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, expect, test } from 'vitest'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, PERMIT, resultOf, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let service: Service
afterAll(() => service.stop())

/** Kills the service once an event is entered, whether or not the act was answered by then, and starts it again. */
async function killedOnce(event: string, act: Promise<unknown>): Promise<void> {
  const answered = act.catch(() => undefined)
  const records = new Database(join(service.data, 'records.sqlite'), { readonly: true })
  const entered = records.prepare('SELECT seq FROM audit WHERE event = ?')
  while (entered.all(event).length === 0) await new Promise(setImmediate)
  records.close()
  await service.kill()
  await answered
  service = await startService(service.data)
}

const holds = async () => (await (await service.as('yamada')).call('audit.verify', {})).holds

test('a deciding vote is released, and an ended permit erased, by the service that starts next', async () => {
  service = await aService(temporaryFolder())
  const sato = await service.as('sato')
  const { id: outputId } = await sato.call('outputs.submit', aSubmission(await resultOf(sato, DEMO_SQL)))
  const vote = { outputId, round: 1, decision: 'approve' as const }
  await castVote(await service.as('suzuki'), vote)
  // One that nothing can seal, since nobody cleared it, is in front of it and keeps neither it nor the service.
  const stuck = await sato.call('outputs.submit', aSubmission(await resultOf(sato, DEMO_SQL)))
  // One of whose two voters is no reviewer any more by the time it is sealed.
  const reopened = await sato.call('outputs.submit', aSubmission(await resultOf(sato, DEMO_SQL)))
  await castVote(await service.as('suzuki'), { ...vote, outputId: reopened.id })
  const records = new Database(join(service.data, 'records.sqlite'))
  records
    .prepare(
      `INSERT INTO vote (output_id, round, by, decision, comment, private_note, judgement, changes, at)
       SELECT output_id, round, (SELECT id FROM account WHERE login = 'tanaka'), decision, '', '', judgement, changes, at
       FROM vote WHERE output_id = ?`,
    )
    .run(reopened.id)
  for (const { id } of [stuck, reopened])
    records.prepare("UPDATE output SET state = 'approved' WHERE id = ?").run(id)
  records.close()
  await killedOnce('output-approved', castVote(await service.as('takahashi'), vote))
  const again = await service.as('sato')
  const { outputs } = await again.call('outputs.list', {})
  expect(outputs).toMatchObject([
    { id: reopened.id, state: 'in-review', votesIn: 1 },
    { id: stuck.id, state: 'approved', releaseId: null },
    { id: outputId, state: 'released', votesIn: 2 },
  ])
  const { bytes } = await again.call('releases.download', { releaseId: outputs[2]!.releaseId! })
  expect(bytes.length).toBeGreaterThan(1_000)
  expect(await holds()).toBe(true)
  const yamada = await service.as('yamada')
  const told = await yamada.call('audit.entries', { subject: reopened.id })
  expect(told.entries.slice(0, 2).map(({ event }) => event)).toEqual(['output-reopened', 'vote-void'])
  await castVote(await service.as('takahashi'), { ...vote, outputId: reopened.id })
  expect((await again.call('outputs.list', {})).outputs[0]).toMatchObject({ state: 'released', votesIn: 2 })

  const end = { permitId: PERMIT, reason: '研究が終わったため' }
  await killedOnce('permit-ended', (await service.as('kobayashi')).call('permits.end', end))
  expect(existsSync(join(service.data, 'permits', PERMIT))).toBe(false)
  expect(readdirSync(join(service.data, 'keys'))).not.toContain(`${PERMIT}.secret`)
  const certificate = await (await service.as('kobayashi')).call('permits.end', end)
  expect(certificate).toMatchObject({ permitId: PERMIT, reason: end.reason })
  const { entries } = await (await service.as('yamada')).call('audit.entries', { subject: PERMIT })
  const ends = entries.map(({ event }) => event).filter((event) => /^permit-(ended|erased)$/.test(event))
  expect(ends).toEqual(['permit-erased', 'permit-ended'])
  expect(await holds()).toBe(true)
})
