/** A permit comes into force: its extract is built, and only then may anybody work under it. */
import { join } from 'node:path'
import type { PermitId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { Engine } from '../engine/engine.ts'
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
export const extractPath = (folder: string, permitId: PermitId): string =>
  join(folder, permitId, 'extract.duckdb')

/** Builds the extract and brings the permit into force. Safe to call again for a permit left `provisioning`. */
export async function provisionPermit(
  { engine, permits, store, folder, secretOf }: ProvisionNeeds,
  permit: Permit,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const before = (await permits.get(permit.id))?.extract ?? null
  const { digest, bytes, tables } = await engine.provision(
    {
      permitId: permit.id,
      secret: secretOf(permit.id),
      linkageApproved: permit.linkageApproved,
      tables: permit.tables,
      dataFolder: store,
      target: extractPath(folder, permit.id),
      rows: permit.conditions ?? {},
    },
    onProgress,
  )
  const earlier =
    before && before.digest !== digest ? [...before.earlier, before.digest] : (before?.earlier ?? [])
  await permits.bringIntoForce(
    permit.id,
    { digest, bytes, tables, earlier },
    { event: 'permit-in-force', by: null, subject: permit.id, detail: { digest, bytes, earlier } },
  )
}
