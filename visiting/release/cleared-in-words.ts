/** By whom and on which course an output was cleared, for people who read the release. */
import type { ApprovedOutput } from '../review/approved-output.ts'

/** One sentence in each language. People are counted, never named. */
export function clearedInWords({ votes, course }: ApprovedOutput): { ja: string; en: string } {
  const count = new Set(votes.map(({ by }) => by)).size
  if (course.kind === 'low-risk')
    return {
      ja: `低リスク区分（${course.class.outputClasses.join('、')}、各セル ${course.class.leastPersons} 人以上、${course.class.maxCells} セル以下、指摘・秘匿なし）として、利用許可に加わっていない審査者 ${count} 名が承認しました。`,
      en: `Cleared as low-risk (${course.class.outputClasses.join(', ')}; ${course.class.leastPersons} persons or more in each cell; ${course.class.maxCells} cells at most; nothing found or hidden) by ${count} reviewer who is not on the permit.`,
    }
  if (course.kind === 'reuse')
    return {
      ja: `同じクエリ・規則・構造の公開物 ${course.releaseId}（${course.decidedAt.slice(0, 10)}、2 名が独立に承認）の判断を再利用し、利用許可に加わっていない審査者 ${count} 名が確認しました。`,
      en: `Reuses the decision on ${course.releaseId} (${course.decidedAt.slice(0, 10)}, cleared independently by 2 reviewers) of the same query, rules and structure; confirmed by ${count} reviewer who is not on the permit.`,
    }
  return {
    ja: `利用許可に加わっていない審査者 ${count} 名が、それぞれ独立に承認しました。`,
    en: `Cleared independently by ${count} reviewers who are not on the permit.`,
  }
}
