/**
 * A user of its own for a process that bubblewrap does not keep: where the service runs as root, a worker opens its
 * files, gives up root for good, and only then reads a researcher's words. The extract it holds open and could not open
 * again; of the environment's folder it can walk the way to its own workspace, and read nothing else.
 */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { chmod, chown, readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

/** Beyond what systems give to people, services and containers. */
const FIRST = 2_100_000_000
const MANY = 40_000_000

/** The same folder always has the same user; the parsers, which have none, share one. */
export const userOf = (folder: string | null): number =>
  folder === null ? FIRST : FIRST + 1 + (createHash('sha256').update(folder).digest().readUInt32BE() % MANY)

/** The user a started process was told to become; null where it stays who it is. */
export function userToBecome(argv: readonly string[] = process.argv): number | null {
  const told = argv.find((one) => one.startsWith('--become='))
  return told === undefined ? null : Number(told.slice('--become='.length))
}

/** Gives a folder and all in it to a user. Links are given, never what they point at. */
export async function giveFolder(folder: string, uid: number): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await giveFolder(path, uid)
    else if (entry.isFile()) await chown(path, uid, uid)
  }
  await chown(folder, uid, uid)
}

/** Whether another user can come as far as this folder at all. */
export function isReachable(folder: string): boolean {
  for (let at = dirname(resolve(folder)); ; at = dirname(at)) {
    if ((statSync(at, { throwIfNoEntry: false })?.mode ?? 0) % 2 === 0) return false
    if (at === dirname(at)) return true
  }
}

/** Lets others pass through the folders from `root` to `folder`, that one excepted; none of them can be listed. */
export async function openWay(root: string, folder: string): Promise<void> {
  const parts = relative(root, dirname(folder)).split('/')
  if (parts[0] === '..') throw new Error('a workspace lies outside of the environment’s folder')
  for (let at = root, next = 0; next <= parts.length; next++) {
    await chmod(at, 0o711)
    at = join(at, parts[next] ?? '')
  }
}

/** Becomes the user, with no group beside; ends the process where that does not hold. */
export function becomeUser(uid: number): void {
  try {
    process.setgroups?.([])
    process.setgid?.(uid)
    process.setuid?.(uid)
    if (process.getuid?.() === uid && process.getgid?.() === uid && !canBeRootAgain()) return
  } catch {
    // As below.
  }
  process.exit(1)
}

function canBeRootAgain(): boolean {
  try {
    process.setuid?.(0)
    return true
  } catch {
    return false
  }
}
