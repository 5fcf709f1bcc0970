/** What export says when it does not write. */
import { problemInWords } from '../../shared/model/client-problem.ts'
import type { Problem } from '../../shared/model/problem.ts'
import { type ReleaseFault, wordsForReleaseFault } from '../../shared/model/release-faults.ts'

/** The package is not what the environment released; nothing was written. */
export const packageRefused = (fault: ReleaseFault): Problem =>
  problemInWords({
    code: 'export-refused',
    params: { why: fault.why, path: fault.path },
    ja: {
      title: `書き出しを中止しました。${wordsForReleaseFault(fault, 'ja')}`,
      next: '何も保存していません。もう一度お試しになり、続くときは運用者に連絡してください。',
    },
    en: {
      title: `The export was stopped. ${wordsForReleaseFault(fault, 'en')}`,
      next: 'Nothing was written. Try again; if it goes on, tell the operator.',
    },
  })

const DISK_REASONS: Record<string, { ja: string; en: string }> = {
  ENOSPC: { ja: '空き容量が足りません', en: 'the disk is full' },
  EDQUOT: { ja: '割り当て容量を超えます', en: 'the quota is used up' },
  EACCES: { ja: '書き込みが許可されていません', en: 'writing is not allowed there' },
  EPERM: { ja: '書き込みが許可されていません', en: 'writing is not allowed there' },
  EROFS: { ja: '読み取り専用の場所です', en: 'the place is read-only' },
  ENOENT: { ja: 'フォルダーがありません', en: 'the folder does not exist' },
  ENOTDIR: { ja: 'フォルダーがありません', en: 'the folder does not exist' },
  EISDIR: { ja: '同じ名前のフォルダーがあります', en: 'a folder has that name' },
}

/** The package is genuine, but the disk would not take it. */
export function writingFailed(problem: unknown): Problem {
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : 'unknown'
  const reason = DISK_REASONS[code] ?? { ja: `書き込みの失敗 ${code}`, en: `writing failed, ${code}` }
  return problemInWords({
    code: 'export-refused',
    params: { why: 'disk', reason: code },
    ja: {
      title: `保存できませんでした（${reason.ja}）。`,
      next: '別の場所を選んで、もう一度書き出してください。',
    },
    en: {
      title: `The file could not be written (${reason.en}).`,
      next: 'Choose another place and export again.',
    },
  })
}
