/** A page for people beside the data: what this is, what was hidden and by which rules, in both languages. */
import type { ApprovedOutput } from '../review/approved-output.ts'
import type { ReleaseMaker } from './seal.ts'

export function summaryOf(output: ApprovedOutput, maker: ReleaseMaker): string {
  const { frozen } = output
  const { summary, ruleEditions } = frozen.table
  const editions = ruleEditions
    .map(({ set, edition, confirmed }) => `${set} ${edition}${confirmed ? '' : ' (unconfirmed / 未確認)'}`)
    .join(', ')
  return `# ${frozen.title}

${maker.environment.nameJa} / ${maker.environment.nameEn}
${maker.releaseId} · ${maker.createdAt}

## 日本語

- 利用許可: ${maker.permitTitleJa}（${output.permitId}）
- 内容: ${frozen.context.what}
- 対象集団: ${frozen.context.population}
- 変数: ${frozen.context.variables}
- 利用目的: ${frozen.context.use}
- 閲覧者: ${frozen.context.audience}
- 適用した規則: ${editions}
- 表示 ${summary.shown} セル、秘匿 ${summary.primary + summary.secondary} セル（CSV では「*」。推定を防ぐために隠したセルを含みます）
- 利用許可に加わっていない審査者 ${new Set(output.votes.map((vote) => vote.by)).size} 名が、それぞれ独立に承認しました。
- manifest.json に全ファイルの SHA-256、manifest.sig に環境の Ed25519 署名があります。

## English

- Permit: ${maker.permitTitleEn} (${output.permitId})
- What: ${frozen.context.what}
- Population: ${frozen.context.population}
- Variables: ${frozen.context.variables}
- Use: ${frozen.context.use}
- Audience: ${frozen.context.audience}
- Rules applied: ${editions}
- ${summary.shown} cells shown, ${summary.primary + summary.secondary} hidden (“*” in the CSV), some of them only so that others cannot be derived
- Cleared independently by ${new Set(output.votes.map((vote) => vote.by)).size} reviewers who are not on the permit.
- manifest.json lists the SHA-256 of every file; manifest.sig is the environment’s Ed25519 signature over it.
`
}
