/**
 * The door out. Seals an output that was cleared (and nothing else) into a signed package. It works from the protected
 * table of the frozen round; the values that were hidden never reach this room.
 */

import { createHash } from 'node:crypto'
import type { TableDetail, TextDetail } from '../../shared/contract/outputs.ts'
import type { Finding } from '../../shared/model/findings.ts'
import { fileBeside } from '../../shared/model/item-names.ts'
import { PLAIN_TABLE } from '../../shared/model/output-form.ts'
import {
  MANIFEST_PATH,
  type ReleaseManifest,
  type ReleaseVerdict,
  SIGNATURE_PATH,
  verifyRelease,
} from '../../shared/model/release-manifest.ts'
import { readReleaseZip, writeReleaseZip } from '../../shared/model/release-zip.ts'
import { TEXT_FILES } from '../../shared/model/text-format.ts'
import { ApprovedOutput } from '../review/approved-output.ts'
import { acroResultsOf } from './acro-results.ts'
import { type CrateFile, roCrateOf } from './ro-crate.ts'
import { base64Of, type SigningKey, verifyEd25519 } from './signing-key.ts'
import { summaryOf } from './summary.ts'
import { arrowOf, csvOf } from './table-files.ts'
import { workflowFiles } from './workflow-crate.ts'

/** Beside the crate, where ACRO and its viewer look for it. */
const ACRO_PATH = 'results.json'

/** Names the environment and its key, so that a package can be checked for being whole without knowing whose it is. */
export const ENVIRONMENT_PATH = 'environment.json'

export interface ReleaseMaker {
  releaseId: ReleaseManifest['releaseId']
  createdAt: string
  permit: { titleJa: string; titleEn: string }
  environment: { nameJa: string; nameEn: string; fingerprint: string; version: string }
  /** Who submitted it. */
  researcher: { nameJa: string; nameEn: string; institutionJa: string; institutionEn: string }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The bytes of the signed package. */
export function seal(output: ApprovedOutput, maker: ReleaseMaker, key: SigningKey): Uint8Array {
  if (!ApprovedOutput.is(output)) throw new Error('only an approved output can be released')
  const { frozen } = output
  const { version: _version, ...identity } = maker.environment
  const contents: Content[] = [
    ...frozen.items.flatMap((item) => (item.kind === 'table' ? filesOfTable(item) : [fileOfText(item)])),
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
  for (const [path, text] of workflowFiles(output, maker.createdAt))
    contents.push({
      path,
      mediaType: path.endsWith('.sql') ? 'application/sql' : 'application/ld+json',
      name: path.endsWith('.sql') ? 'A query, as part of the workflow' : 'The queries as a Workflow RO-Crate',
      bytes: encode(text),
    })
  contents.push({
    path: ACRO_PATH,
    mediaType: 'application/json',
    name: 'The checks in the form of ACRO 1.0',
    bytes: encode(
      JSON.stringify(
        acroResultsOf(
          output,
          contents.map(({ path }) => path),
        ),
        null,
        2,
      ),
    ),
  })
  contents.push({
    path: ENVIRONMENT_PATH,
    mediaType: 'application/json',
    name: 'The environment that cleared it, with its public key',
    bytes: encode(JSON.stringify({ ...identity, publicKey: base64Of(key) }, null, 2)),
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
    environment: identity,
    createdAt: maker.createdAt,
    ruleEditions: ruleEditionsOf(output),
    files: [...files]
      .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256Hex(bytes) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  const manifestBytes = encode(JSON.stringify(manifest, null, 2))
  files.set(MANIFEST_PATH, manifestBytes)
  files.set(SIGNATURE_PATH, encode(Buffer.from(key.sign(manifestBytes)).toString('base64')))
  return writeReleaseZip(files)
}

type ClearedTable = ApprovedOutput['tables'][number]

interface Content {
  path: string
  mediaType: string
  name: string
  bytes: Uint8Array
}

function filesOfTable({ name, title, table, sql, chart, drawn }: ClearedTable): Content[] {
  const files: Content[] = [
    {
      path: `data/${name}.csv`,
      mediaType: 'text/csv',
      name: `Cleared table (CSV): ${title}`,
      bytes: encode(csvOf(table)),
    },
    {
      path: `data/${name}.arrow`,
      mediaType: 'application/vnd.apache.arrow.file',
      name: `Cleared table (Arrow): ${title}`,
      bytes: arrowOf(table),
    },
    {
      path: fileBeside(name, { stem: 'query', extension: 'sql' }),
      mediaType: 'application/sql',
      name: `The query of: ${title}`,
      bytes: encode(`${sql}\n`),
    },
  ]
  if (chart)
    files.push({
      path: fileBeside(name, { stem: 'chart', extension: 'json' }),
      mediaType: 'application/json',
      name: `Chart specification over the cleared table: ${title}`,
      bytes: encode(JSON.stringify(chart, null, 2)),
    })
  if (drawn)
    files.push(
      {
        path: `figures/${fileBeside(name, { stem: 'figure', extension: 'svg' })}`,
        mediaType: 'image/svg+xml',
        name: `Figure (SVG): ${title}`,
        bytes: encode(drawn.svg),
      },
      {
        path: `figures/${fileBeside(name, { stem: 'figure', extension: 'png' })}`,
        mediaType: 'image/png',
        name: `Figure (PNG): ${title}`,
        bytes: Uint8Array.from(Buffer.from(drawn.png, 'base64')),
      },
    )
  return files
}

function fileOfText({ name, title, format, text }: TextDetail): Content {
  const { extension, mediaType } = TEXT_FILES[format]
  return { path: `notes/${name}.${extension}`, mediaType, name: title, bytes: encode(text) }
}

/** The editions that judged any of the tables, each once. */
export function ruleEditionsOf({ tables }: ApprovedOutput): ReleaseManifest['ruleEditions'] {
  const editions = tables.flatMap(({ table }) => table.ruleEditions)
  return [...new Map(editions.map((one) => [`${one.set} ${one.edition}`, one])).values()]
}

/**
 * What was checked and decided, without naming reviewers, repeating hidden values, or telling which hidden cells are
 * the small ones and which only protect them.
 */
function checksOf(output: ApprovedOutput): object {
  const { frozen } = output
  return {
    round: frozen.round,
    ruleEditions: ruleEditionsOf(output),
    items: frozen.items.map((item) => (item.kind === 'table' ? tableChecks(item) : textChecks(item))),
    course: output.course,
    decisions: output.votes.map(({ decision, at, judgement }) => ({ decision, at, judgement })),
  }
}

function tableChecks(item: TableDetail): object {
  const { name, kind, title, table, protection, form = PLAIN_TABLE, report = null, statbarns = [] } = item
  const { pattern, gap, primary, secondary, shown } = table.summary
  return {
    name,
    kind,
    title,
    /** What it is besides a table, what its checks measured, and the classes of output it belongs to. */
    form,
    report,
    statbarns,
    verified: table.verified,
    protection: { ...protection, pattern, gap, shown, hidden: primary + secondary },
    findings: eachOnce(table.findings.filter(({ code }) => code !== 'secondary')),
    hiddenCells: table.rows.flatMap((row, rowIndex) =>
      row.flatMap((cell, columnIndex) =>
        cell.status === 'shown'
          ? []
          : [{ row: rowIndex, column: table.columns[columnIndex]?.name, interval: cell.interval }],
      ),
    ),
  }
}

const textChecks = ({ name, kind, title, findings }: TextDetail): object => ({
  name,
  kind,
  title,
  findings: eachOnce(findings),
})

/** Each kind once: how many cells a rule hid would tell how many of the hidden ones are small. */
const eachOnce = (findings: readonly Finding[]): object[] => [
  ...new Map(
    findings.map(({ code, rule, edition, confirmed }) => [
      `${code} ${rule} ${edition}`,
      { code, rule, edition, confirmed },
    ]),
  ).values(),
]

/** Verifies a package's bytes against an environment's public key, and keys it had before. */
export async function verifyPackage(
  zip: Uint8Array,
  publicKey: Uint8Array,
  { formerKeys = [] }: { formerKeys?: readonly { publicKey: Uint8Array; until: string }[] } = {},
): Promise<ReleaseVerdict> {
  const read = readReleaseZip(zip)
  if (!read.ok) return { ok: false, why: read.why, path: read.path }
  return verifyRelease(read.entries, {
    publicKey,
    formerKeys,
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    verifyEd25519,
    decodeText: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  })
}
