/** Rules are dated data: the operator adds an edition, and what is submitted from its day on is judged by it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingWords } from '../../shared/model/finding-words.ts'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { RuleSet } from '../../shared/model/rules.ts'
import { RESOURCES } from '../../visiting/resources.ts'
import { aService, codeOf, problemOf, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
beforeAll(async () => {
  service = await aService(folder)
})
afterAll(() => service.stop())

const SHIPPED = RuleSet.parse(JSON.parse(readFileSync(join(RESOURCES, 'rules', 'ndb-2024-09.json'), 'utf8')))
const TODAY = japanDay(new Date())
/** The shipped edition, but nobody's count under `threshold`. */
const anEdition = (threshold: number, change: Partial<RuleSet> = {}): RuleSet => ({
  ...SHIPPED,
  edition: `試験-${threshold}`,
  effectiveFrom: TODAY,
  confirmed: false,
  rules: SHIPPED.rules.map((rule) =>
    rule.id === 'NDB-1' && rule.cellKind === 'persons' ? { ...rule, threshold, confirmed: false } : rule,
  ),
  ...change,
})
const LATE = 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person'
const REASON = '試験のために追加する。'
const add = async (edition: RuleSet, login = 'kobayashi') =>
  (await service.as(login)).call('rules.add-edition', { edition, reason: REASON })

/** Groups of ten to nineteen and of more, none of fewer. */
const SQL = `SELECT municipality_code, count(DISTINCT person_id) AS persons FROM ndb.person
  GROUP BY municipality_code HAVING count(DISTINCT person_id) BETWEEN 10 AND 60 ORDER BY municipality_code LIMIT 40`

test('the editions that ship are told, each with its standing', async () => {
  const { editions } = await (await service.as('suzuki')).call('rules.editions', {})
  const ndb = editions.filter(({ edition }) => edition.set === 'NDB')
  expect(ndb.map(({ edition, standing, added }) => [edition.edition, standing, added])).toEqual([
    ['2024-09', 'in-force', null],
    [expect.any(String), 'superseded', null],
  ])
})

test('only the operator adds one; never in the past, never over another, never forgetting a database', async () => {
  for (const login of ['sato', 'suzuki', 'yamada', 'hayashi'])
    expect(await codeOf(add(anEdition(20), login))).toBe('role-needed')
  expect(await codeOf(add(anEdition(20, { effectiveFrom: '2026-01-01' })))).toBe('rule-edition-backdated')
  expect(await codeOf(add(anEdition(20, { edition: SHIPPED.edition })))).toBe('rule-edition-exists')
  const narrower = await problemOf(add(anEdition(20, { databases: ['kaigo'] })))
  expect(narrower?.code).toBe('rule-edition-narrower')
  expect(narrower?.words.ja.title).toContain('ndb')
  expect(await codeOf(add({ ...anEdition(20), rules: [] }))).toBe('input-invalid')
  const { editions } = await (await service.as('suzuki')).call('rules.editions', {})
  expect(editions.filter(({ added }) => added !== null)).toEqual([])
})

test('at the command line too, beside the running service, in the same words', async () => {
  const file = join(folder, 'edition.json')
  const rules = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, 'rules', ...args, '--data', service.data], { encoding: 'utf8' })
  writeFileSync(file, JSON.stringify(anEdition(20, { set: 'KAIGO', databases: ['ndb'] })))
  const narrower = rules('add', file, '--reason', REASON)
  expect(narrower.status).toBe(1)
  expect(narrower.stderr).toContain('no longer speaks for kaigo')
  expect(narrower.stderr).toContain('kaigo')
  writeFileSync(file, JSON.stringify(anEdition(20, { set: 'KAIGO', databases: ['kaigo'] })))
  expect(rules('add', file, '--reason', '短い').status).toBe(1)
  expect(rules('add', file, '--reason', REASON).stdout).toContain('適用中 in force')
  expect(rules('list').stdout).toContain('KAIGO 2023-06（2023-06-01）: 旧版 superseded')
  const { editions } = await (await service.as('suzuki')).call('rules.editions', {})
  const kaigo = editions.find(({ edition }) => edition.set === 'KAIGO' && edition.edition === '試験-20')
  expect(kaigo).toMatchObject({ standing: 'in-force', added: { by: null, reason: REASON } })
})

test('an edition judges what is submitted from its day on, also after a restart; what was judged stays', async () => {
  const sato = await service.as('sato')
  // By municipality the tiers of NDB-2 would judge; a plain key is left to NDB-1.
  const resultId = (await runToEnd(sato, SQL.replaceAll('municipality_code', 'medical_area_code')))
    .resultId as ResultId
  const check = async () => {
    const { items } = await (await service.as('sato')).call('outputs.preview', {
      items: [{ kind: 'table', resultId }],
    })
    const [item] = items
    if (item?.kind !== 'table') throw new Error('no table')
    return item.table
  }
  const hidden = (table: Awaited<ReturnType<typeof check>>) =>
    table.rows.flat().filter(({ status }) => status !== 'shown').length
  const before = await check()
  const early = await sato.call('outputs.submit', aSubmission(resultId))

  const { added } = await add(anEdition(40))
  expect(added).toMatchObject({ standing: 'in-force', added: { reason: REASON } })
  await add(anEdition(60, { effectiveFrom: '2999-04-01' }))
  await service.stop()
  service = await startService(service.data)

  const after = await check()
  expect(hidden(after)).toBeGreaterThan(hidden(before))
  expect(after.findings.filter(({ rule }) => rule === 'NDB-1').map(({ edition }) => edition)).toContain(
    '試験-40',
  )
  const suzuki = await service.as('suzuki')
  const { editions } = await suzuki.call('rules.editions', {})
  expect(editions.filter(({ edition }) => edition.set === 'NDB').map(({ standing }) => standing)).toEqual([
    'to-come',
    'in-force',
    'superseded',
    'superseded',
  ])

  const { detail } = await suzuki.call('reviews.desk', { outputId: early.id })
  expect(JSON.stringify(detail)).not.toContain('試験-40')
  // Who decides is told that another edition is in force by now; of what was submitted under it there is nothing to tell.
  const newer = async (outputId: OutputId) => {
    const { items } = await suzuki.call('reviews.ledger', { outputId })
    return items.flatMap(({ findings }) => findings).filter(({ code }) => code === 'rules-newer')
  }
  const told = await newer(early.id)
  const params = { set: 'NDB', before: '2024-09', now: '試験-40', from: TODAY }
  expect(told).toMatchObject([{ severity: 'warning', edition: '試験-40', params }])
  expect(findingWords(told[0]!, 'ja')).toContain('提出時の版2024-09')
  expect(findingWords(told[0]!, 'en')).toContain('checked by 2024-09')
  const again = await service.as('sato')
  const late = await again.call('outputs.submit', aSubmission((await runToEnd(again, LATE)).resultId!))
  expect(await newer(late.id)).toEqual([])
  const log = await (await service.as('yamada')).call('audit.entries', { limit: 100 })
  const entries = log.entries.filter(({ event }) => event === 'rule-edition-added')
  expect(entries.length).toBe(3)
  expect(JSON.stringify(entries)).toContain('試験-40')
})
