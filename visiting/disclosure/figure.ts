/**
 * A figure is its data plus a specification: what a table hides must not stay in
 * hover text, annotations, axis ends or bins.
 *
 * Reads Plotly-like specifications (traces and layout as plain objects) without
 * Plotly. Drawn again from the protected data, a figure passes; these checks find
 * what was drawn from the unprotected one.
 */
import type { CellFinding } from './judge-cells.ts'

export interface FigureFacts {
  /**
   * Numbers hidden from the table behind the figure, or whether a number could be one as far as a reader knows. What is
   * told to a researcher asks the latter: a mark that told a hidden number from any other would be a way to ask for it.
   */
  hidden: readonly number[] | ((number: number) => boolean)
  /** Least and greatest individual values of a variable, where known; an axis must not end there. */
  extremes: readonly number[]
  /** Persons behind each bar or bin, per trace and point, where known; null: unknown. */
  persons: readonly (readonly (number | null)[])[]
  minimumPersons: number
}

export interface FigureSpec {
  data: readonly Record<string, unknown>[]
  layout?: Record<string, unknown>
}

const POINT_TYPES = new Set(['scatter', 'scattergl', 'strip', 'box', 'violin'])

/** Findings about a figure; `place` says where in the specification. */
export function checkFigure({ data, layout = {} }: FigureSpec, facts: FigureFacts): CellFinding[] {
  const found: CellFinding[] = []
  const { hidden } = facts
  const isHidden = typeof hidden === 'function' ? hidden : (number: number) => hidden.includes(number)
  const add = (code: CellFinding['code'], params: Record<string, string | number>) =>
    found.push({ code, severity: 'blocking', rule: null, params })

  data.forEach((trace, t) => {
    for (const name of [
      'x',
      'y',
      'z',
      'text',
      'hovertext',
      'customdata',
      'hovertemplate',
      'texttemplate',
      'name',
    ])
      if (holdsHidden(trace[name], isHidden)) add('figure-hover-value', { place: `data[${t}].${name}` })
    // Box and violin plots, and points drawn beside them, show single persons.
    const points = trace.boxpoints ?? trace.points
    const drawsPoints = points === 'all' || points === 'outliers' || points === 'suspectedoutliers'
    if (drawsPoints || ((trace.type === 'box' || trace.type === 'violin') && points !== false))
      add('figure-individual-points', { place: `data[${t}].${String(trace.type ?? 'box')}` })
    facts.persons[t]?.forEach((persons, k) => {
      if (persons === null || persons === 0 || persons >= facts.minimumPersons) return
      const single = persons === 1 && POINT_TYPES.has(String(trace.type ?? 'scatter'))
      add(single ? 'figure-individual-points' : 'figure-bin-small', {
        place: `data[${t}][${k}]`,
        threshold: facts.minimumPersons,
      })
    })
  })
  for (const [name, value] of Object.entries(layout)) {
    if (/^[xyz]axis\d*$/.test(name) && typeof value === 'object' && value !== null) {
      const { range, tickvals, title } = value as { range?: unknown; tickvals?: unknown; title?: unknown }
      if (holdsHidden(title, isHidden)) add('figure-annotation-value', { place: `layout.${name}.title` })
      for (const [what, ends] of [
        ['range', range],
        ['tickvals', tickvals],
      ] as const)
        if (
          Array.isArray(ends) &&
          ends.some((end) => typeof end === 'number' && facts.extremes.includes(end))
        )
          add('figure-axis-extreme', { place: `layout.${name}.${what}` })
    }
    if (name === 'annotations' && Array.isArray(value))
      value.forEach((annotation: unknown, k) => {
        const { text, hovertext } = (annotation ?? {}) as { text?: unknown; hovertext?: unknown }
        if (holdsHidden(text, isHidden) || holdsHidden(hovertext, isHidden))
          add('figure-annotation-value', { place: `layout.annotations[${k}]` })
      })
    if ((name === 'title' || name === 'meta') && holdsHidden(value, isHidden))
      add('figure-annotation-value', { place: `layout.${name}` })
  }
  return found
}

/** Whether a hidden number stands somewhere in a value of a specification, as a number or within text. */
function holdsHidden(value: unknown, isHidden: (number: number) => boolean): boolean {
  if (typeof value === 'number') return isHidden(value)
  if (typeof value === 'string') return numbersIn(value).some(isHidden)
  if (Array.isArray(value)) return value.some((each) => holdsHidden(each, isHidden))
  if (ArrayBuffer.isView(value)) return holdsHidden([...(value as Float64Array)], isHidden)
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((each) => holdsHidden(each, isHidden))
  return false
}

/** Numbers written in a text: `1,234`, `12.5`, full-width digits. Numbers inside words are left out. */
export function numbersIn(text: string): number[] {
  const plain = text.normalize('NFKC')
  return [...plain.matchAll(/(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?/g)].map(
    ([literal]) => Number(literal.replaceAll(',', '')),
  )
}
