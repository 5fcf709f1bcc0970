/**
 * The operator's acts on a permit: change what it covers, and end it. Ending erases extract, workspaces, results and
 * key, and issues a signed certificate. Both are finished when the service starts again, should it be killed between.
 */
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import type { ErasureCertificate, Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { canonicalJson } from '../audit/chain.ts'
import { permitTablesOf } from '../catalog/permit-tables.ts'
import type { Engine } from '../engine/engine.ts'
import { coversLess } from '../permits/covers-less.ts'
import type { PermitRecord } from '../permits/permits-port.ts'
import type { SigningKey } from '../release/signing-key.ts'
import type { Results } from '../results/results.ts'
import { fileDigest } from './frozen-rounds.ts'
import type { Ledger } from './keep-ledger.ts'
import { type ProvisionNeeds, provisionPermit } from './provision-permit.ts'
import { takingTurns, type Waiting } from './taking-turns.ts'

export interface GovernNeeds extends ProvisionNeeds {
  engine: Pick<Engine, 'provision' | 'erase' | 'endWorkers'>
  /** Ends what runs or waits under a permit; resolves once it is written down. */
  endQueries(permitId: PermitId): Promise<void>
  results: Pick<Results, 'folderOf'>
  /** Results of a permit that are still kept, and forgetting them. */
  resultRecords: { listOfPermit(id: PermitId): Promise<ResultId[]>; delete(id: ResultId): Promise<void> }
  ledger: Pick<Ledger, 'filesOf'>
  datasets: Dataset[]
  key: SigningKey
  /** The data folder, and where a permit's key lies in it. */
  root: string
  secretPath(permitId: PermitId): string
  now: () => Date
  /** A permit that could not be finished at the start; it is tried again at the next. */
  onFault(fault: unknown, permitId: PermitId): void
}

/**
 * Acts of one permit are done one after the other. `permit-ended` where it has ended already,
 * `dataset-not-found` and `table-not-permitted` where it would cover what there is not.
 */
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
    // A result that is just being written down would come after the list of what there is to erase.
    await stopWork(permit.id)
    const kept = await resultRecords.listOfPermit(permit.id)
    const ledger = await needs.ledger.filesOf(permit.id)
    const paths = [
      join(folder, permit.id),
      ...kept.map((id) => results.folderOf(id)),
      needs.secretPath(permit.id),
      ...ledger.erased,
    ]
    const files = await engine.erase(permit.id, paths)
    for (const id of kept) await resultRecords.delete(id)
    await ledger.forget()
    const content: Omit<ErasureCertificate, 'signature'> = {
      format: 'visiting-erasure/1',
      permitId: permit.id,
      endedAt: ended.at,
      erasedAt: now().toISOString(),
      by: ended.by,
      reason: ended.reason,
      extractDigests: extract ? [...extract.earlier, extract.digest] : [],
      files: files.map(({ path, bytes, sha256 }) => ({ path: relative(root, path), bytes, sha256 })),
      kept: await Promise.all(
        ledger.kept.map(async (path) => ({
          path: relative(root, path),
          sha256: await fileDigest(path),
          why: 'ledger' as const,
        })),
      ),
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

  /** Nobody starts a query by now; those that are under way end. */
  async function stopWork(id: PermitId): Promise<void> {
    await engine.endWorkers(id)
    await needs.endQueries(id)
  }

  /** What was made under a permit that covered more is looked at no longer. */
  async function forgetResults(id: PermitId): Promise<void> {
    for (const result of await resultRecords.listOfPermit(id)) {
      await rm(results.folderOf(result), { recursive: true, force: true })
      await resultRecords.delete(result)
    }
  }

  /** Puts a changed permit in place of the one in force; nobody works under it until its new extract is ready. */
  async function replace(
    permit: Permit,
    by: Visitor['id'] | null,
    onProgress?: (done: number, total: number) => void,
  ): Promise<void> {
    requireColumns(permit, datasets)
    const { permit: before } = await standing(permit.id)
    await permits.change(permit, {
      event: 'permit-changed',
      by,
      subject: permit.id,
      detail: { databases: permit.databases, conditions: permit.conditions ?? {}, until: permit.until },
    })
    await stopWork(permit.id)
    if (coversLess(permit, before)) await forgetResults(permit.id)
    await provisionPermit(needs, permit, onProgress)
  }

  return {
    /**
     * Writes down a permit the committee granted, or what it amended, and prepares its data. Safe to call again for one
     * that was cut short. Answers the permit's state; an ended permit stays ended.
     */
    grant(
      permit: Permit,
      {
        amends,
        application,
        onProgress,
      }: { amends: boolean; application: string; onProgress(done: number, total: number): void },
    ): Promise<Permit['state']> {
      return alone(permit.id, async () => {
        const before = await permits.get(permit.id)
        if (before?.permit.state === 'ended') return 'ended'
        if (amends) {
          const { from } = (await standing(permit.id)).permit
          await replace({ ...permit, from }, null, onProgress)
        } else if (!before) {
          await permits.add(permit, {
            event: 'permit-granted',
            by: null,
            subject: permit.id,
            detail: { application, databases: permit.databases, people: permit.people },
          })
          await provisionPermit(needs, permit, onProgress)
        } else if (before.permit.state === 'provisioning')
          await provisionPermit(needs, before.permit, onProgress)
        return (await standing(permit.id)).permit.state
      })
    },

    async end(
      { permitId, reason }: RouteInput<'permits.end'>,
      { visitor, again }: Waiting,
    ): Promise<RouteOutput<'permits.end'>> {
      return alone(permitId, async () => {
        await again()
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
      { visitor, again }: Waiting,
    ): Promise<RouteOutput<'permits.change'>> {
      return alone(permitId, async () => {
        await again()
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
        await replace(permit, visitor.id)
        return (await standing(permitId)).permit
      })
    },

    /** Finishes what a killed service left: permits being provisioned, and ended ones not yet erased. */
    async resume(): Promise<void> {
      const trying = (id: PermitId, act: () => Promise<unknown>) =>
        alone(id, act).catch((fault: unknown) => needs.onFault(fault, id))
      for (const { permit } of await permits.listByState('provisioning'))
        await trying(permit.id, async () => {
          // What it covered before is not known any more.
          await forgetResults(permit.id)
          await provisionPermit(needs, permit)
        })
      for (const record of await permits.listByState('ended'))
        if (!record.erasure) await trying(record.permit.id, () => erase(record))
    },
  }
}

/**
 * A condition names a table of the permit and a column of it in the catalog, or it would silently cover nothing; a
 * period asks for a column of dates, or no extract could be built. The column need not be one the permit opens: which
 * rows may be seen can rest on what may not be seen itself.
 */
function requireColumns(permit: Permit, datasets: Dataset[]): void {
  const known = permitTablesOf(datasets, permit.databases)
  const tables = permit.tables.map((table) => `${table.schema}.${table.name}`)
  for (const [name, conditions] of Object.entries(permit.conditions ?? {})) {
    const table = known.find((one) => `${one.schema}.${one.name}` === name)
    for (const { column, from, until } of conditions) {
      const found = table?.columns.find((one) => one.name === column)
      if (!tables.includes(name) || found === undefined)
        throw notCovered(tables.includes(name) ? `${name}.${column}` : name, tables)
      const days = [from, until].filter((day) => day !== null)
      const isFitting =
        /^(DATE|TIMESTAMP)/.test(found.type) && days.every((day) => IsoDay.safeParse(day).success)
      if (days.length > 0 && !isFitting) throw new Refusal('input-invalid', { field: `${name}.${column}` })
    }
    if (!tables.includes(name)) throw notCovered(name, tables)
  }
}

/** For operators, who see no list of the permit's tables beside what they write. */
const notCovered = (table: string, tables: string[]): Refusal =>
  new Refusal('table-not-permitted', {
    table,
    hintJa: `許可の表: ${tables.join(', ')}`,
    hintEn: `Tables of the permit: ${tables.join(', ')}`,
  })

const IsoDay = z.iso.date()
