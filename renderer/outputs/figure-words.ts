/** Ends of axes and edges of bins as people write them. Pure; `undefined` where a text is none. */

const partsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[,、;\s]+/)
    .filter((part) => part !== '')

const momentOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN

/** Two rising ends; null where nothing is written, which leaves the axis to the data. */
export function readRange(text: string, isTime: boolean): [number, number] | null | undefined {
  const parts = partsOf(text)
  if (parts.length === 0) return null
  const [from = Number.NaN, to = Number.NaN] = parts.map((part) => (isTime ? momentOf(part) : Number(part)))
  return parts.length === 2 && from < to ? [from, to] : undefined
}

/** Rising edges; none where nothing is written. */
export function readEdges(text: string): number[] | undefined {
  const edges = partsOf(text).map(Number)
  if (edges.length === 1) return undefined
  return edges.every((edge, k) => Number.isFinite(edge) && (k === 0 || edge > edges[k - 1]!))
    ? edges
    : undefined
}

/** The end of an axis: a day where it is of time (milliseconds since 1970), the number otherwise. */
export const endText = (end: number, isTime: boolean): string =>
  isTime ? new Date(end).toISOString().slice(0, 10) : String(end)
