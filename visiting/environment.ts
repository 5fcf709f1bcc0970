/**
 * One Visiting environment, wired: opens the data folder, starts the engine, and binds the journeys to the door.
 * Long because it is the one place where everything meets; it decides nothing.
 */
import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { TableProfile } from '../shared/contract/catalog.ts'
import type { LinkagePair } from '../shared/contract/dashboard.ts'
import { PROTOCOL_VERSION } from '../shared/contract/protocol.ts'
import type { VisitorId } from '../shared/model/ids.ts'
import { keyProofText } from '../shared/model/key-proof.ts'
import type { LibraryMacro } from '../shared/model/macro.ts'
import type { Permit } from '../shared/model/permit.ts'
import type { Visitor } from '../shared/model/visitor.ts'
import { loadCatalog } from './catalog/load-catalog.ts'
import { loadMacros } from './catalog/load-macros.ts'
import {
  type DataFolder,
  ledgerKey,
  permitSecret,
  permitSecretPath,
  prepareFolder,
  readDescription,
  readWhole,
  settleKey,
} from './data-folder.ts'
import { DEMO_ACCOUNTS } from './demonstration.ts'
import { protectionThreads } from './disclosure/thread/protection-threads.ts'
import type { EngineLimits, EngineSession } from './engine/engine.ts'
import { makeEngine } from './engine/make-engine.ts'
import { threadProcessorMs } from './engine/process/processor-time.ts'
import type { Sandbox } from './engine/process/sandbox.ts'
import { limitTime } from './engine/process/time-limit.ts'
import { engineScripts } from './engine-scripts.ts'
import type { Handlers } from './http/handlers.ts'
import { roomAddress, servePortal } from './http/portal.ts'
import { makeServer } from './http/server.ts'
import { makeIdentity } from './identity/identity.ts'
import { applyJourneys } from './journeys/apply.ts'
import { openDataJourneys } from './journeys/ask-open-data.ts'
import { catalogJourneys } from './journeys/browse-catalog.ts'
import { courses } from './journeys/choose-course.ts'
import { compareRounds } from './journeys/compare-rounds.ts'
import { decideJourneys } from './journeys/decide-application.ts'
import { conflictJourneys } from './journeys/declare-conflict.ts'
import { deskAccess } from './journeys/desk-access.ts'
import { enterFaults } from './journeys/enter-faults.ts'
import { frozenRounds } from './journeys/frozen-rounds.ts'
import { governJourneys } from './journeys/govern-permit.ts'
import { grantJourneys } from './journeys/grant-permit.ts'
import { keepLedger } from './journeys/keep-ledger.ts'
import { listMerged } from './journeys/list-merged.ts'
import { lookAtFigure } from './journeys/look-at-figure.ts'
import { resultJourneys } from './journeys/look-at-result.ts'
import { protectResults } from './journeys/protect-result.ts'
import { extractPath } from './journeys/provision-permit.ts'
import { auditJourneys } from './journeys/read-audit.ts'
import { readForms } from './journeys/read-form.ts'
import { registerPermits } from './journeys/register-permits.ts'
import { releaseJourneys } from './journeys/release-output.ts'
import { reportUse } from './journeys/report-use.ts'
import { reviewJourneys } from './journeys/review-output.ts'
import { reviewQueue } from './journeys/review-queue.ts'
import { ruleEditionJourneys } from './journeys/rule-editions.ts'
import { queryJourneys } from './journeys/run-query.ts'
import { reviewPolicyJourneys } from './journeys/set-review-policy.ts'
import { signInJourneys } from './journeys/sign-in.ts'
import { outputJourneys } from './journeys/submit-output.ts'
import type { JudgingData } from './judging-thread.ts'
import { openRecords } from './open-records.ts'
import { isWorkingDay } from './outputs/due-date.ts'
import { judgeThreads } from './policy/judge-threads.ts'
import { makePolicy } from './policy/policy.ts'
import { linksIn } from './release/retired-keys.ts'
import { base64Of, signText } from './release/signing-key.ts'
import {
  RESOURCES,
  readCompositionRules,
  readHolidays,
  readProposedReviewPolicy,
  readRuleSets,
  VERSION,
} from './resources.ts'
import { warmPictures } from './results/picture.ts'
import { makeResults } from './results/results.ts'
import { linkageFile, profilesFile } from './sources/layout.ts'
import { accountsStore } from './storage/accounts-store.ts'
import { applicationsStore } from './storage/applications-store.ts'
import { committeeStore } from './storage/committee-store.ts'
import { conflictsStore } from './storage/conflicts-store.ts'
import { keysStore } from './storage/keys-store.ts'
import { ledgerStore } from './storage/ledger-store.ts'
import { outputsStore } from './storage/outputs-store.ts'
import { permitsStore } from './storage/permits-store.ts'
import { queriesStore } from './storage/queries-store.ts'
import { releasesStore } from './storage/releases-store.ts'
import { resultsStore } from './storage/results-store.ts'
import { reviewPolicyStore } from './storage/review-policy-store.ts'
import { ruleEditionsStore } from './storage/rule-editions-store.ts'

export interface EnvironmentOptions {
  folder: DataFolder
  log: Logger
  /** Folder of the built workbench, or null to serve no portal. */
  portal: string | null
  /** Whether analysis is open to browsers too, or the public rooms and applications only. */
  workbenchInBrowser: boolean
  /** Addresses of the proxy in front; none where callers come straight. */
  proxies?: string[]
  limits?: Partial<EngineLimits>
  now?: () => Date
}

export interface Environment {
  server: FastifyInstance
  /** What the workers are kept in, and why not more where it is not bubblewrap. */
  sandbox: { kind: 'bubblewrap' | 'process'; detail: string }
  close(): Promise<void>
}

/** Memory and time of one permit session; sized for a small machine. */
export const DEFAULT_LIMITS: EngineLimits = {
  memoryBytes: 1_500 * 1_048_576,
  threads: 2,
  tempBytes: 4_096 * 1_048_576,
  workspaceBytes: 2_048 * 1_048_576,
  wallMs: 30 * 60_000,
  idleMs: 15 * 60_000,
}

/** Population by municipality, for the tiers of the rules; written when the data was loaded. */
function readPopulations(folder: DataFolder): Map<string, number> {
  if (!existsSync(folder.populations)) return new Map()
  return new Map(
    Object.entries(readWhole(folder.populations, (text) => JSON.parse(text) as Record<string, number>)),
  )
}

/** A list that was written when the data was loaded; empty where none was. */
function readList<Item>(file: string): Item[] {
  return existsSync(file) ? readWhole(file, (text) => JSON.parse(text) as Item[]) : []
}

/** When the catalog came to be and when it last changed: profiles are written whenever data enters. */
function datesOf(createdAt: string, store: string): { issued: Date; modified: Date } {
  const file = profilesFile(store)
  const issued = new Date(createdAt)
  return { issued, modified: existsSync(file) ? statSync(file).mtime : issued }
}

/** Heap of a judging thread: many times what the largest statement the door lets through was seen to take. */
const JUDGE_HEAP_MB = 384
/** Once whoever waits for the service to start has been answered. */
const WARM_AFTER_MS = 2_000

const startJudge = (sandbox: Sandbox, library: LibraryMacro[]): Worker => {
  const { judge, parser } = engineScripts()
  return new Worker(judge, {
    workerData: { script: parser, sandbox, library } satisfies JudgingData,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: JUDGE_HEAP_MB, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
}

/**
 * The environment, listening to nobody yet; `close` what it answers. Throws where there is none in `folder`,
 * or another service holds it.
 */
export async function openEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const { folder, log, portal, now = () => new Date() } = options
  prepareFolder(folder)
  const description = readDescription(folder)
  if (!description) throw new Error(`no environment in ${folder.root}`)
  const startedAt = now()
  const records = await openRecords(folder, now)
  const key = settleKey(folder, await records.headKey())
  const succession = linksIn(await keysStore(records).listRetired())
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const engine = await makeEngine({
    scripts: engineScripts(),
    folder: folder.root,
    onFault: (fault) => log.error({ err: fault }, 'engine'),
  })

  const protection = protectionThreads({
    script: engineScripts().protection,
    // The other half is for the queries.
    threads: Math.max(1, Math.floor(availableParallelism() / 2)),
  })

  const accounts = accountsStore(records)
  const permits = permitsStore(records)
  const queries = queriesStore(records)
  const outputs = outputsStore(records)
  const releases = releasesStore(records)
  const resultRecords = resultsStore(records)
  const results = makeResults({ folder: folder.results, records: resultRecords, now })
  const catalog = await loadCatalog(join(RESOURCES, 'catalog'))
  // What the catalog calls invented is the generated nation; here an operator loads data instead.
  const datasets =
    description.persons > 0 ? catalog : catalog.map((dataset) => ({ ...dataset, invented: false }))
  const macros = await loadMacros(join(RESOURCES, 'macros'))
  const profiles = readList<TableProfile>(profilesFile(folder.store))
  const linkage = readList<LinkagePair>(linkageFile(folder.store))
  const identity = makeIdentity({ accounts, now })
  const judges = judgeThreads({
    start: () => startJudge(engine.sandbox, macros),
    limit: ({ ms, thread, over }) => limitTime({ ms, used: () => threadProcessorMs(thread()), over }),
  })
  const policy = makePolicy(judges)
  const frozen = frozenRounds(folder.outputs)
  const environment = { nameJa: description.nameJa, nameEn: description.nameEn }

  const sessionOf = (permit: Permit, visitor: Pick<Visitor, 'id'>): EngineSession => ({
    permitId: permit.id,
    visitorId: visitor.id as VisitorId,
    extractPath: extractPath(folder.permits, permit.id),
    workspaceFolder: join(folder.permits, permit.id, 'people', visitor.id),
    limits,
  })

  const policies = reviewPolicyStore(records)
  const course = courses({ policies, outputs, releases, frozen, queries: policy, now })
  const conflicts = conflictsStore(records)
  const shared = {
    outputs,
    permits,
    frozen,
    releases,
    courses: course,
    accounts,
    conflicts,
    now,
    audit: records,
  }
  const desk = deskAccess(shared)
  const editions = ruleEditionJourneys({ shipped: readRuleSets(), added: ruleEditionsStore(records), now })
  const secretOf = (id: string) => permitSecret(folder, id)
  const ledger = keepLedger({
    ...shared,
    ledger: ledgerStore(records),
    policy,
    engine,
    protection,
    data: engine.openLedger({ folder: folder.ledger, store: folder.store }),
    queries,
    sessionOf,
    secretOf,
    ledgerKey: ledgerKey(folder),
    rules: editions.all,
    folder: folder.ledger,
    store: folder.store,
  })
  const runs = queryJourneys({ permits, policy, audit: records, engine, results, queries, sessionOf, now })
  const looks = resultJourneys({ results, permits, countPicturePage: resultRecords.countPicturePage, now })
  const submits = outputJourneys({
    ...shared,
    results,
    ledger,
    datasets,
    read: readForms({ rules: editions.all, list: ledger.list }),
    merged: listMerged(ledger),
    holidays: readHolidays(),
    protect: protectResults({ rules: editions.all, populations: readPopulations(folder), protection }),
  })
  const release = releaseJourneys({
    ...shared,
    desk,
    key,
    environment: { ...environment, version: VERSION },
    folder: folder.releases,
    onFault: (err, output) => log.error({ err, output }, 'sealing'),
  })
  const reviews = reviewJourneys({
    ...shared,
    ledger,
    desk,
    // The vote stands whatever happens to the sealing, which is repeated until it succeeds.
    release: (id) => release.release(id).catch((err) => log.error({ err, output: id }, 'sealing')),
  })
  const queue = reviewQueue({ ...shared, desk })
  const compare = compareRounds({ ...shared, desk })
  const figure = lookAtFigure({ ...shared, desk, datasets })
  const rules = reviewPolicyJourneys({ policies, accounts, proposed: readProposedReviewPolicy(), now })
  const register = registerPermits({ permits, accounts })
  const govern = governJourneys({
    engine,
    permits,
    endQueries: runs.endUnder,
    results,
    resultRecords,
    datasets,
    key,
    store: folder.store,
    folder: folder.permits,
    root: folder.root,
    ledger,
    secretOf,
    secretPath: (id) => permitSecretPath(folder, id),
    now,
    onFault: (err, permit) => log.error({ err, permit }, 'permit'),
  })
  const applications = applicationsStore(records)
  const grants = grantJourneys({
    applications,
    govern,
    datasets,
    now,
    onFault: (err, application) => log.error({ err, application }, 'granting'),
  })
  const apply = applyJourneys({ applications, permits, accounts, datasets, prepared: grants.prepared, now })
  const committee = committeeStore(records)
  const composition = readCompositionRules()
  const decide = decideJourneys({
    applications,
    committee,
    permits,
    accounts,
    audit: records,
    datasets,
    rules: composition,
    grant: grants.grant,
    now,
  })
  const declares = conflictJourneys({ ...shared, desk, applications, committee, rules: composition })
  const audits = auditJourneys({ audit: records, accounts })
  const holidays = readHolidays()
  const uses = reportUse({
    audit: records,
    accounts,
    permits,
    isWorkingDay: (day) => isWorkingDay(day, holidays),
  })
  const browse = catalogJourneys({
    datasets,
    profiles,
    linkage,
    macros,
    environment: { ...environment, ...datesOf(description.createdAt, folder.store) },
  })
  const openData = openDataJourneys({
    datasets,
    store: folder.store,
    openReader: (folders) => engine.openReader(folders),
  })
  const entering = signInJourneys({ identity, audit: records })

  const handlers: Handlers = {
    'environment.identity': async ({ challenge }) => ({
      ...environment,
      protocol: PROTOCOL_VERSION,
      version: VERSION,
      publicKey: base64Of(key),
      fingerprint: key.fingerprint,
      demonstration: description.demonstration,
      demoPeople: description.demonstration
        ? DEMO_ACCOUNTS.map(({ login, password, nameJa, nameEn, roles }) => ({
            login,
            password,
            nameJa,
            nameEn,
            roles,
          }))
        : [],
      workbenchInBrowser: options.workbenchInBrowser,
      proof: challenge === undefined ? null : signText(key, keyProofText(challenge)),
      succession,
    }),
    'environment.health': async () => {
      const { workers, sandbox } = await engine.health()
      const parserAlive = judges.isAlive()
      const { running, waiting } = protection.load()
      const checks = [
        { name: 'records', ok: true, detail: 'SQLite, write-ahead log, full sync' },
        { name: 'parser', ok: parserAlive, detail: parserAlive ? 'running' : 'restarting' },
        { name: 'workers', ok: true, detail: `${workers} running` },
        { name: 'protection', ok: true, detail: `${running} running, ${waiting} waiting` },
        { name: 'sandbox', ok: sandbox.kind === 'bubblewrap', detail: `${sandbox.kind}: ${sandbox.detail}` },
      ]
      return {
        status: checks.every((check) => check.ok) ? ('ok' as const) : ('degraded' as const),
        version: VERSION,
        uptimeSeconds: (now().getTime() - startedAt.getTime()) / 1000,
        checks,
      }
    },
    'sessions.sign-in': (input) => entering.signIn(input),
    'sessions.current': async (_input, visit) => {
      const { visitor, expiresAt, mustChangePassword } = await identity.visitorOf(visit.token)
      return { visitor, expiresAt: expiresAt.toISOString(), mustChangePassword }
    },
    'sessions.change-password': (input, { visitor, token }) =>
      entering.changePassword(input, { visitor, token: token! }),
    'sessions.sign-out': async (_input, { visitor, token }) => {
      await identity.signOut(token!)
      await records.append({ event: 'signed-out', by: visitor.id, subject: visitor.id, detail: {} })
      return { signedOut: true }
    },
    'catalog.datasets': () => browse.datasets(),
    'catalog.dataset': (input) => browse.dataset(input),
    'catalog.macros': () => browse.macros(),
    'catalog.dcat': () => browse.dcat(),
    'catalog.linkage': () => browse.linkage(),
    'dashboard.aggregate': (input) => openData.aggregate(input),
    'dashboard.csv': (input) => openData.csv(input),
    'permits.mine': async (_input, { visitor }) => ({ permits: await permits.listOf(visitor.id) }),
    'permits.workspace': (input, { visitor }) => runs.workspace(input, visitor),
    'permits.register': () => register(),
    'permits.end': (input, visit) => govern.end(input, visit),
    'permits.change': (input, visit) => govern.change(input, visit),
    'applications.mine': (_input, { visitor }) => apply.mine(visitor),
    'applications.start': (input, { visitor }) => apply.start(input, visitor),
    'applications.detail': (input, { visitor }) => apply.detail(input, visitor),
    'applications.save': (input, { visitor }) => apply.save(input, visitor),
    'applications.confirm': (input, { visitor }) => apply.confirm(input, visitor),
    'applications.submit': (input, { visitor }) => apply.submit(input, visitor),
    'applications.withdraw': (input, { visitor }) => apply.withdraw(input, visitor),
    'committee.queue': (_input, { visitor }) => decide.queue(visitor),
    'committee.desk': (input, { visitor }) => decide.desk(input, visitor),
    'committee.comment': (input, { visitor }) => decide.comment(input, visitor),
    'committee.ask-for-changes': (input, { visitor }) => decide.askForChanges(input, visitor),
    'committee.convene': (input, { visitor }) => decide.convene(input, visitor),
    'committee.attend': (input, { visitor }) => decide.attend(input, visitor),
    'committee.set-terms': (input, { visitor }) => decide.setTerms(input, visitor),
    'committee.vote': (input, { visitor }) => decide.vote(input, visitor),
    'committee.adjourn': (input, { visitor }) => decide.adjourn(input, visitor),
    'queries.run': (input, { visitor }) => runs.run(input, visitor),
    'queries.state': (input, { visitor }) => runs.state(input, visitor),
    'queries.cancel': (input, { visitor }) => runs.cancel(input, visitor),
    'queries.plan': (input, { visitor }) => runs.plan(input, visitor),
    'queries.history': (input, { visitor }) => runs.history(input, visitor),
    'results.view': (input, { visitor }) => looks.view(input, visitor),
    'results.page': (input, { visitor }) => looks.page(input, visitor),
    'results.picture': (input, { visitor }) => looks.picture(input, visitor),
    'outputs.preview': (input, { visitor }) => submits.preview(input, visitor),
    'outputs.compare': (input, { visitor }) => submits.compare(input, visitor),
    'outputs.preview-progress': async (input, { visitor }) => submits.previewProgress(input, visitor),
    'outputs.cancel-preview': async (input, { visitor }) => submits.cancelPreview(input, visitor),
    'outputs.submit': (input, visit) => submits.submit(input, visit),
    'outputs.resubmit': (input, visit) => submits.resubmit(input, visit),
    'outputs.withdraw': (input, { visitor }) => submits.withdraw(input, visitor),
    'outputs.list': (_input, { visitor }) => submits.list(visitor),
    'outputs.detail': (input, { visitor }) => submits.detail(input, visitor),
    'outputs.figure': (input, { visitor }) => figure(input, visitor),
    'reviews.queue': (input, { visitor }) => queue.queue(input, visitor),
    'reviews.turns': (_input, { visitor }) => queue.turns(visitor),
    'reviews.desk': (input, { visitor }) => reviews.desk(input, visitor),
    'reviews.ledger': (input, { visitor }) => reviews.ledger(input, visitor),
    'reviews.vote': (input, visit) => reviews.vote(input, visit),
    'reviews.picture': (input, { visitor }) => reviews.picture(input, visitor),
    'reviews.open': (input, { visitor }) => reviews.open(input, visitor),
    'reviews.difference': (input, { visitor }) => compare(input, visitor),
    'reviews.policy': () => rules.policy(),
    'reviews.set-policy': (input, { visitor }) => rules.setPolicy(input, visitor),
    'conflicts.declare': (input, { visitor }) => declares.declare(input, visitor),
    'conflicts.list': () => declares.list(),
    'conflicts.lift': (input, { visitor }) => declares.lift(input, visitor),
    'rules.editions': () => editions.editions(),
    'rules.add-edition': (input, { visitor }) => editions.addEdition(input, visitor),
    'releases.download': (input, { visitor }) => release.download(input, visitor),
    'releases.recall': (input, { visitor }) => release.recall(input, visitor),
    'releases.standing': (input, { visitor }) => release.standing(input, visitor),
    'releases.recalls': (_input, { visitor }) => release.recalls(visitor),
    'releases.confirm-recall': (input, { visitor }) => release.confirmRecall(input, visitor),
    'audit.entries': (input, { visitor }) => audits.entries(input, visitor),
    'audit.people': (input, { visitor }) => audits.people(input, visitor),
    'audit.names': () => audits.names(),
    'audit.verify': (_input, { visitor }) => audits.verify(visitor),
    'audit.use': (input, { visitor }) => uses.use(input, visitor),
    'audit.use-csv': (input, { visitor }) => uses.csv(input, visitor),
  }

  // What a service that was killed left half done is finished or said to be lost before anybody is let in.
  await queries.markUnfinishedLost()
  await results.eraseOrphans()
  await results.eraseExpired()
  await release.resume()
  await govern.resume()
  await grants.resume()
  await ledger.resume()
  const hourly = setInterval(() => {
    results.eraseExpired().catch((err) => log.error({ err }, 'erasing results'))
    release.resume().catch((err) => log.error({ err }, 'sealing'))
    grants.resume().catch((err) => log.error({ err }, 'granting'))
  }, 3_600_000)
  hourly.unref()
  // An operator disables an account beside the service, from the command line.
  const often = setInterval(() => {
    runs.endFor(accounts.isDisabled).catch((err) => log.error({ err }, 'ending queries'))
    runs.writeEnds().catch((err) => log.error({ err }, 'ends of queries'))
    release.sealWaiting().catch((err) => log.error({ err }, 'sealing'))
  }, 3_000)
  often.unref()
  const later = setTimeout(() => {
    warmPictures().catch((err) => log.error({ err }, 'drawing pictures'))
  }, WARM_AFTER_MS)
  later.unref()

  const server = await makeServer({
    handlers,
    visitorOf: (token) => identity.visitorOf(token),
    refused: (refusal, { route, visitor, requestId }) =>
      records.append({
        event: 'request-refused',
        by: visitor.id,
        subject: null,
        detail: { route, code: refusal.code, params: refusal.params, requestId },
      }),
    failed: enterFaults({ audit: records, now }),
    log,
    // A demonstration is served as it is, on loopback; any other stands behind its operator's proxy.
    loopbackNamesOnly: description.demonstration,
    proxies: options.proxies ?? [],
    ...(portal === null
      ? {}
      : { extend: (fastify: FastifyInstance) => servePortal(fastify, portal), elsewhere: roomAddress }),
  })
  await records.append({ event: 'service-started', by: null, subject: null, detail: { version: VERSION } })
  const { sandbox } = await engine.health()
  return {
    server,
    sandbox,
    async close() {
      clearInterval(hourly)
      clearTimeout(later)
      clearInterval(often)
      await server.close()
      await openData.close()
      await protection.close()
      await engine.close()
      await grants.drain()
      await runs.drain()
      await judges.close()
      await records.append({ event: 'service-stopped', by: null, subject: null, detail: {} })
      await records.close()
    },
  }
}
