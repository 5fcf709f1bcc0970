/** The draft that answers a returned output: its words and choices, with the results chosen anew. Pure. */
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { type Draft, emptyDraft, type Gathered, type ItemDraft, tableDraft } from './submission.ts'

/** `chosen` in the order of the tables. Cells to keep are chosen again: rows of a new result may lie elsewhere. */
export function draftAgain(
  { output, items }: Pick<RouteOutput<'outputs.detail'>, 'output' | 'items'>,
  chosen: readonly Gathered[],
): Draft {
  let table = 0
  return {
    ...emptyDraft(),
    title: output.title,
    items: items.flatMap((item): ItemDraft[] => {
      if (item.kind === 'text') {
        const { kind, title, what, format, text } = item
        return [{ kind, title, what, format, text }]
      }
      const gathered = chosen[table++]
      if (!gathered) return []
      const { title, context, protection, form } = item
      const again = { ...tableDraft(gathered), title, context, protection: { ...protection, keep: [] } }
      return [form ? { ...again, form } : again]
    }),
  }
}
