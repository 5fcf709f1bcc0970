/**
 * The package described as RO-Crate 1.2 (https://w3id.org/ro/crate/1.2) after the Five Safes profile 0.4
 * (https://w3id.org/5s-crate/0.4): who asked for what under which permit, what was run, how it was checked and by how
 * many people it was cleared. Reviewers are counted, not named.
 *
 * Not followed: the BagIt folder around the crate, which the profile recommends. The signed manifest does its work.
 */
import type { TableDetail } from '../../shared/contract/outputs.ts'
import { fileBeside } from '../../shared/model/item-names.ts'
import type { ApprovedOutput } from '../review/approved-output.ts'
import { clearedInWords } from './cleared-in-words.ts'
import type { ReleaseMaker } from './seal.ts'
import { WORKFLOW_FOLDER, WORKFLOW_PROFILE } from './workflow-crate.ts'

const CONTEXT = 'https://w3id.org/ro/crate/1.2/context'
const RO_CRATE = 'https://w3id.org/ro/crate/1.2'
const FIVE_SAFES = 'https://w3id.org/5s-crate/0.4'
const COMPLETED = 'http://schema.org/CompletedActionStatus'
const SHP = 'https://w3id.org/shp#'

export interface CrateFile {
  path: string
  bytes: number
  sha256: string
  mediaType: string
  name: string
}

type Entity = Record<string, unknown> & { '@id': string }
const ref = (id: string) => ({ '@id': id })

/** The object of `ro-crate-metadata.json`. `files` are those of the package with their digests. */
export function roCrateOf(output: ApprovedOutput, maker: ReleaseMaker, files: CrateFile[]): object {
  const { frozen, tables } = output
  const actions = [...tables.map((table) => queryAction(table, files)), ...checks(output, maker)]
  const nested = files.filter(({ path }) => path.startsWith(WORKFLOW_FOLDER))
  const own = files.filter((file) => !nested.includes(file))
  const graph: Entity[] = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: ref(RO_CRATE),
      about: ref('./'),
    },
    {
      '@id': './',
      '@type': 'Dataset',
      conformsTo: ref(FIVE_SAFES),
      name: frozen.title,
      description: whatOf(frozen),
      identifier: maker.releaseId,
      datePublished: maker.createdAt,
      license: ref('#terms'),
      publisher: ref('#environment'),
      author: ref('#researcher'),
      sourceOrganization: ref('#permit'),
      mainEntity: ref(WORKFLOW_FOLDER),
      hasPart: [...own.map(({ path }) => ref(path)), ref(WORKFLOW_FOLDER)],
      mentions: actions.filter(isAction).map((action) => ref(action['@id'])),
    },
    {
      '@id': FIVE_SAFES,
      '@type': ['CreativeWork', 'Profile'],
      name: 'Five Safes RO-Crate profile',
      version: '0.4',
    },
    {
      '@id': WORKFLOW_FOLDER,
      '@type': 'Dataset',
      name: 'The queries as a Workflow RO-Crate',
      conformsTo: ref(WORKFLOW_PROFILE),
      hasPart: nested.map(({ path }) => ref(path)),
    },
    ...people(output, maker),
    ...actions,
    // Tables made from one state of the extract share it.
    ...[...new Map(tables.map((table) => [extractId(table), table])).values()].map((table) => ({
      '@id': extractId(table),
      '@type': 'Dataset',
      name: 'Extract of the permit (stays in the environment)',
      identifier: `sha256:${table.extractDigest}`,
    })),
    ...files.map((file) => ({
      '@id': file.path,
      '@type': 'File',
      name: file.name,
      encodingFormat: file.mediaType,
      contentSize: String(file.bytes),
      sha256: file.sha256,
    })),
  ]
  return { '@context': CONTEXT, '@graph': graph }
}

function people({ permitId }: ApprovedOutput, { environment, permit, researcher }: ReleaseMaker): Entity[] {
  return [
    {
      '@id': '#terms',
      '@type': 'CreativeWork',
      name: 'Terms of the permit under which this output was cleared',
      description: permit.titleEn,
    },
    {
      '@id': '#environment',
      '@type': 'Organization',
      name: environment.nameEn,
      alternateName: environment.nameJa,
      identifier: environment.fingerprint,
    },
    {
      '@id': '#service',
      '@type': 'SoftwareApplication',
      name: 'Visiting environment',
      version: environment.version,
      provider: ref('#environment'),
    },
    {
      '@id': '#permit',
      '@type': 'Project',
      name: permit.titleEn,
      alternateName: permit.titleJa,
      identifier: ref('#permit-id'),
      member: ref('#institution'),
    },
    { '@id': '#permit-id', '@type': 'PropertyValue', name: 'permit', value: permitId },
    {
      '@id': '#researcher',
      '@type': 'Person',
      name: researcher.nameEn,
      alternateName: researcher.nameJa,
      affiliation: ref('#institution'),
      memberOf: [ref('#permit')],
    },
    {
      '@id': '#institution',
      '@type': 'Organization',
      name: researcher.institutionEn,
      alternateName: researcher.institutionJa,
    },
  ]
}

const queryAction = (table: TableDetail, files: readonly CrateFile[]): Entity => ({
  '@id': `#query-${table.name}`,
  '@type': 'CreateAction',
  name: `Query under the permit: ${table.title}`,
  agent: ref('#researcher'),
  instrument: ref(WORKFLOW_FOLDER),
  // Which of the workflow's queries it was, and what it was run on.
  object: [ref(fileBeside(table.name, { stem: 'query', extension: 'sql' })), ref(extractId(table))],
  result: files.filter(({ path }) => belongsTo(path, table)).map(({ path }) => ref(path)),
  actionStatus: COMPLETED,
})

/** The sign-off before anything ran, the environment's checks, each reviewer's decision, and the digests. */
function checks(output: ApprovedOutput, maker: ReleaseMaker): Entity[] {
  const { frozen, votes } = output
  const assess = (id: string, term: string, rest: Record<string, unknown>): Entity => ({
    '@id': id,
    '@type': 'AssessAction',
    additionalType: ref(`${SHP}${term}`),
    ...rest,
    actionStatus: COMPLETED,
  })
  const reviewers = [...new Map(votes.map((vote) => [vote.by, vote])).values()]
  return [
    assess('#sign-off', 'SignOff', {
      name: 'Sign-off of the queries under the permit: approved',
      endTime: frozen.submittedAt,
      object: [ref('./'), ref(WORKFLOW_FOLDER), ref('#permit')],
      instrument: ref('#terms'),
      agent: ref('#service'),
    }),
    assess('#disclosure-rules', 'DisclosureCheck', {
      name: 'Disclosure check by rule: no blocking finding left',
      endTime: frozen.submittedAt,
      object: ref('./'),
      instrument: ref('checks.json'),
      agent: ref('#service'),
    }),
    ...reviewers.map((vote, index) =>
      assess(`#disclosure-review-${index + 1}`, 'DisclosureCheck', {
        name: 'Disclosure review by a person: approved',
        description: clearedInWords(output).en,
        startTime: frozen.submittedAt,
        endTime: vote.at,
        object: ref('./'),
        instrument: ref('checks.json'),
        agent: ref(`#reviewer-${index + 1}`),
      }),
    ),
    ...reviewers.map((_, index) => ({
      '@id': `#reviewer-${index + 1}`,
      '@type': 'Person',
      name: `Reviewer ${index + 1}, neither on the permit nor from its institutions`,
      memberOf: ref('#environment'),
    })),
    {
      '@id': '#digests',
      '@type': 'UpdateAction',
      additionalType: ref(`${SHP}GenerateCheckValue`),
      name: 'Digests of all files written to manifest.json and signed',
      endTime: maker.createdAt,
      object: ref('./'),
      instrument: ref('https://www.iana.org/assignments/named-information#sha-256'),
      agent: ref('#service'),
      actionStatus: COMPLETED,
    },
    {
      '@id': 'https://www.iana.org/assignments/named-information#sha-256',
      '@type': 'DefinedTerm',
      name: 'sha-256 algorithm',
    },
  ]
}

/** `data/table.csv` and `figures/figure.svg` of `table`; those of `table-2` have its number. */
function belongsTo(path: string, { name }: TableDetail): boolean {
  const number = /-\d+$/.exec(name)?.[0] ?? ''
  return path.startsWith(`data/${name}.`) || path.startsWith(`figures/figure${number}.`)
}

const isAction = (entity: Entity): boolean => 'actionStatus' in entity

const extractId = ({ extractDigest }: TableDetail): string => `#extract-${extractDigest.slice(0, 12)}`

/** What the package is about: the researcher's own words about each item. */
const whatOf = ({ items }: ApprovedOutput['frozen']): string =>
  items.map((item) => (item.kind === 'table' ? item.context.what : item.what)).join('\n')
