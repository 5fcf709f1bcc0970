/** The records of an environment, for the service and for the operator's commands, which need nothing else of it. */
import { existsSync } from 'node:fs'
import { type DataFolder, damaged, environmentKey, OperatorProblem } from './data-folder.ts'
import { sealOf } from './release/signing-key.ts'
import { SealedByAnotherKey } from './storage/append-entries.ts'
import { Records } from './storage/records.ts'

/**
 * Opens the records of a data folder; the head of the audit chain is sealed with the environment's key.
 * @throws OperatorProblem where an environment that was made has lost them: an empty log would begin in their place.
 */
export async function openRecords(folder: DataFolder, now?: () => Date): Promise<Records> {
  if (existsSync(folder.description) && !existsSync(folder.records)) throw damaged(folder.records)
  try {
    return await Records.open(folder.records, (headKey) => sealOf(environmentKey(folder, headKey)), now)
  } catch (problem) {
    throw isDamagedRecords(problem) ? damaged(folder.records) : problem
  }
}

/** What the operator has to mend about the records, found out while they were in use; null where it is something else. */
export function recordsProblem(problem: unknown): OperatorProblem | null {
  if (isDamagedRecords(problem)) return damaged('records.sqlite')
  // SQLite's words where it finds no room for its shared memory, too.
  if (problem instanceof Error && /disk I\/O error|database or disk is full/.test(problem.message))
    return new OperatorProblem(
      `The records (records.sqlite) cannot be read or written: ${problem.message}. Make room on their disk (a megabyte is enough to begin); where there is room, the disk itself may be at fault.`,
      `記録（records.sqlite）を読み書きできません（${problem.message}）。ディスクに空きを作ってください（始めるだけなら1 MBで足ります）。空きがあれば、ディスクの故障かもしれません。`,
    )
  if (!(problem instanceof SealedByAnotherKey)) return null
  return new OperatorProblem(
    'The environment’s key was replaced meanwhile, or is not the one under keys/. Run this again; if it says so again, put keys/ back from a copy.',
    '環境の鍵が途中で交換されたか、keys/ の鍵が違います。もう一度実行し、同じ結果なら keys/ を控えから戻してください。',
  )
}

/** What SQLite says of a file that is none of its own, or no longer whole. */
const isDamagedRecords = (problem: unknown): boolean =>
  problem instanceof Error && /file is not a database|disk image is malformed/.test(problem.message)
