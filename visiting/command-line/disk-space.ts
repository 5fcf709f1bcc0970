/** A full disk in words, for the commands that write much. */
import { type DataFolder, OperatorProblem } from '../data-folder.ts'

/** `next`: what the operator can count on when the command is given again. */
export const diskFull = (folder: DataFolder, next: { en: string; ja: string }): OperatorProblem =>
  new OperatorProblem(
    `The disk that holds ${folder.root} is full. ${next.en}`,
    `${folder.root} のあるディスクがいっぱいです。${next.ja}`,
  )
