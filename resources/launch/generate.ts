/**
 * Writes the files that are made from the code: the state diagrams in ARCHITECTURE.md, the digest of the contract's
 * schemas, and the measures of the shipped font's Latin letters. `--check` writes nothing and fails where one is out of date.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { APPLICATION_TRANSITIONS } from '../../shared/model/application-states.ts'
import { OUTPUT_TRANSITIONS } from '../../shared/model/output-states.ts'
import { QUERY_TRANSITIONS } from '../../shared/model/query-states.ts'
import { canonicalJson } from '../../visiting/audit/chain.ts'
import { openApi } from '../../visiting/http/openapi.ts'
import { latinMetrics } from './latin-metrics.ts'

const checking = process.argv.includes('--check')
const root = new URL('../../', import.meta.url)

const actsDiagram = (first: string, table: Record<string, Record<string, string>>): string =>
  [
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${first}`,
    ...Object.entries(table).flatMap(([from, acts]) =>
      Object.entries(acts).map(([act, to]) => `  ${from} --> ${to}: ${act}`.replace(/(\w)-(?=\w)/g, '$1_')),
    ),
    '```',
  ].join('\n')

const outputDiagram = (): string => actsDiagram('in_review: submit', OUTPUT_TRANSITIONS)

const applicationDiagram = (): string => actsDiagram('draft: start', APPLICATION_TRANSITIONS)

const queryDiagram = (): string =>
  [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> running',
    ...Object.entries(QUERY_TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `  ${from} --> ${to}`)),
    '```',
  ].join('\n')

const contractDigest = (): string => createHash('sha256').update(canonicalJson(openApi())).digest('hex')

function between(text: string, mark: string, content: string): string {
  const start = `<!-- generated: ${mark} -->`
  const end = `<!-- end: ${mark} -->`
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < 0) throw new Error(`ARCHITECTURE.md has no place for ${mark}`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

const stale: string[] = []
function put(path: string, content: string): void {
  const file = new URL(path, root)
  let before = ''
  try {
    before = readFileSync(file, 'utf8')
  } catch {
    // Not there yet: it is written below.
  }
  if (before === content) return
  if (checking) stale.push(path)
  else writeFileSync(file, content)
}

const architecture = readFileSync(new URL('ARCHITECTURE.md', root), 'utf8')
put(
  'ARCHITECTURE.md',
  [
    ['output states', outputDiagram()],
    ['query states', queryDiagram()],
    ['application states', applicationDiagram()],
  ].reduce((text, [mark, diagram]) => between(text, mark!, diagram!), architecture),
)
put(
  'tests/fixtures/contract-digest.json',
  `${JSON.stringify({ protocol: PROTOCOL_VERSION, sha256: contractDigest() }, null, 2)}\n`,
)
put('visiting/results/latin-metrics.json', `${JSON.stringify(latinMetrics(), null, 2)}\n`)

if (stale.length > 0) {
  process.stderr.write(`out of date: ${stale.join(', ')}. Run: npm run generate\n`)
  process.exit(1)
}
