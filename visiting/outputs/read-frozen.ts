/**
 * Reads what was frozen, in every form it ever had. Frozen files are never rewritten, because their digest is in the
 * record: rounds frozen before outputs were packages are read as packages of one table.
 */
import { FrozenRound } from './outputs-port.ts'

/** Throws where `json` is of no form that was ever written. */
export function readFrozen(json: unknown): FrozenRound {
  const isOld = typeof json === 'object' && json !== null && !('items' in json)
  return FrozenRound.parse(isOld ? asPackage(json as Record<string, unknown>) : json)
}

function asPackage({ outputId, round, title, submittedAt, ...table }: Record<string, unknown>): unknown {
  const { summary } = table.table as { summary: { method: string } }
  const item = { kind: 'table', name: 'table', title, protection: { method: summary.method }, ...table }
  return { outputId, round, title, submittedAt, items: [item] }
}
