/**
 * The same attempts against a running environment: through the door, the parser process, policy, audit and a caged
 * worker. Names are moved to tables that the demonstration's permit has. What is refused here meets the refusal it
 * meets in ./policy-attempts.test.ts; what runs must end without a fault; and nothing of it may wear the service out.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, PERMIT, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { ATTEMPTS, type Attempt } from './attempts.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

/** Answers the door gives before policy is asked: its own limits of length and of characters. */
const AT_THE_DOOR = new Set(['a text longer than the limit', 'nothing at all'])
/** Here several statements run one after the other; these two ask for nothing that each may not have. */
const HARMLESS_IN_TURN = new Set(['two SELECTs', 'two CREATEs'])
/** Policy alone refuses it; here its values are looked up first, and those of too few persons left out. */
const TAKEN_APART = new Set(['PIVOT whose columns come from data'])
/** `person` stands once in this permit. */
const ELSEWHERE = new Set(['an ambiguous bare name'])

const here = (sql: string): string =>
  sql
    .replaceAll('kaigo.person', 'vaccination.record')
    .replaceAll('kaigo.medical_claim', 'vaccination.medical_claim')
    .replaceAll('pmh.municipality', 'open.municipality')

const inPlace = ATTEMPTS.filter(({ name }) => !ELSEWHERE.has(name))

async function outcomeOf({ before, sql }: Attempt): Promise<string> {
  for (const earlier of before) {
    const view = await runToEnd(sato, here(earlier))
    if (view.state !== 'done') return `could not prepare: ${earlier}`
  }
  const problem = await problemOf(
    sato.call('queries.run', { permitId: PERMIT, sql: here(sql), waitMs: 20_000 }),
  )
  return problem?.code ?? 'approved'
}

/** Attempts of one area that did not end as they must, each with how it ended. */
async function surprises(attempts: readonly Attempt[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const attempt of attempts) {
    const outcome = await outcomeOf(attempt)
    if (attempt.area === 'several statements') {
      if ((outcome === 'approved') !== HARMLESS_IN_TURN.has(attempt.name)) found[attempt.name] = outcome
      continue
    }
    const expected = AT_THE_DOOR.has(attempt.name)
      ? 'input-invalid'
      : 'refused' in attempt.expect && !TAKEN_APART.has(attempt.name)
        ? attempt.expect.refused
        : 'approved'
    if (outcome !== expected) found[attempt.name] = `${outcome}, not ${expected}`
  }
  return found
}

describe('against a running environment', () => {
  const areas = [...new Set(inPlace.map(({ area }) => area))]
  test.each(areas)(
    'every attempt by way of %s ends as it must',
    async (area) => {
      expect(await surprises(inPlace.filter((one) => one.area === area))).toEqual({})
    },
    300_000,
  )

  test('afterwards the service still answers, and answers right', async () => {
    const view = await runToEnd(sato, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    expect([view.state, view.error]).toEqual(['done', null])
  })

  test('and each attempt that was refused is in the audit with its code', async () => {
    const yamada = await service.as('yamada')
    const { entries } = await yamada.call('audit.entries', { limit: 500 })
    const text = JSON.stringify(entries)
    expect(text).toContain('function-not-permitted')
    expect(text).toContain('table-not-permitted')
  })
})
