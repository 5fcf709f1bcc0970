/** Has an extract built by a process of its own, which may read the environment's data and write one folder. */
import { mkdir } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { ExtractRecord, ExtractSpec } from './engine.ts'
import { startChild } from './process/child.ts'
import type { Sandbox } from './process/sandbox.ts'
import type { WorkerReply, WorkerRequest } from './worker/messages.ts'

/**
 * `onProgress` hears how much is `done` of a `total`. Throws when the process fails or ends early; what was
 * built until then is gone on with next time.
 */
export async function provisionExtract(
  spec: ExtractSpec,
  { script, sandbox, memoryBytes }: { script: string; sandbox: Sandbox; memoryBytes: number },
  onProgress: (done: number, total: number) => void,
): Promise<ExtractRecord> {
  const folder = dirname(spec.target)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const child = startChild({
    script,
    sandbox,
    folder,
    reads: [spec.dataFolder],
    heapMb: 512,
    untrusted: false,
    limits: { dataBytes: totalmem(), fileBytes: Number.MAX_SAFE_INTEGER },
  })
  const { secret, ...rest } = spec
  const request: WorkerRequest = {
    act: 'provision',
    id: 1,
    spec: { ...rest, secretHex: Buffer.from(secret).toString('hex'), memoryBytes },
  }
  try {
    return await new Promise<ExtractRecord>((resolve, reject) => {
      child.onMessage((message) => {
        const reply = message as WorkerReply
        if (reply.say === 'provisioning') onProgress(reply.done, reply.total)
        if (reply.say !== 'provisioned') return
        if (reply.record) resolve(reply.record)
        else reject(new Error(`provisioning ${spec.permitId}: ${reply.fault ?? 'failed'}`))
      })
      child.onExit(() => reject(new Error(`provisioning ${spec.permitId}: its process ended early`)))
      child.send(request)
    })
  } finally {
    child.kill()
  }
}
