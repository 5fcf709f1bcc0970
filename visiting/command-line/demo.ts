/**
 * `demo`: walks the main job without a screen and prints each step. The environment runs as its own process and is
 * spoken to over HTTP only. Exit status 0 only if every step did what it says.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { ProtectionMethod } from '../../shared/model/findings.ts'
import { OperatorProblem } from '../data-folder.ts'
import { DEMO_ACCOUNTS, DEMO_SQL } from '../demonstration.ts'
import { verifyPackage } from '../release/seal.ts'
import { type HttpClient, httpClient, Refused, signedIn } from './http-client.ts'
import { openEverything } from './open-everything.ts'
import type { Output } from './output.ts'
import { startService } from './start-service.ts'

interface Step {
  step: string
  ok: boolean
  [detail: string]: unknown
}

/** A step that did not do what it says. */
class StepFailed extends Error {}

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new StepFailed(what)
}

/** Adds the command to `program`. */
export function registerDemo(program: Command, output: Output): void {
  program
    .command('demo')
    .description('walk the main job without a screen / 画面なしで一連の作業をたどる')
    .option('--out <dir>', 'where the release and the environment go / 出力先', '.demo')
    .option('--json', 'one JSON object a line / 1行に1つのJSON')
    .action(async ({ out, json }: { out: string; json?: boolean }) => {
      const folder = resolve(out)
      try {
        mkdirSync(folder, { recursive: true })
      } catch {
        throw new OperatorProblem(`${folder} cannot be written.`, `${folder} に書き込めません。`)
      }
      const tell = (step: Step): void => output.line(json ? JSON.stringify(step) : readable(step))
      const script = process.argv[1] ?? fileURLToPath(import.meta.url)
      let current = 'start'
      const service = await startService(script, join(folder, 'environment'))
      // Nobody watches any more.
      process.stdout.once('error', () => process.exit(1))
      try {
        await walk(service.address, folder, (step) => {
          const { step: name, ...detail } = step
          tell({ step: name, ok: true, ...detail })
          current = step.step
        })
      } catch (problem) {
        const why =
          problem instanceof Refused
            ? { code: problem.problem.code, words: problem.problem.words }
            : { message: (problem as Error).message }
        tell({ step: 'failed', ok: false, after: current, ...why })
        process.exitCode = 1
      } finally {
        await service.stop()
      }
    })
}

const readable = ({ step, ok, ...detail }: Step): string =>
  `${ok ? '✓' : '✗'} ${step.padEnd(22)} ${Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join('  ')}`

async function walk(
  address: string,
  folder: string,
  tell: (step: { step: string; [detail: string]: unknown }) => void,
): Promise<void> {
  const enter = (login: string): Promise<HttpClient> =>
    signedIn(address, login, DEMO_ACCOUNTS.find((one) => one.login === login)!.password)

  const open = httpClient(address, null)
  const identity = await open.call('environment.identity', {})
  tell({ step: 'connect', address, environment: identity.nameEn, fingerprint: identity.fingerprint })

  const researcher = await enter('sato')
  tell({ step: 'sign-in', as: 'sato' })

  const { datasets } = await open.call('catalog.datasets', {})
  const { permits } = await researcher.call('permits.mine', {})
  const permit = permits[0]
  must(permit !== undefined && permit.state === 'in-force', 'the demonstration permit is in force')
  tell({ step: 'catalog', datasets: datasets.length, permit: permit!.id, tables: permit!.tables.length })

  const refusal = await researcher
    .call('queries.run', { permitId: permit!.id, sql: "SELECT * FROM read_csv('/etc/passwd')" })
    .then(
      () => null,
      (problem: unknown) => (problem instanceof Refused ? problem.problem.code : null),
    )
  must(refusal === 'function-not-permitted', `reading files is refused (${refusal})`)
  tell({ step: 'refuse-file-access', code: refusal })

  const query = await finished(
    researcher,
    await researcher.call('queries.run', { permitId: permit!.id, sql: DEMO_SQL, waitMs: 20_000 }),
  )
  must(query.state === 'done' && query.resultId !== null, `the query is done (${query.state})`)
  const resultId = query.resultId!
  const result = await researcher.call('results.view', { resultId })
  must(result.standing === 'aggregated', `each number's persons are measured (${result.standing})`)
  tell({
    step: 'query',
    state: query.state,
    rows: result.rowCount,
    maskedCells: result.maskedCells,
    elapsedMs: Math.round(query.elapsedMs),
  })

  const page = await researcher.call('results.page', { resultId })
  const picture = await researcher.call('results.picture', { resultId })
  must(picture.bytes[1] === 0x50, 'a picture of the page is drawn')
  tell({ step: 'look', arrowBytes: page.bytes.length, pictureBytes: picture.bytes.length })

  const previewed = async (method: ProtectionMethod) => {
    const items = [{ kind: 'table' as const, resultId, protection: { method } }]
    const [item] = (await researcher.call('outputs.preview', { items })).items
    if (item?.kind !== 'table') throw new Error('the preview holds no table')
    return item.table
  }
  const before = await previewed('none')
  must(before.findings.length > 0, 'the unprotected table has findings')
  tell({
    step: 'findings',
    count: before.findings.length,
    kinds: [...new Set(before.findings.map((finding) => finding.code))],
    rules: [...new Set(before.findings.flatMap(({ rule }) => rule ?? []))],
  })

  const after = await previewed('suppress')
  must(after.summary.primary > 0, 'protection hides what the rules say')
  must(
    after.findings.every((finding) => finding.severity !== 'blocking'),
    'nothing blocking is left after protection',
  )
  tell({ step: 'protect', ...after.summary, elapsedMs: Math.round(after.summary.elapsedMs) })

  const title = '年齢階級・重症度別の感染症届出患者数'
  const submitted = await researcher.call('outputs.submit', {
    title,
    items: [
      {
        kind: 'table',
        resultId,
        title,
        context: {
          what: '感染症発生届の患者数を年齢階級と重症度で集計した表です。',
          population: 'NDBに記録があり、発生届のある全員',
          variables: 'age_band: 年齢階級、severity: 重症度、persons: 実患者数',
          use: '論文の表1に用いる予定です。',
          audience: '論文の読者',
        },
        chart: { kind: 'bar', x: 'age_band', y: ['persons'], colour: 'severity' },
        protection: { method: 'suppress' },
      },
    ],
  })
  must(submitted.state === 'in-review', 'the output waits for review')
  tell({ step: 'submit', output: submitted.id, state: submitted.state })

  const exportEarly = await researcher
    .call('releases.download', { releaseId: submitted.id.replace('out_', 'rel_') as never })
    .then(
      () => null,
      (problem: unknown) => (problem instanceof Refused ? problem.problem.code : null),
    )
  must(exportEarly === 'release-not-found', 'nothing can be exported before it is cleared')
  const insider = await (await enter('mori'))
    .call('reviews.vote', { outputId: submitted.id, round: 1, decision: 'approve' })
    .then(
      () => null,
      (problem: unknown) => (problem instanceof Refused ? problem.problem.code : null),
    )
  must(insider === 'review-not-allowed', 'a reviewer of the same institution may not vote')
  tell({ step: 'refuse-insider', code: insider })

  for (const login of ['suzuki', 'takahashi']) {
    const reviewer = await enter(login)
    const desk = await reviewer.call('reviews.desk', { outputId: submitted.id })
    must(desk.votes.length === 0, 'no reviewer sees another’s vote before both are in')
    await openEverything(reviewer, submitted.id)
    const { output } = await reviewer.call('reviews.vote', {
      outputId: submitted.id,
      round: 1,
      decision: 'approve',
      comment: '最小集計単位と二次秘匿を確認しました。',
    })
    tell({ step: 'review', by: login, votes: output.votesIn, state: output.state })
  }

  const { outputs } = await researcher.call('outputs.list', {})
  const cleared = outputs.find(({ id }) => id === submitted.id)
  must(cleared?.state === 'released' && cleared.releaseId !== null, 'two approvals release the output')
  const { bytes } = await researcher.call('releases.download', { releaseId: cleared!.releaseId! })
  const publicKey = Uint8Array.from(Buffer.from(identity.publicKey, 'base64'))
  const verdict = await verifyPackage(bytes, publicKey)
  must(verdict.ok, 'the package verifies against the environment’s key')
  const release = join(folder, `${cleared!.releaseId}.zip`)
  writeFileSync(release, bytes)
  tell({ step: 'export', release, files: verdict.ok ? verdict.manifest.files.map((file) => file.path) : [] })

  const tampered = Uint8Array.from(bytes)
  tampered[Math.floor(tampered.length / 2)]! ^= 1
  const broken = await verifyPackage(tampered, publicKey)
  if (broken.ok) throw new Error('The demonstration went wrong: one flipped byte breaks the package.')
  tell({ step: 'refuse-tampered', code: broken.why })

  const audit = await (await enter('yamada')).call('audit.verify', {})
  must(audit.holds, 'the audit chain holds')
  tell({ step: 'audit', entries: audit.entries, holds: audit.holds })
  tell({ step: 'done', release })
}

type Query = Awaited<ReturnType<HttpClient['call']>> & { id: never; state: string }

async function finished<T extends { id: unknown; state: string }>(client: HttpClient, query: T): Promise<T> {
  let view: T = query
  while (view.state === 'queued' || view.state === 'running')
    view = (await client.call('queries.state', {
      queryId: view.id as Query['id'],
      waitMs: 20_000,
    })) as unknown as T
  return view
}
