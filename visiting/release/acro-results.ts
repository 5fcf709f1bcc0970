/**
 * The checks in the form of ACRO 1.0's `results.json`, so that output checkers who use ACRO and its viewer can read a
 * release of this environment. Shape: `version`, `results` by name with `uid`, `status`, `type`, `properties`, `files`
 * (each with its `sdc`), `outcome`, `command`, `summary`, `timestamp`, `comments`, `exception`.
 *
 * ACRO names the check that hid a cell. Here every hidden cell stands under `threshold`, whichever check hid it: which
 * of them are small is not told, because it would narrow what the others must be.
 */
import { fileBeside } from '../../shared/model/item-names.ts'
import { type FormReport, itemFormOf } from '../../shared/model/output-form.ts'
import type { ApprovedOutput } from '../review/approved-output.ts'

type Item = ApprovedOutput['frozen']['items'][number]
type Table = Extract<Item, { kind: 'table' }>

/** Version of ACRO whose form this is; its loader accepts its own version only. */
const ACRO_VERSION = '1.0.0'

/** ACRO's words where it has them; its viewer shows others as they are. */
const ACRO_TYPES = {
  table: 'table',
  figure: 'table',
  survival: 'survival plot',
  model: 'regression',
  text: 'custom',
} as const

/** What a form measured, under the names ACRO uses where it has them. */
function measured(report: FormReport | null): object {
  if (!report) return {}
  if (report.kind === 'survival')
    return { survival: { threshold: report.threshold, times: report.times, steps: report.steps } }
  const { residualDf, threshold, saturated, observations, parameters } = report
  return { dof: residualDf, dof_threshold: threshold, saturated, nobs: observations, parameters }
}

const CHECKS = ['negative', 'missing', 'threshold', 'p-ratio', 'nk-rule', 'all-values-are-same'] as const

/** `files`: paths of the package, to name those that belong to an item. */
export function acroResultsOf(output: ApprovedOutput, files: readonly string[]): object {
  const entries = output.frozen.items.map((item) => [
    item.name,
    item.kind === 'table' ? tableRecord(item, { output, files }) : noteRecord(item, { output, files }),
  ])
  return { version: ACRO_VERSION, results: Object.fromEntries(entries) }
}

interface Around {
  output: ApprovedOutput
  files: readonly string[]
}

function tableRecord(item: Table, { output, files }: Around): object {
  const { name, title, table, sql, protection, context } = item
  const hidden = hiddenCells(table)
  const suppressed = protection.method === 'suppress'
  const sdc = {
    summary: {
      suppressed,
      ...Object.fromEntries(CHECKS.map((check) => [check, check === 'threshold' ? hidden.length : 0])),
    },
    cells: Object.fromEntries(CHECKS.map((check) => [check, check === 'threshold' ? hidden : []])),
  }
  const figures = files.filter((path) =>
    ['svg', 'png'].some((extension) => path === `figures/${fileBeside(name, { stem: 'figure', extension })}`),
  )
  const judged = output.votes.map(({ judgement }) => judgement).filter((text) => text !== '')
  const reviewed = hidden.length > 0 || !table.verified
  return {
    uid: name,
    status: reviewed ? 'review' : 'pass',
    type: ACRO_TYPES[itemFormOf(item)],
    properties: {
      method: 'sql',
      mitigation: item.report?.kind === 'survival' ? 'merge' : protection.method,
      verified: table.verified,
      statbarns: item.statbarns ?? [],
      ...measured(item.report ?? null),
    },
    files: [{ name: `data/${name}.csv`, sdc }, ...figures.map((path) => ({ name: path, sdc: {} }))],
    outcome: outcomeOf(table),
    command: sql,
    summary:
      hidden.length > 0
        ? `review; threshold: ${hidden.length} cells suppressed; `
        : reviewed
          ? 'review'
          : 'pass',
    timestamp: output.frozen.submittedAt,
    comments: [title, context.what],
    exception:
      judged.length > 0 ? judged.join('\n') : reviewed ? `Cleared by ${reviewersOf(output)} reviewers.` : '',
  }
}

function noteRecord(item: Extract<Item, { kind: 'text' }>, { output, files }: Around): object {
  const own = files.filter((path) => path.startsWith(`notes/${item.name}.`))
  return {
    uid: item.name,
    status: 'review',
    type: 'custom',
    properties: {},
    files: own.map((path) => ({ name: path, sdc: {} })),
    outcome: {},
    command: 'custom',
    summary: 'review',
    timestamp: output.frozen.submittedAt,
    comments: [item.title, item.what],
    exception: `Cleared by ${reviewersOf(output)} reviewers.`,
  }
}

const reviewersOf = ({ votes }: ApprovedOutput): number => new Set(votes.map(({ by }) => by)).size

/** Row and column, counted from 0 without the header, as in the CSV. */
const hiddenCells = ({ rows }: Table['table']): [number, number][] =>
  rows.flatMap((row, r) =>
    row.flatMap((cell, c): [number, number][] => (cell.status === 'shown' ? [] : [[r, c]])),
  )

/** By column and row, the way pandas writes a data frame as JSON; columns of one name are numbered as in the Arrow file. */
function outcomeOf({ columns, rows }: Table['table']): Record<string, Record<string, string>> {
  // Without a prototype: a column may be called like something that every object has.
  const outcome: Record<string, Record<string, string>> = Object.create(null)
  columns.forEach(({ name: plain }, c) => {
    let name = plain
    for (let copy = 2; name in outcome; copy += 1) name = `${plain}_${copy}`
    outcome[name] = Object.fromEntries(
      rows.map((row, r) => [String(r), row[c]?.status === 'shown' ? 'ok' : 'threshold; ']),
    )
  })
  return outcome
}
