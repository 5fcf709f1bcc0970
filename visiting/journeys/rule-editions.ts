/**
 * The editions outputs are judged by: those that ship, and those the operator added. What was judged stays judged by the
 * edition of its day, so an edition may not begin in the past, and a later one may not forget a database.
 */
import { createHash } from 'node:crypto'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { RuleEdition } from '../../shared/contract/rules.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { editionsInForce } from '../disclosure/rule-sets.ts'
import type { AddedEdition, RuleEditionsPort } from '../review/rule-editions-port.ts'

export interface RuleEditionNeeds {
  shipped: readonly RuleSet[]
  added: RuleEditionsPort
  now: () => Date
}

/** Adding refuses with `rule-edition-exists`, `rule-edition-backdated` or `rule-edition-narrower`. */
export function ruleEditionJourneys({ shipped, added, now }: RuleEditionNeeds) {
  const known = async (): Promise<(Pick<AddedEdition, 'edition'> & { added: AddedEdition | null })[]> => [
    ...shipped.map((edition) => ({ edition, added: null })),
    ...(await added.list()).map((one) => ({ edition: one.edition, added: one })),
  ]
  const view = (list: Awaited<ReturnType<typeof known>>): RuleEdition[] => {
    const today = japanDay(now())
    const inForce = new Set(
      editionsInForce(
        list.map(({ edition }) => edition),
        today,
      ),
    )
    return list
      .map(({ edition, added: by }): RuleEdition => {
        const begun = edition.effectiveFrom <= today
        return {
          edition,
          standing: inForce.has(edition) ? 'in-force' : begun ? 'superseded' : 'to-come',
          added: by && { at: by.at, by: by.by, reason: by.reason },
        }
      })
      .sort(
        (a, b) =>
          a.edition.set.localeCompare(b.edition.set) ||
          b.edition.effectiveFrom.localeCompare(a.edition.effectiveFrom),
      )
  }

  return {
    /** Every edition; whoever judges picks those of the day. */
    all: async (): Promise<RuleSet[]> => (await known()).map(({ edition }) => edition),

    async editions(): Promise<RouteOutput<'rules.editions'>> {
      return { editions: view(await known()) }
    },

    async addEdition(
      { edition, reason }: RouteInput<'rules.add-edition'>,
      /** `more` goes into the audit entry: at the command line there is no account behind the act. */
      { id: by, more = {} }: { id: Visitor['id'] | null; more?: Record<string, string> },
    ): Promise<RouteOutput<'rules.add-edition'>> {
      const before = await known()
      const today = japanDay(now())
      const same = before.filter((one) => one.edition.set === edition.set)
      // Two of one day would leave it to their order which of them judges.
      if (
        same.some(
          (one) =>
            one.edition.edition === edition.edition || one.edition.effectiveFrom === edition.effectiveFrom,
        )
      )
        throw new Refusal('rule-edition-exists', { set: edition.set, edition: edition.edition })
      if (edition.effectiveFrom < today)
        throw new Refusal('rule-edition-backdated', { from: edition.effectiveFrom, today })
      const names = new Set(edition.databases.map((name) => name.toLowerCase()))
      const forgotten = same
        .filter((one) => one.edition.effectiveFrom < edition.effectiveFrom)
        .flatMap((one) => one.edition.databases)
        .filter((name) => !names.has(name.toLowerCase()))
      if (forgotten.length > 0)
        throw new Refusal('rule-edition-narrower', { databases: [...new Set(forgotten)].join(', ') })
      const digest = createHash('sha256').update(JSON.stringify(edition)).digest('hex')
      const { set, edition: name, effectiveFrom } = edition
      const one: AddedEdition = { edition, at: now().toISOString(), by, reason }
      await added.add(one, {
        event: 'rule-edition-added',
        by,
        subject: null,
        detail: { set, edition: name, effectiveFrom, digest, reason, ...more },
      })
      const found = view(await known()).find(
        (seen) => seen.edition.set === set && seen.edition.edition === name,
      )
      return { added: found! }
    },
  }
}
