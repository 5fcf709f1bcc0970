/** A permit comes into force: its extract is built, and only then may anybody work under it. */
import { join } from 'node:path'
import type { Permit } from '../../shared/model/permit.ts'
import type { Engine, ExtractSpec } from '../engine/engine.ts'
import type { PermitsPort } from '../permits/permits-port.ts'

export interface ProvisionNeeds {
  engine: Pick<Engine, 'provision'>
  permits: PermitsPort
  /** Folder of the environment's Parquet data, and of the permits' extracts. */
  store: string
  folder: string
  secretOf(permitId: string): Uint8Array
}

/** Where a permit's extract lies. */
export const extractPath = (folder: string, permitId: string): string =>
  join(folder, permitId, 'extract.duckdb')

export async function provisionPermit(
  { engine, permits, store, folder, secretOf }: ProvisionNeeds,
  permit: Permit,
  rows: ExtractSpec['rows'],
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const extract = await engine.provision(
    {
      permitId: permit.id,
      secret: secretOf(permit.id),
      linkageApproved: permit.linkageApproved,
      tables: permit.tables,
      dataFolder: store,
      target: extractPath(folder, permit.id),
      rows,
    },
    onProgress,
  )
  const { digest, bytes, tables } = extract
  await permits.bringIntoForce(
    permit.id,
    { digest, bytes, tables },
    { event: 'permit-in-force', by: null, subject: permit.id, detail: { digest, bytes } },
  )
}
