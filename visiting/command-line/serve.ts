/** `serve`: runs the environment until it is told to stop. */
import { existsSync, rmSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import pino from 'pino'
import {
  dataFolder,
  lockFolder,
  OperatorProblem,
  prepareFolder,
  readDescription,
  tellAddress,
} from '../data-folder.ts'
import { DEMO_ACCOUNTS } from '../demonstration.ts'
import type { Environment } from '../environment.ts'
import { openRecords } from '../open-records.ts'
import { PROJECT } from '../resources.ts'
import { incomingFolder } from '../sources/layout.ts'
import { roleWords } from './account-words.ts'
import { completeDemonstration } from './complete-demonstration.ts'
import { initEnvironment } from './init.ts'
import { type Output, progressLine } from './output.ts'

interface ServeOptions {
  data: string
  port: string
  host: string
  demo?: boolean
  browser?: Browser
  proxy?: string
  json?: boolean
  logLevel: string
}

/** What a browser gets: nothing, the public rooms and applications, or the whole workbench. */
const BROWSER = ['none', 'portal', 'workbench'] as const
type Browser = (typeof BROWSER)[number]

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** Adds the command to `program`. */
export function registerServe(program: Command, output: Output): void {
  program
    .command('serve')
    .description('run the environment / 環境を起動する')
    .requiredOption('--data <dir>', 'data folder / データフォルダー')
    .option('--port <n>', 'port, 0 for any free one / ポート番号', '8640')
    .option('--host <address>', 'address to listen on / 待ち受けるアドレス', '127.0.0.1')
    .option('--demo', 'make the demonstration first if the folder is empty / 空ならデモ環境を作る')
    .addOption(
      new Option(
        '--browser <what>',
        'what to serve to browsers; a demonstration: workbench, else none / ブラウザーに開く範囲',
      ).choices(BROWSER),
    )
    .option(
      '--proxy <addresses>',
      'TLS proxy in front, whose word for the caller is taken: loopback, or addresses with commas / 前段のTLSプロキシー',
    )
    .option('--json', 'print one JSON line when ready / 準備ができたらJSONを1行出力する')
    .option('--log-level <level>', 'trace, debug, info, warn, error, silent', 'info')
    .action((options: ServeOptions) => serve(options, output))
}

async function serve(options: ServeOptions, output: Output): Promise<void> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new OperatorProblem(
      `--port ${options.port} is not a port number (0–65535).`,
      `--port ${options.port} はポート番号（0～65535）ではありません。`,
    )
  const proxies = proxiesOf(options.proxy)
  // Whatever the service writes is for its own user alone.
  process.umask(0o077)
  const folder = dataFolder(options.data)
  prepareFolder(folder)
  const unlock = lockFolder(folder)
  try {
    // Rows an import left when it was killed. None is running: it would hold the folder.
    rmSync(incomingFolder(folder.store), { recursive: true, force: true })
    if (!readDescription(folder)) {
      if (!options.demo)
        throw new OperatorProblem(
          `There is no environment in ${folder.root}. Make one with: npm run visiting -- init --data ${options.data}`,
          `${folder.root} に環境がありません。npm run visiting -- init --data ${options.data} で作成してください。`,
        )
      output.note('デモ環境を作成しています（初回のみ）… / Making the demonstration (the first time only) …')
      await initEnvironment({ folder, persons: 20_000, seed: 2026, own: null }, progressLine(output))
    }
    const description = readDescription(folder)!
    if (description.demonstration && !isLoopback(options.host))
      throw new OperatorProblem(
        `A demonstration has known passwords and listens on loopback only, not on ${options.host}.`,
        `デモ環境はパスワードが公開されているため、${options.host} では待ち受けできません（ループバックのみ）。`,
      )
    if (description.demonstration && proxies.length > 0)
      throw new OperatorProblem(
        'A demonstration answers on its own machine only and takes no --proxy.',
        'デモ環境はこのマシンだけで使うもので、--proxy は指定できません。',
      )
    if (description.demonstration) {
      const records = await openRecords(folder)
      await completeDemonstration(records).finally(() => records.close())
    }
    const log = pino({ level: options.logLevel }, pino.destination(2))
    const portal = join(PROJECT, 'out', 'renderer')
    const browser = options.browser ?? (description.demonstration ? 'workbench' : 'none')
    if (browser !== 'none' && !existsSync(portal))
      output.note(
        `${portal} がないため、ブラウザーには開きません。npm run build で作成してください。 / No pages for browsers: ${portal} is missing; npm run build makes it.`,
      )
    // Loaded here: no other command needs the service, and loading it takes longer than most of them.
    const { openEnvironment } = await import('../environment.ts')
    const environment = await openEnvironment({
      folder,
      log,
      portal: browser !== 'none' && existsSync(portal) ? portal : null,
      workbenchInBrowser: browser === 'workbench',
      proxies,
    })
    const address = await listen(environment, options.host, port)
    tellAddress(folder, address)
    const { kind, detail } = environment.sandbox
    log.info({ sandbox: kind, detail }, 'workers')
    if (kind !== 'bubblewrap')
      output.note(
        `ワーカーは bubblewrap で隔離されていません。 / Workers are not kept in bubblewrap: ${detail}`,
      )
    const stop = async (signal: string) => {
      log.info({ signal }, 'stopping')
      await environment.close().catch((err) => log.error({ err }, 'stopping'))
      unlock()
      process.exit(0)
    }
    process.once('SIGINT', () => void stop('SIGINT'))
    process.once('SIGTERM', () => void stop('SIGTERM'))
    if (options.json)
      output.line(
        JSON.stringify({ address, nameJa: description.nameJa, nameEn: description.nameEn, pid: process.pid }),
      )
    else announce(output, address, description)
  } catch (problem) {
    unlock()
    throw problem
  }
}

/** Addresses or blocks of addresses; `loopback` for a proxy on the same machine. */
function proxiesOf(given: string | undefined): string[] {
  if (given === undefined) return []
  const proxies = given.split(',').map((one) => one.trim())
  const isBlock = (one: string): boolean => {
    const [address, bits, ...more] = one.split('/')
    const most = { 4: 32, 6: 128 }[isIP(address ?? '')]
    if (most === undefined || more.length > 0) return false
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= most)
  }
  const wrong = proxies.find((one) => one !== 'loopback' && !isBlock(one))
  if (wrong === undefined) return proxies
  throw new OperatorProblem(
    `--proxy “${wrong}” is no address: write loopback, 192.0.2.10 or 192.0.2.0/24.`,
    `--proxy「${wrong}」はアドレスではありません。loopback、192.0.2.10、192.0.2.0/24 のように書いてください。`,
  )
}

async function listen(environment: Environment, host: string, port: number): Promise<string> {
  try {
    return await environment.server.listen({ host, port })
  } catch (problem) {
    const code = (problem as NodeJS.ErrnoException).code
    await environment.close()
    if (code === 'EADDRINUSE')
      throw new OperatorProblem(
        `Port ${port} on ${host} is in use. Choose another with --port, or --port 0 for any free one.`,
        `${host} のポート ${port} は使用中です。--port で別の番号を、または --port 0 で空いている番号を使ってください。`,
      )
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new OperatorProblem(
        `Cannot listen on ${host}:${port} (${code}). Choose another address or port.`,
        `${host}:${port} で待ち受けできません（${code}）。別のアドレスかポートを指定してください。`,
      )
    throw problem
  }
}

function announce(
  output: Output,
  address: string,
  description: { nameJa: string; nameEn: string; demonstration: boolean },
) {
  output.line(`${description.nameJa} / ${description.nameEn}`)
  output.line(`  ${address}`)
  if (!description.demonstration) return
  output.line('')
  output.line('  デモ利用者 / demo people:')
  for (const { login, password, nameJa, nameEn, roles } of DEMO_ACCOUNTS)
    output.line(`    ${login.padEnd(10)} ${password.padEnd(22)} ${roleWords(roles)}  ${nameJa} / ${nameEn}`)
}
