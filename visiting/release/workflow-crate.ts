/**
 * The queries as a Workflow RO-Crate (https://w3id.org/workflowhub/workflow-ro-crate/1.0), nested in the package's
 * `workflow/` folder: what the Five Safes profile wants as the `mainEntity`, the thing that was run on the data.
 */
import { fileBeside } from '../../shared/model/item-names.ts'
import type { ApprovedOutput } from '../review/approved-output.ts'

/** Where the nested crate lies in the package, with its slash. */
export const WORKFLOW_FOLDER = 'workflow/'
/** The profile the nested crate conforms to, by its identifier. */
export const WORKFLOW_PROFILE = 'https://w3id.org/workflowhub/workflow-ro-crate/1.0'

/** Files of the folder, by their path in the package. */
export function workflowFiles(output: ApprovedOutput, createdAt: string): Map<string, string> {
  const { tables, frozen } = output
  const queries = tables.map(({ name, title, sql }) => ({
    file: fileBeside(name, { stem: 'query', extension: 'sql' }),
    title,
    sql,
  }))
  const [main] = queries
  if (!main) throw new Error('an output without a table was released')
  const metadata = {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': 'ro-crate-metadata.json',
        '@type': 'CreativeWork',
        about: { '@id': './' },
        conformsTo: [{ '@id': 'https://w3id.org/ro/crate/1.1' }, { '@id': WORKFLOW_PROFILE }],
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `Queries of: ${frozen.title}`,
        description: 'The SQL that was run on the extract of the permit, as approved by the environment.',
        datePublished: createdAt,
        license: 'Under the terms of the permit; see the crate around this one.',
        mainEntity: { '@id': main.file },
        hasPart: queries.map(({ file }) => ({ '@id': file })),
      },
      ...queries.map(({ file, title }) => ({
        '@id': file,
        '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'],
        name: title,
        encodingFormat: 'application/sql',
        programmingLanguage: { '@id': '#sql' },
      })),
      {
        '@id': '#sql',
        '@type': 'ComputerLanguage',
        name: 'SQL (DuckDB dialect)',
        url: 'https://duckdb.org/docs/stable/sql/introduction',
      },
    ],
  }
  return new Map([
    ...queries.map(({ file, sql }): [string, string] => [`${WORKFLOW_FOLDER}${file}`, `${sql}\n`]),
    [`${WORKFLOW_FOLDER}ro-crate-metadata.json`, `${JSON.stringify(metadata, null, 2)}\n`],
  ])
}
