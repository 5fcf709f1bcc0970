import { Refusal } from '../../shared/model/refusals.ts'
import { RuleSet } from '../../shared/model/rules.ts'
import type { RuleEditionsPort } from '../review/rule-editions-port.ts'
import type { Records } from './records.ts'

/** The port over the records file, for editions the operator added; those that ship are resources. */
export function ruleEditionsStore(records: Records): RuleEditionsPort {
  return {
    async list() {
      const rows = await records.read.selectFrom('rule_edition').selectAll().orderBy('at').execute()
      return rows.map(({ document, at, by, reason }) => ({
        edition: RuleSet.parse(JSON.parse(document)),
        at,
        by,
        reason,
      }))
    },
    async add({ edition, at, by, reason }, audit) {
      const { set, edition: name, effectiveFrom } = edition
      await records.commit(audit, async (trx) => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('rule_edition')
          .values({
            set_name: set,
            edition: name,
            effective_from: effectiveFrom,
            document: JSON.stringify(edition),
            at,
            by,
            reason,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new Refusal('rule-edition-exists', { set, edition: name })
      })
    },
  }
}
