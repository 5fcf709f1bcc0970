/**
 * The package described as RO-Crate 1.2 (https://w3id.org/ro/crate/1.2): what it is, what it was made from, by which
 * steps it was checked and by how many people it was cleared. Reviewers are counted, not named.
 */
import type { TableDetail } from '../../shared/contract/outputs.ts'
import { fileBeside } from '../../shared/model/item-names.ts'
import type { ApprovedOutput } from '../review/approved-output.ts'
import type { ReleaseMaker } from './seal.ts'

const CONTEXT = 'https://w3id.org/ro/crate/1.2/context'
const PROFILE = 'https://w3id.org/ro/crate/1.2'
/** The Five Safes RO-Crate profile, whose disclosure phase this describes. */
const FIVE_SAFES = 'https://w3id.org/5s-crate/0.4'

export interface CrateFile {
  path: string
  bytes: number
  sha256: string
  mediaType: string
  name: string
}

export function roCrateOf(output: ApprovedOutput, maker: ReleaseMaker, files: CrateFile[]): object {
  const { frozen, tables } = output
  const approvals = output.votes.filter((vote) => vote.decision === 'approve')
  return {
    '@context': CONTEXT,
    '@graph': [
      {
        '@id': 'ro-crate-metadata.json',
        '@type': 'CreativeWork',
        conformsTo: [{ '@id': PROFILE }, { '@id': FIVE_SAFES }],
        about: { '@id': './' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: frozen.title,
        description: whatOf(frozen),
        identifier: maker.releaseId,
        datePublished: maker.createdAt,
        license: {
          '@id': '#terms',
        },
        publisher: { '@id': '#environment' },
        hasPart: files.map((file) => ({ '@id': file.path })),
        mentions: [...tables.map(queryId), '#disclosure-check'].map((id) => ({ '@id': id })),
        sourceOrganization: { '@id': '#permit' },
      },
      {
        '@id': '#terms',
        '@type': 'CreativeWork',
        name: 'Terms of the permit under which this output was cleared',
        description: maker.permitTitleEn,
      },
      {
        '@id': '#environment',
        '@type': 'Organization',
        name: maker.environment.nameEn,
        alternateName: maker.environment.nameJa,
        identifier: maker.environment.fingerprint,
      },
      {
        '@id': '#permit',
        '@type': 'Project',
        name: maker.permitTitleEn,
        alternateName: maker.permitTitleJa,
        identifier: output.permitId,
      },
      ...tables.map((table) => ({
        '@id': queryId(table),
        '@type': 'CreateAction',
        name: `Query under the permit: ${table.title}`,
        instrument: { '@id': fileBeside(table.name, { stem: 'query', extension: 'sql' }) },
        object: { '@id': extractId(table) },
        result: files
          .filter((file) => file.path.startsWith(`data/${table.name}.`))
          .map((file) => ({ '@id': file.path })),
        actionStatus: 'http://schema.org/CompletedActionStatus',
      })),
      // Tables made from one state of the extract share it.
      ...[...new Map(tables.map((table) => [extractId(table), table])).values()].map((table) => ({
        '@id': extractId(table),
        '@type': 'Dataset',
        name: 'Extract of the permit (stays in the environment)',
        identifier: `sha256:${table.extractDigest}`,
      })),
      {
        '@id': '#disclosure-check',
        '@type': ['AssessAction', 'https://w3id.org/shp#DisclosureCheck'],
        name: 'Disclosure review',
        startTime: frozen.submittedAt,
        endTime: maker.createdAt,
        object: { '@id': './' },
        instrument: { '@id': 'checks.json' },
        description: `Cleared by ${new Set(approvals.map((vote) => vote.by)).size} independent reviewers who are not on the permit.`,
        actionStatus: 'http://schema.org/CompletedActionStatus',
      },
      ...files.map((file) => ({
        '@id': file.path,
        '@type': 'File',
        name: file.name,
        encodingFormat: file.mediaType,
        contentSize: String(file.bytes),
        sha256: file.sha256,
      })),
    ],
  }
}

const queryId = ({ name }: TableDetail): string => `#query-${name}`
const extractId = ({ extractDigest }: TableDetail): string => `#extract-${extractDigest.slice(0, 12)}`

/** What the package is about: the researcher's own words about each item. */
const whatOf = ({ items }: ApprovedOutput['frozen']): string =>
  items.map((item) => (item.kind === 'table' ? item.context.what : item.what)).join('\n')
