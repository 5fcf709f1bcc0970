import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type ReleaseFault, wordsForReleaseFault } from '../../shared/model/release-faults.ts'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import { dataFolder, environmentKey, OperatorProblem, readDescription } from '../data-folder.ts'
import { formerKeysIn } from '../release/retired-keys.ts'
import { ENVIRONMENT_PATH, verifyPackage } from '../release/seal.ts'
import { fingerprintOfKey } from '../release/signing-key.ts'
import { keysStore } from '../storage/keys-store.ts'
import { operating } from './operating.ts'
import type { Output } from './output.ts'
import { unreadableFile } from './unreadable-file.ts'

/** `release verify FILE`: whether a package is whole and signed. Exit status 1 when it is not. */
export function registerReleaseCommands(program: Command, output: Output): void {
  const release = program.command('release').description('cleared packages / 審査を通ったパッケージ')
  release
    .command('verify')
    .description('verify a package / パッケージを検証する')
    .argument('<file>', 'the .zip file / zipファイル')
    .option(
      '--data <dir>',
      'accept only packages of the environment in this folder / この環境のものだけを受け入れる',
    )
    .option('--fingerprint <text>', 'accept only this key fingerprint / この鍵の指紋だけを受け入れる')
    .option('--json', 'print JSON / JSONで出力する')
    .action(async (file: string, options: { data?: string; fingerprint?: string; json?: boolean }) => {
      const bytes = read(file)
      const inside = options.data === undefined ? keyInside(bytes) : null
      const { publicKey, formerKeys } =
        options.data === undefined
          ? { publicKey: inside?.ok ? inside.publicKey : null, formerKeys: [] }
          : await keysOfFolder(options.data)
      const fingerprint = publicKey ? fingerprintOfKey(publicKey) : null
      const verdict = inside?.ok === false ? inside : await verifyPackage(bytes, publicKey!, { formerKeys })
      const plain = (text: string) => text.replace(/\s/g, '').toLowerCase()
      const expected = options.fingerprint === undefined ? null : plain(options.fingerprint)
      const ours = expected === null || (fingerprint !== null && plain(fingerprint) === expected)
      const ok = verdict.ok && ours
      const fault = verdict.ok ? { why: 'environment-differs' as const, path: fingerprint ?? '' } : verdict
      if (options.json)
        output.line(
          JSON.stringify(
            verdict.ok && ok
              ? {
                  ok,
                  releaseId: verdict.manifest.releaseId,
                  files: verdict.manifest.files.length,
                  fingerprint,
                }
              : { ok: false, why: fault.why, path: fault.path, fingerprint },
          ),
        )
      else if (verdict.ok && ok) {
        output.line(
          `正しいパッケージです: ${verdict.manifest.releaseId}（${verdict.manifest.files.length} ファイル）`,
        )
        output.line(
          `The package is whole and signed: ${verdict.manifest.releaseId} (${verdict.manifest.files.length} files)`,
        )
        output.line(`  鍵の指紋 / key fingerprint: ${fingerprint}`)
        if (options.data === undefined && expected === null)
          output.line(
            '  接続画面に表示される指紋と見比べてください。 / Compare it with the one your connect screen shows.',
          )
      } else {
        output.line(`受け入れられません: ${wordsForReleaseFault(fault, 'ja')}`)
        output.line(`Not acceptable: ${wordsForReleaseFault(fault, 'en')}`)
      }
      if (!ok) process.exitCode = 1
    })
}

function read(file: string): Uint8Array {
  try {
    return Uint8Array.from(readFileSync(file))
  } catch (problem) {
    throw unreadableFile(file, problem)
  }
}

/** The key a package names as its environment's: enough to see that it is whole, not whose it is. */
function keyInside(zip: Uint8Array): { ok: true; publicKey: Uint8Array } | ({ ok: false } & ReleaseFault) {
  const read = readReleaseZip(zip)
  if (!read.ok) return read
  const missing = { ok: false, why: 'manifest-missing', path: ENVIRONMENT_PATH } as const
  const content = read.entries.get(ENVIRONMENT_PATH)
  if (!content) return missing
  try {
    const { publicKey } = JSON.parse(new TextDecoder().decode(content)) as { publicKey: string }
    const key = Uint8Array.from(Buffer.from(publicKey, 'base64'))
    return key.length === 32 ? { ok: true, publicKey: key } : missing
  } catch {
    return missing
  }
}

/** The environment's key, and those that handed over to it. */
async function keysOfFolder(data: string) {
  const folder = dataFolder(data)
  if (!readDescription(folder))
    throw new OperatorProblem(
      `There is no environment in ${folder.root}.`,
      `${folder.root} に環境がありません。`,
    )
  return operating(data, async ({ records }) => ({
    publicKey: environmentKey(folder, await records.headKey()).publicKey,
    formerKeys: formerKeysIn(await keysStore(records).listRetired()),
  }))
}
