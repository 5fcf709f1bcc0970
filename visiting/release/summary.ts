/** A page for people beside the data: what this is, what was hidden and by which rules, in both languages. */
import type { TableDetail, TextDetail } from '../../shared/contract/outputs.ts'
import type { FormReport } from '../../shared/model/output-form.ts'
import type { ApprovedOutput } from '../review/approved-output.ts'
import { clearedInWords } from './cleared-in-words.ts'
import { type ReleaseMaker, ruleEditionsOf } from './seal.ts'

/** Markdown, Japanese first. */
export function summaryOf(output: ApprovedOutput, maker: ReleaseMaker): string {
  const { frozen } = output
  const editions = ruleEditionsOf(output)
    .map(({ set, edition, confirmed }) => `${set} ${edition}${confirmed ? '' : ' (unconfirmed / 未確認)'}`)
    .join(', ')
  const cleared = clearedInWords(output)
  return `# ${frozen.title}

${maker.environment.nameJa} / ${maker.environment.nameEn}
${maker.releaseId} · ${maker.createdAt}

## 日本語

- 利用許可: ${maker.permit.titleJa}（${output.permitId}）
- 適用した規則: ${editions}
- ${cleared.ja}
- manifest.json に全ファイルの SHA-256、manifest.sig に環境の Ed25519 署名があります。

${frozen.items.map((item) => (item.kind === 'table' ? tableInJapanese(item) : textInJapanese(item))).join('\n')}
## English

- Permit: ${maker.permit.titleEn} (${output.permitId})
- Rules applied: ${editions}
- ${cleared.en}
- manifest.json lists the SHA-256 of every file; manifest.sig is the environment’s Ed25519 signature over it.

${frozen.items.map((item) => (item.kind === 'table' ? tableInEnglish(item) : textInEnglish(item))).join('\n')}`
}

const hiddenIn = ({ table: { summary } }: TableDetail) => summary.primary + summary.secondary

const tableInJapanese = (item: TableDetail): string => `### ${item.name}: ${item.title}

- 内容: ${item.context.what}
- 対象集団: ${item.context.population}
- 変数: ${item.context.variables}
- 利用目的: ${item.context.use}
- 閲覧者: ${item.context.audience}
${reportInJapanese(item.report ?? null)}- 表示 ${item.table.summary.shown} セル、秘匿 ${hiddenIn(item)} セル（CSV では「*」。推定を防ぐために隠したセルを含みます）
`

const tableInEnglish = (item: TableDetail): string => `### ${item.name}: ${item.title}

- What: ${item.context.what}
- Population: ${item.context.population}
- Variables: ${item.context.variables}
- Use: ${item.context.use}
- Audience: ${item.context.audience}
${reportInEnglish(item.report ?? null)}- ${item.table.summary.shown} cells shown, ${hiddenIn(item)} hidden (“*” in the CSV), some of them only so that others cannot be derived
`

function reportInJapanese(report: FormReport | null): string {
  if (!report) return ''
  if (report.kind === 'survival')
    return `- 生存曲線: ${report.times}時点を${report.steps}段にまとめ（各段のイベント・打ち切り・リスク集合は0または${report.threshold}以上）、Kaplan–Meier推定値と95%信頼区間（log-log）をまとめた数から計算\n`
  return `- モデル: 対象数 ${report.observations ?? '不明'}${report.observationsMeasured ? '' : '（申請者の記載）'}、パラメータ数 ${report.parameters}、残差自由度 ${report.residualDf ?? '不明'}（${report.threshold}以上が必要）\n`
}

function reportInEnglish(report: FormReport | null): string {
  if (!report) return ''
  if (report.kind === 'survival')
    return `- Survival curve: ${report.times} times merged into ${report.steps} steps (events, censored and at risk of each are 0 or at least ${report.threshold}); Kaplan–Meier estimates and 95 % intervals (log-log) computed from the merged numbers\n`
  return `- Model: ${report.observations ?? 'unknown'} observations${report.observationsMeasured ? '' : ' (the researcher’s word)'}, ${report.parameters} parameters, ${report.residualDf ?? 'unknown'} residual degrees of freedom (at least ${report.threshold} needed)\n`
}

const textInJapanese = ({ name, title, what }: TextDetail): string => `### ${name}: ${title}

- 内容: ${what}
`

const textInEnglish = ({ name, title, what }: TextDetail): string => `### ${name}: ${title}

- What: ${what}
`
