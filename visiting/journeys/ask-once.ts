/** How many answers are kept: the same result is looked at again with each word that is typed. */
const REMEMBERED = 64

/** Asks once for each key, and keeps the last answers; what failed may work the next time. */
export function askOnce<Answer>(): (key: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const remembered = new Map<string, Promise<Answer>>()
  return (key, ask) => {
    const known = remembered.get(key)
    if (known) return known
    const asked = ask()
    remembered.set(key, asked)
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!)
    asked.catch(() => remembered.delete(key))
    return asked
  }
}
