/** All permits as those see them who end them or watch their use. What is in their tables is not told. */
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { PermitState } from '../../shared/model/permit.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import { namesOf } from './names-of.ts'

export interface RegisterNeeds {
  permits: Pick<PermitsPort, 'listByState'>
  accounts: Pick<AccountsPort, 'byId'>
}

export const registerPermits =
  ({ permits, accounts }: RegisterNeeds) =>
  async (): Promise<RouteOutput<'permits.register'>> => {
    const records = (await Promise.all(PermitState.options.map((state) => permits.listByState(state)))).flat()
    const names = await namesOf(
      accounts,
      records.flatMap(({ permit, ended }) => [...permit.people, ...(ended ? [ended.by] : [])]),
    )
    return {
      permits: records
        .toSorted((a, b) => b.permit.from.localeCompare(a.permit.from))
        .map(({ permit, ended, erasure }) => ({
          id: permit.id,
          titleJa: permit.titleJa,
          titleEn: permit.titleEn,
          from: permit.from,
          until: permit.until,
          databases: permit.databases,
          state: permit.state,
          people: permit.people.map((id) => ({ id, name: names.get(id) ?? null })),
          ended: ended && { at: ended.at, reason: ended.reason, by: names.get(ended.by) ?? null },
          erasedAt: erasure?.erasedAt ?? null,
        })),
    }
  }
