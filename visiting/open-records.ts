/** The records of an environment, for the service and for the operator's commands, which need nothing else of it. */
import { base64Of, type DataFolder, environmentKey } from './data-folder.ts'
import type { Seal } from './release/keys-port.ts'
import { type SigningKey, verifyEd25519 } from './release/signing-key.ts'
import { Records } from './storage/records.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** The head of the audit chain, sealed with an environment's key. */
export const sealOf = (key: SigningKey): Seal => ({
  key: base64Of(key),
  sign: (text) => Buffer.from(key.sign(bytes(text))).toString('base64'),
  verify: (text, signature) =>
    verifyEd25519({
      publicKey: key.publicKey,
      message: bytes(text),
      signature: Uint8Array.from(Buffer.from(signature, 'base64')),
    }),
})

/** Opens the records of a data folder; the head of the audit chain is sealed with the environment's key. */
export function openRecords(folder: DataFolder, now?: () => Date): Promise<Records> {
  return Records.open(folder.records, (headKey) => sealOf(environmentKey(folder, headKey)), now)
}
