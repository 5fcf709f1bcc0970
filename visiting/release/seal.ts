/**
 * The door out. Seals an output that was cleared (and nothing else) into a signed package. It works from the protected
 * table of the frozen round; the values that were hidden never reach this room.
 */
import { createHash } from 'node:crypto'
import {
  MANIFEST_PATH,
  type ReleaseManifest,
  type ReleaseVerdict,
  SIGNATURE_PATH,
  verifyRelease,
} from '../../shared/model/release-manifest.ts'
import { readReleaseZip, writeReleaseZip } from '../../shared/model/release-zip.ts'
import { ApprovedOutput } from '../review/approved-output.ts'
import { type CrateFile, roCrateOf } from './ro-crate.ts'
import { type SigningKey, verifyEd25519 } from './signing-key.ts'
import { summaryOf } from './summary.ts'
import { arrowOf, csvOf } from './table-files.ts'

/** Names the environment and its key, so that a package can be checked for being whole without knowing whose it is. */
export const ENVIRONMENT_PATH = 'environment.json'

export interface ReleaseMaker {
  releaseId: ReleaseManifest['releaseId']
  createdAt: string
  permitTitleJa: string
  permitTitleEn: string
  environment: { nameJa: string; nameEn: string; fingerprint: string }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The bytes of the signed package. */
export function seal(output: ApprovedOutput, maker: ReleaseMaker, key: SigningKey): Uint8Array {
  if (!ApprovedOutput.is(output)) throw new Error('only an approved output can be released')
  const { frozen } = output
  const contents: { path: string; mediaType: string; name: string; bytes: Uint8Array }[] = [
    {
      path: 'data/table.csv',
      mediaType: 'text/csv',
      name: 'Cleared table (CSV)',
      bytes: encode(csvOf(frozen.table)),
    },
    {
      path: 'data/table.arrow',
      mediaType: 'application/vnd.apache.arrow.file',
      name: 'Cleared table (Arrow)',
      bytes: arrowOf(frozen.table),
    },
    { path: 'query.sql', mediaType: 'application/sql', name: 'The query', bytes: encode(`${frozen.sql}\n`) },
    {
      path: 'checks.json',
      mediaType: 'application/json',
      name: 'Findings, protection and decisions',
      bytes: encode(JSON.stringify(checksOf(output), null, 2)),
    },
    {
      path: 'SUMMARY.md',
      mediaType: 'text/markdown',
      name: 'Summary',
      bytes: encode(summaryOf(output, maker)),
    },
  ]
  contents.push({
    path: ENVIRONMENT_PATH,
    mediaType: 'application/json',
    name: 'The environment that cleared it, with its public key',
    bytes: encode(
      JSON.stringify(
        { ...maker.environment, publicKey: Buffer.from(key.publicKey).toString('base64') },
        null,
        2,
      ),
    ),
  })
  if (frozen.chart)
    contents.push({
      path: 'chart.json',
      mediaType: 'application/json',
      name: 'Chart specification over the cleared table',
      bytes: encode(JSON.stringify(frozen.chart, null, 2)),
    })
  const described: CrateFile[] = contents.map(({ path, mediaType, name, bytes }) => ({
    path,
    mediaType,
    name,
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
  }))
  const files = new Map(contents.map(({ path, bytes }) => [path, bytes]))
  files.set('ro-crate-metadata.json', encode(JSON.stringify(roCrateOf(output, maker, described), null, 2)))

  const manifest: ReleaseManifest = {
    format: 'visiting-release/1',
    releaseId: maker.releaseId,
    outputId: frozen.outputId as ReleaseManifest['outputId'],
    permitId: output.permitId as ReleaseManifest['permitId'],
    environment: maker.environment,
    createdAt: maker.createdAt,
    ruleEditions: frozen.table.ruleEditions,
    files: [...files]
      .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256Hex(bytes) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  const manifestBytes = encode(JSON.stringify(manifest, null, 2))
  files.set(MANIFEST_PATH, manifestBytes)
  files.set(SIGNATURE_PATH, encode(Buffer.from(key.sign(manifestBytes)).toString('base64')))
  return writeReleaseZip(files)
}

/**
 * What was checked and decided, without naming reviewers, repeating hidden values, or telling which hidden cells are
 * the small ones and which only protect them.
 */
function checksOf(output: ApprovedOutput): object {
  const { table, round } = output.frozen
  const { method, pattern, gap, primary, secondary, shown } = table.summary
  // Each kind once: how many cells a rule hid would tell how many of the hidden ones are small.
  const found = new Map(
    table.findings
      .filter(({ code }) => code !== 'secondary')
      .map(({ code, rule, edition, confirmed }) => [
        `${code} ${rule} ${edition}`,
        { code, rule, edition, confirmed },
      ]),
  )
  return {
    round,
    ruleEditions: table.ruleEditions,
    verified: table.verified,
    protection: { method, pattern, gap, shown, hidden: primary + secondary },
    findings: [...found.values()],
    hiddenCells: table.rows.flatMap((row, rowIndex) =>
      row.flatMap((cell, columnIndex) =>
        cell.status === 'shown'
          ? []
          : [{ row: rowIndex, column: table.columns[columnIndex]?.name, interval: cell.interval }],
      ),
    ),
    decisions: output.votes.map(({ decision, at, judgement }) => ({ decision, at, judgement })),
  }
}

/** Verifies a package's bytes against an environment's public key. */
export async function verifyPackage(zip: Uint8Array, publicKey: Uint8Array): Promise<ReleaseVerdict> {
  const read = readReleaseZip(zip)
  if (!read.ok) return { ok: false, why: read.why, path: read.path }
  return verifyRelease(read.entries, {
    publicKey,
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    verifyEd25519,
    decodeText: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  })
}
