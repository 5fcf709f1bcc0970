/** `review-policy …`: what may pass with one reviewer, as the operator's screen sets it. Two is the rule; never none. */
import type { Command } from 'commander'
import { ReviewPolicy } from '../../shared/model/review-course.ts'
import { OperatorProblem } from '../data-folder.ts'
import { OUTPUT_CLASSES } from '../disclosure/output-classes.ts'
import { readProposedReviewPolicy } from '../resources.ts'
import { reviewPolicyStore } from '../storage/review-policy-store.ts'
import { listOf, operating, operatingCommands } from './operating.ts'
import { type Output, say } from './output.ts'

interface Base {
  data: string
  json?: boolean
}
interface Wanted {
  lowRisk?: boolean
  classes?: string
  leastPersons?: string
  maxCells?: string
  reuse?: boolean
  withinDays?: string
  reason: string
}

/** Adds the commands to `program`. */
export function registerReviewPolicyCommands(program: Command, output: Output): void {
  const group = program.command('review-policy').description('what one reviewer may clear / 審査の条件')
  const command = operatingCommands(group)

  command('show', 'the edition in force / 現在の条件').action((options: Base) =>
    operating(options.data, async ({ records }) => {
      const edition = await reviewPolicyStore(records).getCurrent()
      say(output, { json: options.json, value: edition, lines: inWords(edition.policy) })
    }),
  )

  command('set', 'set a new edition; what is not named stays / 条件を定める')
    .option('--low-risk', 'one reviewer is enough for the low-risk class / 低リスクの分類は審査者1名でよい')
    .option('--no-low-risk', 'always two / 常に2名')
    .option('--classes <list>', `classes of output / 出力の分類: ${OUTPUT_CLASSES.join(', ')}`)
    .option('--least-persons <n>', 'fewest persons behind each number, 20 or more / 各数値の最小人数')
    .option('--max-cells <n>', 'most numbers in an output / 数値の最大個数')
    .option(
      '--reuse',
      'one reviewer is enough where two decided on the same before / 同じ成果物の再審査は1名でよい',
    )
    .option('--no-reuse', 'always two / 常に2名')
    .option('--within-days <n>', 'days that decision counts / その判断が有効な日数')
    .requiredOption('--reason <text>', 'why, for the record / 理由（記録に残る）')
    .action((options: Base & Wanted) =>
      operating(options.data, async ({ records, operator }) => {
        const policies = reviewPolicyStore(records)
        const policy = policyOf(options, (await policies.getCurrent()).policy)
        const reason = options.reason.trim()
        if (reason === '')
          throw new OperatorProblem('--reason needs words.', '--reason に理由を書いてください。')
        const edition = await policies.add(
          { policy, reason, at: new Date().toISOString(), by: null },
          { event: 'review-policy-set', by: null, subject: null, detail: { policy, reason, ...operator } },
        )
        say(output, { json: options.json, value: edition, lines: inWords(policy) })
      }),
    )
}

/** The policy in force with what was named changed; figures not named start from what this version proposes. */
function policyOf(wanted: Wanted, before: ReviewPolicy): ReviewPolicy {
  const proposed = readProposedReviewPolicy()
  const { lowRisk, reuse } = wanted
  const figures = {
    ...(wanted.classes === undefined
      ? {}
      : { outputClasses: listOf(wanted.classes, { option: '--classes', allowed: OUTPUT_CLASSES }) }),
    ...(wanted.leastPersons === undefined ? {} : { leastPersons: Number(wanted.leastPersons) }),
    ...(wanted.maxCells === undefined ? {} : { maxCells: Number(wanted.maxCells) }),
  }
  const days = wanted.withinDays === undefined ? {} : { withinDays: Number(wanted.withinDays) }
  const lowRiskOn = lowRisk ?? before.lowRisk !== null
  const reuseOn = reuse ?? before.reuse !== null
  if ((!lowRiskOn && Object.keys(figures).length > 0) || (!reuseOn && Object.keys(days).length > 0))
    throw new OperatorProblem(
      'Figures need their switch: --low-risk for --classes, --least-persons and --max-cells; --reuse for --within-days.',
      '数値の指定には、対応する --low-risk（--classes、--least-persons、--max-cells）か --reuse（--within-days）が必要です。',
    )
  const parsed = ReviewPolicy.safeParse({
    lowRisk: lowRiskOn ? { ...(before.lowRisk ?? proposed.lowRisk), ...figures } : null,
    reuse: reuseOn ? { ...(before.reuse ?? proposed.reuse), ...days } : null,
  })
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.at(-1) ?? ''
  throw new OperatorProblem(
    `The value of ${String(field)} is outside what is allowed (persons 20–1,000,000; cells 1–5,000; days 1–366).`,
    `${String(field)} の値が範囲の外です（人数 20～1,000,000、個数 1～5,000、日数 1～366）。`,
  )
}

function inWords({ lowRisk, reuse }: ReviewPolicy): string[] {
  return [
    lowRisk
      ? `低リスクの分類 / low-risk class: 1名 one reviewer（${lowRisk.outputClasses.join(', ')}、≥ ${lowRisk.leastPersons} 人 persons、≤ ${lowRisk.maxCells} 個 numbers）`
      : '低リスクの分類 / low-risk class: なし off',
    reuse
      ? `同じ成果物の再審査 / same output again: 1名 one reviewer（${reuse.withinDays} 日以内 days）`
      : '同じ成果物の再審査 / same output again: なし off',
    'そのほか / everything else: 2名 two reviewers',
  ]
}
