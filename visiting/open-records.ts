/** The records of an environment, for the service and for the operator's commands, which need nothing else of it. */
import { type DataFolder, environmentKey } from './data-folder.ts'
import { sealOf } from './release/signing-key.ts'
import { Records } from './storage/records.ts'

/** Opens the records of a data folder; the head of the audit chain is sealed with the environment's key. */
export function openRecords(folder: DataFolder, now?: () => Date): Promise<Records> {
  return Records.open(folder.records, (headKey) => sealOf(environmentKey(folder, headKey)), now)
}
