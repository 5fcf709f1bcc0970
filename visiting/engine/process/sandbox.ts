/**
 * The cage around a process of the engine. DuckDB's own locks are no sandbox: what is left open there is closed here.
 *
 * With bubblewrap: no network, no other processes in sight, no files but Node, the engine's code (read-only), the
 * extract (read-only) and one folder of its own; it dies with the service. Without it the process keeps a cleared
 * environment, its own working folder and the limits of `prlimit`, and /api/health says so.
 */
import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ChildSpec } from './child.ts'

export interface Sandbox {
  kind: 'bubblewrap' | 'process'
  detail: string
  bwrap: string | null
  prlimit: string | null
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
  ]
  const cwd = spec.folder ?? dirname(spec.script)
  const caged = spec.sandbox.bwrap === null ? node : [spec.sandbox.bwrap, ...bwrapArgs(spec), ...node]
  const limited = spec.sandbox.prlimit === null ? caged : [spec.sandbox.prlimit, ...limitArgs(spec), ...caged]
  const [command = '', ...args] = limited
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
  for (const path of [...systemLibraries(), ...codePaths(spec.script)]) args.push('--ro-bind', path, path)
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

/** The bundle, the packages it loads, and the package.json that says how to read it. */
function codePaths(script: string): string[] {
  const paths = [dirname(realpathSync(script))]
  const api = realpathSync(createRequire(script).resolve('@duckdb/node-api'))
  paths.push(api.slice(0, api.lastIndexOf(`${join('node_modules', '@duckdb')}`) + 'node_modules'.length))
  for (let folder = dirname(script); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) {
      paths.push(manifest)
      break
    }
  }
  return paths
}

/** Tries once what this machine offers, by starting Node inside. `script` is any bundled entry. */
export async function detectSandbox(script: string, wanted: 'auto' | 'process' = 'auto'): Promise<Sandbox> {
  const prlimit = found('prlimit')
  const limits = prlimit === null ? ' No prlimit: memory is held by the watchdog alone.' : ''
  const without = (reason: string): Sandbox => ({
    kind: 'process',
    detail: `${reason}: own process, cleared environment, own folder.${limits}`,
    bwrap: null,
    prlimit,
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
  }
  const spec = { script, sandbox: caged, folder: null, reads: [], heapMb: 64 }
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
