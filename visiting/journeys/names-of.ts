import type { AccountsPort } from '../identity/accounts-port.ts'

/** Names of people by their ids; who is not known is left out. */
export async function namesOf(
  accounts: Pick<AccountsPort, 'byId'>,
  ids: readonly (string | null)[],
): Promise<Map<string, { ja: string; en: string }>> {
  const people = await Promise.all([...new Set(ids)].map((id) => (id === null ? null : accounts.byId(id))))
  return new Map(
    people.flatMap((person) =>
      person === null ? [] : [[person.id, { ja: person.nameJa, en: person.nameEn }] as const],
    ),
  )
}
