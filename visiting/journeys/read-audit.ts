import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { AuditTrail } from './audit-trail.ts'
import { namesOf } from './names-of.ts'

/** What officers see of the log. Looking at it is itself written down. */
export function auditJourneys({
  audit,
  accounts,
}: {
  audit: AuditTrail
  accounts: Pick<AccountsPort, 'byId'>
}) {
  return {
    async entries(
      filter: RouteInput<'audit.entries'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'audit.entries'>> {
      const page = await audit.auditPage(filter)
      await audit.append({ event: 'audit-read', by: visitor.id, subject: null, detail: { ...filter } })
      const names = await namesOf(
        accounts,
        page.entries.map(({ by }) => by),
      )
      const named = page.entries.map((entry) => ({
        ...entry,
        byName: entry.by === null ? null : (names.get(entry.by) ?? null),
      }))
      return { entries: named, total: page.total }
    },
    async verify(visitor: Visitor): Promise<RouteOutput<'audit.verify'>> {
      const verdict = await audit.verifyAudit()
      await audit.append({
        event: 'audit-verified',
        by: visitor.id,
        subject: null,
        detail: { entries: verdict.entries, holds: verdict.holds },
      })
      return verdict
    },
  }
}
