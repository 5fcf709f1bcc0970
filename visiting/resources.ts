/** The project's own resources, read from disk once: rule sets, catalog, open data, version. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CompositionRule } from '../shared/model/committee.ts'
import { ReviewPolicy } from '../shared/model/review-course.ts'
import { RuleSet } from '../shared/model/rules.ts'

/** The project's folder: the nearest one above this file that holds package.json. */
export const PROJECT = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** The folder they lie in, beside the source as beside the packaged program. */
export const RESOURCES = join(PROJECT, 'resources')

/** Of the project, as `package.json` has it. */
export const VERSION: string = (
  JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string }
).version

/** All JSON files of a resource folder, in the order of their names. */
function readJsonFolder(name: string): { file: string; content: unknown }[] {
  const folder = join(RESOURCES, name)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, content: JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown }))
}

/** Rule sets this version ships, every edition; throws where a file does not fit the model. */
export const readRuleSets = (): RuleSet[] =>
  readJsonFolder('rules').map(({ content }) => RuleSet.parse(content))

/** The classes of output this version proposes for one reviewer; nothing holds until an operator sets it. */
export const readProposedReviewPolicy = (): ReviewPolicy =>
  ReviewPolicy.parse(JSON.parse(readFileSync(join(RESOURCES, 'review', 'proposed-policy.json'), 'utf8')))

/** Public holidays of Japan as ISO dates; where they come from is said in the file. */
export const readHolidays = (): ReadonlySet<string> =>
  new Set(
    readJsonFolder('calendar').flatMap(({ content }) =>
      Object.keys((content as { days: Record<string, string> }).days),
    ),
  )

/** Editions of the rule the committee must satisfy, each from its day. */
export const readCompositionRules = (): CompositionRule[] =>
  readJsonFolder('committee').flatMap(({ content }) => z.array(CompositionRule).parse(content))
