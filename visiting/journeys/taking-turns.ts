import type { Visitor } from '../../shared/model/visitor.ts'

/** Somebody whose turn comes later; `again` refuses who may not come in any more by then. */
export interface Waiting {
  visitor: Visitor
  again(): Promise<void>
}

/** Acts that share a key run one after the other, in the order they were asked for; others beside them. */
export function takingTurns<Key>(): <T>(key: Key, act: () => Promise<T>) => Promise<T> {
  const tails = new Map<Key, Promise<unknown>>()
  return (key, act) => {
    const mine = (tails.get(key) ?? Promise.resolve()).then(act)
    const tail = mine.catch(() => undefined)
    tails.set(key, tail)
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key)
    })
    return mine
  }
}
