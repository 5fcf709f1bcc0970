import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { japanDayStart } from '../../shared/model/japan-time.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { AuditPeriod, AuditTrail } from './audit-trail.ts'
import { namesOf } from './names-of.ts'
import { plainName } from './plain-name.ts'

export interface ReadAuditNeeds {
  audit: AuditTrail
  accounts: Pick<AccountsPort, 'byId' | 'everybody'>
}

/** Both days inclusive, as they are in Japan. */
export const periodOf = ({
  from,
  until,
}: {
  from?: string | undefined
  until?: string | undefined
}): AuditPeriod => ({
  from: from && japanDayStart(from),
  before: until && japanDayStart(until, 1),
})

/** What officers see of the log. Looking at it is itself written down. */
export function auditJourneys({ audit, accounts }: ReadAuditNeeds) {
  /** Whom a text means: the one with that id or login, or all whose names hold it; else nobody. */
  async function idsOf(text: string): Promise<string[]> {
    const everybody = await accounts.everybody()
    const exact = everybody.find(({ id, login }) => id === text || login === text)
    if (exact) return [exact.id]
    const named = everybody.filter(({ nameJa, nameEn }) =>
      [nameJa, nameEn].some((name) => plainName(name).includes(plainName(text))),
    )
    // An id the log may hold although no account has it any more.
    return named.length > 0 ? named.map(({ id }) => id) : [text]
  }

  return {
    async entries(
      asked: RouteInput<'audit.entries'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'audit.entries'>> {
      const page = await audit.auditPage({
        event: asked.event,
        subject: asked.subject,
        by: asked.by === undefined ? undefined : await idsOf(asked.by),
        period: periodOf(asked),
        beforeSeq: asked.before,
        limit: asked.limit,
      })
      await audit.append({ event: 'audit-read', by: visitor.id, subject: null, detail: { ...asked } })
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

    async people(asked: RouteInput<'audit.people'>, visitor: Visitor): Promise<RouteOutput<'audit.people'>> {
      const counted = await audit.auditCounts(periodOf(asked))
      await audit.append({
        event: 'audit-read',
        by: visitor.id,
        subject: null,
        detail: { ...asked, people: true },
      })
      const names = await namesOf(
        accounts,
        counted.map(({ by }) => by),
      )
      const people = [...new Set(counted.map(({ by }) => by))].map((by) => {
        const own = counted.filter((one) => one.by === by)
        return {
          by,
          byName: by === null ? null : (names.get(by) ?? null),
          lastAt: own
            .map(({ lastAt }) => lastAt)
            .sort()
            .at(-1)!,
          counts: Object.fromEntries(own.map(({ event, count }) => [event, count])),
        }
      })
      return { people: people.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)) }
    },

    async names(): Promise<RouteOutput<'audit.names'>> {
      const everybody = await accounts.everybody()
      return {
        people: everybody.map(({ id, login, nameJa, nameEn }) => ({ id, login, ja: nameJa, en: nameEn })),
      }
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
