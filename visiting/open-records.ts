/** The records of an environment, for the service and for the operator's commands, which need nothing else of it. */
import { type DataFolder, environmentKey } from './data-folder.ts'
import { verifyEd25519 } from './release/signing-key.ts'
import { Records } from './storage/records.ts'

/** Opens the records of a data folder; the head of the audit chain is sealed with the environment's key. */
export function openRecords(folder: DataFolder, now?: () => Date): Promise<Records> {
  const key = environmentKey(folder)
  const bytes = (text: string) => new TextEncoder().encode(text)
  return Records.open(
    folder.records,
    {
      sign: (text) => Buffer.from(key.sign(bytes(text))).toString('base64'),
      verify: (text, signature) =>
        verifyEd25519({
          publicKey: key.publicKey,
          message: bytes(text),
          signature: Uint8Array.from(Buffer.from(signature, 'base64')),
        }),
    },
    now,
  )
}
