import type { Visitor } from '../../shared/model/visitor.ts'
import type { AuditTrail } from './audit-trail.ts'

/** What is told of a request that failed: the person has its id, and nothing of what went wrong is in it. */
export interface FailedRequest {
  route: string
  requestId: string
  /** Null for a stranger. */
  visitor: Visitor | null
}

/** Entries an hour of one person, and of all strangers together: who finds a way to fail must not fill the log with it. */
export const FAULTS_AN_HOUR = 60

const HOUR = 3_600_000

/**
 * Writes an entry for each request that failed, under its id as the subject. The last one within the hour that is
 * entered says so; further ones are in the service's own log alone.
 */
export function enterFaults({ audit, now }: { audit: Pick<AuditTrail, 'append'>; now: () => Date }) {
  const entered = new Map<string | null, { since: number; count: number }>()
  return async ({ route, requestId, visitor }: FailedRequest): Promise<void> => {
    const by = visitor?.id ?? null
    const at = now().getTime()
    const before = entered.get(by)
    const hour = before && at - before.since < HOUR ? before : { since: at, count: 0 }
    if (hour.count >= FAULTS_AN_HOUR) return
    hour.count += 1
    entered.set(by, hour)
    const last = hour.count === FAULTS_AN_HOUR
    await audit.append({
      event: 'request-failed',
      by,
      subject: requestId,
      detail: { route, ...(last ? { furtherOnesEntered: false } : {}) },
    })
  }
}
