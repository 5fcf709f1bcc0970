/**
 * The ledger's process: DuckDB over the ledger's folder and, to read, the environment's store; nothing else is in reach.
 * It opens database files that a researcher's worker has written, which is why it is caged like one.
 */
import { join } from 'node:path'
import type { Places } from './gather-sets.ts'
import { type LedgerData, LedgerEngineError, ledgerData } from './ledger-data.ts'
import type { LedgerJob, LedgerReply, LedgerRequest, LedgerValue } from './messages.ts'

let data: LedgerData | null = null
/** Settles the question which rows of the table those are that were read. */
let placed: (places: Places | null) => void = () => {}

const send = (reply: LedgerReply): void => void process.send?.(reply)
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

async function work(id: number, job: LedgerJob): Promise<LedgerValue> {
  if (data === null) throw new LedgerEngineError('not opened')
  switch (job.kind) {
    case 'person-keys': {
      const { secret, ledgerKey, ...spec } = job.spec
      await data.personKeys({ ...spec, secret: bytes(secret), ledgerKey: bytes(ledgerKey) })
      return null
    }
    case 'gather': {
      const { ledgerKey, ...spec } = job.spec
      const place = (rows: (string | null)[][]) =>
        new Promise<Places | null>((resolve) => {
          placed = resolve
          send({ say: 'place', id, rows })
        })
      return data.gather({ ...spec, ledgerKey: bytes(ledgerKey), place })
    }
    case 'count-pairs':
      return data.countPairs(...job.given)
    case 'parts':
      return data.parts(...job.given)
    case 'count-shared':
      return data.countShared(...job.given)
  }
}

process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  const request = message as LedgerRequest
  if (request.act === 'open') {
    const { folder, store, memoryBytes } = request
    data = ledgerData({ tempFolder: join(folder, 'temp'), memoryBytes, only: [folder, store] })
  } else if (request.act === 'placed') placed(request.places)
  else {
    const { id, job } = request
    work(id, job).then(
      (value) => send({ say: 'done', id, value }),
      (problem) =>
        send({ say: 'failed', id, kind: problem instanceof LedgerEngineError ? problem.kind : 'fault' }),
    )
  }
})
