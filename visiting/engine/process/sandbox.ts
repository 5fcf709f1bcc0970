/**
 * The cage around a process of the engine. DuckDB's own locks are no sandbox: what is left open there is closed here.
 *
 * With bubblewrap: no network, no other processes in sight, no files but Node, the engine's code (read-only), the
 * extract (read-only) and one folder of its own; it dies with the service. Without it the process keeps a cleared
 * environment, its own working folder and the limits of `prlimit`, where the service runs as root also a user of its
 * own (./own-user.ts), and /api/health says what holds and what does not.
 */
import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ChildSpec } from './child.ts'
import { isReachable, userOf } from './own-user.ts'

export interface Sandbox {
  kind: 'bubblewrap' | 'process'
  detail: string
  bwrap: string | null
  prlimit: string | null
  /** Keeps programs that run as another user from doing so; beside `ownUserIn`. */
  setpriv: string | null
  /**
   * The environment's folder where each session's worker gives up root for a user of its own; null where it stays the
   * service's user, or bubblewrap keeps it.
   */
  ownUserIn: string | null
}

/** Where a sandboxed process finds what is outside of it: the same paths, so that messages need no translation. */
export function sandboxed(spec: ChildSpec): { command: string; args: string[]; cwd: string } {
  const node = [
    realpathSync(process.execPath),
    `--max-old-space-size=${spec.heapMb}`,
    // Young generations of three semi-spaces: small, so that an idle worker stays small.
    '--max-semi-space-size=8',
    '--expose-gc',
    spec.script,
    ...(spec.sandbox.ownUserIn !== null && spec.untrusted ? [`--become=${userOf(spec.folder)}`] : []),
  ]
  const cwd = spec.folder ?? dirname(spec.script)
  const caged = spec.sandbox.bwrap === null ? node : [spec.sandbox.bwrap, ...bwrapArgs(spec), ...node]
  const limited = spec.sandbox.prlimit === null ? caged : [spec.sandbox.prlimit, ...limitArgs(spec), ...caged]
  const { setpriv } = spec.sandbox
  const [command = '', ...args] = setpriv === null ? limited : [setpriv, '--no-new-privs', '--', ...limited]
  return { command, args, cwd }
}

function limitArgs({ limits }: ChildSpec): string[] {
  return [
    `--data=${Math.ceil(limits.dataBytes)}`,
    `--fsize=${Math.ceil(limits.fileBytes)}`,
    '--core=0',
    '--nofile=512',
  ]
}

function bwrapArgs(spec: ChildSpec): string[] {
  const args = ['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL']
  args.push('--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp')
  // Root without any capability may still write the kernel's settings, by owning them: core_pattern runs programs.
  args.push('--tmpfs', '/proc/sys', '--remount-ro', '/proc/sys')
  for (const path of systemLibraries()) args.push('--ro-bind', path, path)
  for (const { from, at } of code(spec.script)) args.push('--ro-bind', from, at)
  for (const path of spec.reads) args.push('--ro-bind', path, path)
  if (spec.folder !== null) args.push('--bind', spec.folder, spec.folder, '--chdir', spec.folder)
  else args.push('--chdir', dirname(spec.script))
  args.push('--remount-ro', '/', '--')
  return args
}

const systemLibraries = (): string[] =>
  ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/etc/ld.so.cache', realpathSync(process.execPath)].filter(
    existsSync,
  )

/**
 * The bundle, the packages it loads, and the package.json that says how to read it; each where it lies and where Node
 * looks for it, because the folder of packages may be a link to somewhere else.
 */
function code(script: string): { from: string; at: string }[] {
  const bundle = dirname(realpathSync(script))
  const nearest = (name: string): string | null => {
    for (let folder = bundle; folder !== dirname(folder); folder = dirname(folder))
      if (existsSync(join(folder, name))) return folder
    return null
  }
  const binds = [same(bundle)]
  const above = nearest(join('node_modules', '@duckdb', 'node-bindings'))
  if (above === null) throw new Error('DuckDB is not installed beside the engine: run npm ci')
  const packages = join(above, 'node_modules')
  binds.push({ from: realpathSync(packages), at: packages })
  const manifest = nearest('package.json')
  if (manifest !== null) binds.push(same(join(manifest, 'package.json')))
  return binds
}

const same = (path: string) => ({ from: path, at: path })

/**
 * Tries once what this machine offers, by starting Node inside. `script` is any bundled entry; `folder` the one that
 * holds all workspaces.
 */
export async function detectSandbox(
  script: string,
  { wanted = 'auto', folder = null }: { wanted?: 'auto' | 'process'; folder?: string | null } = {},
): Promise<Sandbox> {
  const prlimit = found('prlimit')
  const limits = prlimit === null ? ' No prlimit: memory is held by the watchdog alone.' : ''
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const ownUserIn = isRoot && folder !== null && isReachable(folder) ? folder : null
  const user =
    ownUserIn !== null
      ? 'own user without rights to the environment’s files. Not shut off: network, other processes in sight.'
      : 'the service’s own user. Not shut off: network, other processes, files of the service.'
  const without = (reason: string): Sandbox => ({
    kind: 'process',
    detail: `${reason}: own process, cleared environment, own folder, ${user}${limits}`,
    bwrap: null,
    prlimit,
    setpriv: ownUserIn === null ? null : found('setpriv'),
    ownUserIn,
  })
  if (wanted === 'process') return without('bubblewrap is switched off')
  if (process.platform !== 'linux') return without(`no bubblewrap on ${process.platform}`)
  const bwrap = found('bwrap')
  if (bwrap === null) return without('bubblewrap is not installed')
  const caged: Sandbox = {
    kind: 'bubblewrap',
    detail: `no network, read-only files but its own folder, cleared environment.${limits}`,
    bwrap,
    prlimit,
    setpriv: null,
    ownUserIn: null,
  }
  const spec = { script, sandbox: caged, folder: null, reads: [], heapMb: 64, untrusted: true }
  const probe = bwrapArgs({ ...spec, limits: { dataBytes: 0, fileBytes: 0 } })
  const works = await new Promise<boolean>((resolve) => {
    execFile(
      bwrap,
      [...probe, realpathSync(process.execPath), '-e', 'process.exit(42)'],
      { env: {}, timeout: 10_000 },
      (error) => resolve(error?.code === 42),
    )
  })
  return works ? caged : without('bubblewrap is installed, but the kernel does not allow it here')
}

const found = (program: string): string | null =>
  ['/usr/bin', '/usr/local/bin', '/bin', '/usr/sbin']
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path)) ?? null
