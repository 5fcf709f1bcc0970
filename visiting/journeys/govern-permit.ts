/**
 * The operator's acts on a permit: change what it covers, and end it. Ending erases extract, workspaces, results and
 * key, and issues a signed certificate. Both are finished when the service starts again, should it be killed between.
 */
import { join, relative } from 'node:path'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import type { ErasureCertificate, Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { canonicalJson } from '../audit/chain.ts'
import { permitTablesOf } from '../catalog/permit-tables.ts'
import type { Engine } from '../engine/engine.ts'
import type { PermitRecord } from '../permits/permits-port.ts'
import type { SigningKey } from '../release/signing-key.ts'
import type { Results } from '../results/results.ts'
import { type ProvisionNeeds, provisionPermit } from './provision-permit.ts'
import { takingTurns } from './taking-turns.ts'

export interface GovernNeeds extends ProvisionNeeds {
  engine: Pick<Engine, 'provision' | 'erase' | 'endWorkers'>
  results: Pick<Results, 'folderOf'>
  /** Results of a permit that are still kept, and forgetting them. */
  resultRecords: { listOfPermit(id: PermitId): Promise<ResultId[]>; delete(id: ResultId): Promise<void> }
  datasets: Dataset[]
  key: SigningKey
  /** The data folder, and where a permit's key lies in it. */
  root: string
  secretPath(permitId: PermitId): string
  now: () => Date
}

export function governJourneys(needs: GovernNeeds) {
  const { engine, permits, results, resultRecords, datasets, key, folder, root, now } = needs
  /** Two acts never meet on one permit. */
  const alone = takingTurns<PermitId>()

  const standing = async (id: PermitId): Promise<PermitRecord> => {
    const record = await permits.get(id)
    if (!record) throw new Refusal('permit-not-found')
    return record
  }

  async function erase({ permit, extract, ended }: PermitRecord): Promise<ErasureCertificate> {
    if (!ended) throw new Error('only an ended permit is erased')
    const kept = await resultRecords.listOfPermit(permit.id)
    const paths = [
      join(folder, permit.id),
      ...kept.map((id) => results.folderOf(id)),
      needs.secretPath(permit.id),
    ]
    const files = await engine.erase(permit.id, paths)
    for (const id of kept) await resultRecords.delete(id)
    const content: Omit<ErasureCertificate, 'signature'> = {
      format: 'visiting-erasure/1',
      permitId: permit.id,
      endedAt: ended.at,
      erasedAt: now().toISOString(),
      by: ended.by,
      reason: ended.reason,
      extractDigests: extract ? [...extract.earlier, extract.digest] : [],
      files: files.map(({ path, bytes, sha256 }) => ({ path: relative(root, path), bytes, sha256 })),
      fingerprint: key.fingerprint,
    }
    const signature = Buffer.from(key.sign(new TextEncoder().encode(canonicalJson(content)))).toString(
      'base64',
    )
    const certificate = { ...content, signature }
    await permits.recordErasure(permit.id, certificate, {
      event: 'permit-erased',
      by: ended.by,
      subject: permit.id,
      detail: { files: files.length, extractDigests: certificate.extractDigests, signature },
    })
    return certificate
  }

  return {
    async end(
      { permitId, reason }: RouteInput<'permits.end'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'permits.end'>> {
      return alone(permitId, async () => {
        const before = await standing(permitId)
        if (before.erasure) return before.erasure
        if (!before.ended)
          await permits.end(
            permitId,
            { at: now().toISOString(), by: visitor.id, reason },
            { event: 'permit-ended', by: visitor.id, subject: permitId, detail: { reason } },
          )
        return erase(await standing(permitId))
      })
    },

    async change(
      { permitId, databases, conditions, until }: RouteInput<'permits.change'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'permits.change'>> {
      return alone(permitId, async () => {
        const { permit: before } = await standing(permitId)
        if (before.state === 'ended') throw new Refusal('permit-ended')
        const unknown = databases?.find((id) => !datasets.some((dataset) => dataset.id === id))
        if (unknown !== undefined) throw new Refusal('dataset-not-found')
        const permit: Permit = {
          ...before,
          state: 'provisioning',
          ...(databases ? { databases, tables: permitTablesOf(datasets, databases) } : {}),
          ...(conditions ? { conditions } : {}),
          ...(until ? { until } : {}),
        }
        requireColumns(permit)
        await permits.change(permit, {
          event: 'permit-changed',
          by: visitor.id,
          subject: permitId,
          detail: { databases: permit.databases, conditions: permit.conditions ?? {}, until: permit.until },
        })
        // Nobody starts a query now; those running hold the old extract.
        await engine.endWorkers(permitId)
        await provisionPermit(needs, permit)
        return (await standing(permitId)).permit
      })
    },

    /** Finishes what a killed service left: permits being provisioned, and ended ones not yet erased. */
    async resume(): Promise<void> {
      for (const { permit } of await permits.listByState('provisioning')) await provisionPermit(needs, permit)
      for (const record of await permits.listByState('ended')) if (!record.erasure) await erase(record)
    },
  }
}

/** A condition names a table and column of the permit, or it would silently cover nothing. */
function requireColumns(permit: Permit): void {
  const tables = permit.tables.map((table) => `${table.schema}.${table.name}`)
  for (const [name, conditions] of Object.entries(permit.conditions ?? {})) {
    const table = permit.tables.find((one) => `${one.schema}.${one.name}` === name)
    const missing = conditions.find(({ column }) => !table?.columns.some((one) => one.name === column))
    if (!table || missing)
      throw new Refusal('table-not-permitted', {
        table: missing ? `${name}.${missing.column}` : name,
        tables: tables.join(', '),
      })
  }
}
