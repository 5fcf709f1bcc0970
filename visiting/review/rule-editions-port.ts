/** Port: editions of rule sets that were added here. Editions are added, never changed or taken away. */
import type { RuleSet } from '../../shared/model/rules.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface AddedEdition {
  edition: RuleSet
  /** ISO instant. */
  at: string
  /** null: at the command line. */
  by: string | null
  reason: string
}

export interface RuleEditionsPort {
  list(): Promise<AddedEdition[]>
  /** Refuses (`rule-edition-exists`) where the set has an edition of this name or this first day already. */
  add(added: AddedEdition, audit: AuditDraft): Promise<void>
}
