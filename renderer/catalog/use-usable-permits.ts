import { type Permit, whyNotUnderPermit } from '../../shared/model/permit.ts'
import { useAnswer } from '../client/calls.ts'
import { useSession } from '../client/session.ts'

/** The permits under which the person on screen may work now; nobody but researchers has any. */
export function useUsablePermits(): Permit[] {
  const visitor = useSession((session) => session.visitor)
  const asks = visitor?.roles.includes('researcher') ?? false
  const { data } = useAnswer('permits.mine', {}, { enabled: asks })
  if (!visitor || !asks) return []
  const now = new Date()
  return (data?.permits ?? []).filter((permit) => whyNotUnderPermit(permit, visitor, now) === null)
}

/** Whether any of the permits has tables of a database of persons. */
export const holdsDatabase = (permits: readonly Permit[], database: string): boolean =>
  permits.some(({ tables }) =>
    tables.some((table) => table.level === 'person' && table.database === database),
  )
