/** A full disk in words, for the commands that write much. */
import { type DataFolder, OperatorProblem } from '../data-folder.ts'

/** By the words of the system, of DuckDB and of SQLite; what it does not know counts as another problem. */
export const isDiskFull = (problem: unknown): boolean =>
  problem instanceof Error &&
  /ENOSPC|EDQUOT|no space left|disk (is )?full|quota exceeded/i.test(problem.message)

/** `next`: what the operator can count on when the command is given again. */
export const diskFull = (folder: DataFolder, next: { en: string; ja: string }): OperatorProblem =>
  new OperatorProblem(
    `The disk that holds ${folder.root} is full. ${next.en}`,
    `${folder.root} のあるディスクがいっぱいです。${next.ja}`,
  )
