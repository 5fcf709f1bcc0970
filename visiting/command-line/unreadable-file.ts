import { closeSync, openSync, readSync } from 'node:fs'
import { OperatorProblem } from '../data-folder.ts'

const WHY: Record<string, { ja: string; en: string }> = {
  ENOENT: { ja: 'がありません。パスを確認してください。', en: 'is not there. Check the path.' },
  EISDIR: { ja: 'はフォルダーです。ファイルを指定してください。', en: 'is a folder. Name a file.' },
  EACCES: { ja: 'を読む権限がありません。', en: 'may not be read by this user.' },
}

/** Why a file that an operator named cannot be read, and what to do. `what`: a word for it, where its name says too little. */
export function unreadableFile(
  path: string,
  problem: unknown,
  what?: { ja: string; en: string },
): OperatorProblem {
  const code = (problem as NodeJS.ErrnoException).code ?? ''
  const { ja, en } = WHY[code] ?? { ja: `を読めません（${code}）。`, en: `cannot be read (${code}).` }
  return new OperatorProblem(
    what ? `The ${what.en} ${path} ${en}` : `${path} ${en}`,
    `${what ? `${what.ja} ` : ''}${path} ${ja}`,
  )
}

/** @throws OperatorProblem where a file that is read later, by somebody who says less, cannot be read. */
export function requireReadable(path: string): void {
  try {
    const file = openSync(path, 'r')
    try {
      // A folder can be opened, and not read.
      readSync(file, new Uint8Array(1))
    } finally {
      closeSync(file)
    }
  } catch (problem) {
    throw unreadableFile(path, problem)
  }
}
