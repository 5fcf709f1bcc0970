/** What the service and the ledger's process say to each other. It works on one job at a time. */
import type { GatheredSets, GatherSpec, Places } from './gather-sets.ts'
import type { LedgerData, PersonKeysSpec } from './ledger-data.ts'

/** Keys travel as base64: messages are JSON. */
export type WrittenPersonKeys = Omit<PersonKeysSpec, 'secret' | 'ledgerKey'> & {
  secret: string
  ledgerKey: string
}
export type WrittenGather = Omit<GatherSpec, 'ledgerKey' | 'place'> & { ledgerKey: string }

export type LedgerJob =
  | { kind: 'person-keys'; spec: WrittenPersonKeys }
  | { kind: 'gather'; spec: WrittenGather }
  | { kind: 'count-pairs'; given: Parameters<LedgerData['countPairs']> }
  | { kind: 'parts'; given: Parameters<LedgerData['parts']> }
  | { kind: 'count-shared'; given: Parameters<LedgerData['countShared']> }

export type LedgerRequest =
  | { act: 'open'; folder: string; store: string; memoryBytes: number }
  | { act: 'do'; id: number; job: LedgerJob }
  /** Which rows of the submitted table the rows that were read are; null where they are not the same table. */
  | { act: 'placed'; id: number; places: Places | null }

export type LedgerReply =
  | { say: 'place'; id: number; rows: (string | null)[][] }
  | { say: 'done'; id: number; value: LedgerValue }
  /** `kind` of the engine's error, never its words. */
  | { say: 'failed'; id: number; kind: string }

export type LedgerValue =
  | null
  | GatheredSets
  | Awaited<ReturnType<LedgerData['countPairs']>>
  | Awaited<ReturnType<LedgerData['parts']>>
  | Awaited<ReturnType<LedgerData['countShared']>>
