import type { OutputId } from '../../shared/model/ids.ts'
import { toOpen } from '../../shared/model/openings.ts'
import type { HttpClient } from './http-client.ts'

/** Opens all of an output that an approval asks for, as a reviewer's window does while they read. */
export async function openEverything(reviewer: HttpClient, outputId: OutputId): Promise<void> {
  const { detail, opened } = await reviewer.call('reviews.desk', { outputId })
  const { items, output } = detail
  for (const { item: name, part } of toOpen(items)) {
    const item = items.findIndex((one) => one.name === name)
    if (opened.some((one) => one.item === name && one.part === part)) continue
    if (part === 'content') await reviewer.call('reviews.open', { outputId, round: output.round, item })
    else await reviewer.call(part === 'figure' ? 'outputs.figure' : 'reviews.picture', { outputId, item })
  }
}
