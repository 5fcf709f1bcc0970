/** A chart as the researcher chose it: columns by name, never data; and words and ends of axes, which are checked. */
import { z } from 'zod'

const Ends = z.tuple([z.number(), z.number()]).refine(([from, to]) => from < to)

/** What a researcher may set beside the columns. Numbers in it are looked at as numbers of the data are. */
export const ChartLook = z.strictObject({
  xTitle: z.string().max(200).default(''),
  yTitle: z.string().max(200).default(''),
  /** Of a time or number axis; times in milliseconds. */
  xRange: Ends.nullable().default(null),
  yRange: Ends.nullable().default(null),
  /** Rising edges that group a bar chart’s numbers on the x axis; each bin holds its lower edge. */
  binEdges: z.array(z.number()).max(200).default([]),
  annotations: z
    .array(
      z.strictObject({
        /** Where on the x axis, written as the table writes it. */
        x: z.string().max(200),
        /** Height; null: at the upper edge. */
        y: z.number().nullable().default(null),
        text: z.string().trim().min(1).max(200),
      }),
    )
    .max(20)
    .default([]),
  /** Words for each mark, read out and shown by viewers of the SVG; `{x}`, `{y}` and `{series}` stand for its data. */
  hover: z.string().max(300).default(''),
})
export type ChartLook = z.infer<typeof ChartLook>

/** Of a chart of which nothing was set: nothing to check. */
export const PLAIN_LOOK: ChartLook = {
  xTitle: '',
  yTitle: '',
  xRange: null,
  yRange: null,
  binEdges: [],
  annotations: [],
  hover: '',
}

/** Heights over places: bars, lines, points, steps; estimates beside a line of no effect; ages by two groups. */
export const ChartKind = z.enum(['bar', 'line', 'scatter', 'step', 'forest', 'pyramid'])
export type ChartKind = z.infer<typeof ChartKind>

/** What is drawn, by names of columns. */
export const ChartSpec = z.strictObject({
  kind: ChartKind,
  x: z.string(),
  y: z.array(z.string()).min(1).max(8),
  colour: z.string().nullable(),
  titleText: z.string().max(200).default(''),
  stacked: z.boolean().default(false),
  /** Lower and upper bounds of the first of the heights; an interval is drawn whole or not at all. */
  interval: z.strictObject({ low: z.string(), high: z.string() }).nullable().optional(),
  /** Column whose values have a panel each. */
  facet: z.string().nullable().optional(),
  /** Heights along a logarithmic axis, where nothing of zero or below has a place. */
  log: z.boolean().optional(),
  /** Of categories; without it as the table has them. */
  order: z.enum(['table', 'natural', 'value']).optional(),
  /** A line of no effect: at no other number, so that it can mark none. */
  reference: z.literal([0, 1]).nullable().optional(),
  /** The language in which the catalog’s titles and meanings of codes stand in it; without it names and codes do. */
  words: z.enum(['ja', 'en']).nullable().optional(),
  look: ChartLook.optional(),
})
export type ChartSpec = z.infer<typeof ChartSpec>

/** Every column a chart shows something of. */
export const columnsDrawn = ({ x, y, colour, interval, facet }: ChartSpec): string[] => [
  x,
  ...y,
  ...(colour === null ? [] : [colour]),
  ...(interval ? [interval.low, interval.high] : []),
  ...(facet ? [facet] : []),
]

/** Whether places stand below each other and heights lie. */
export const isHorizontal = ({ kind }: Pick<ChartSpec, 'kind'>): boolean =>
  kind === 'forest' || kind === 'pyramid'

/** Bars begin at zero, which a logarithmic axis does not have. */
export const isLogarithmic = ({ kind, log = false }: Pick<ChartSpec, 'kind' | 'log'>): boolean =>
  log && kind !== 'bar' && kind !== 'pyramid'

/** Where the line of no effect lies: 1 for ratios, 0 for differences. */
export function referenceOf(spec: Pick<ChartSpec, 'kind' | 'log' | 'reference'>): 0 | 1 | null {
  const at =
    spec.reference === undefined ? (spec.kind === 'forest' ? (spec.log ? 1 : 0) : null) : spec.reference
  return at === 0 && isLogarithmic(spec) ? null : at
}

/** How an interval is drawn: as a band along an axis that is a scale, as bars otherwise. */
export const hasBand = ({ kind, interval }: ChartSpec, placeKind: 'time' | 'number' | 'category'): boolean =>
  Boolean(interval) && (kind === 'step' || kind === 'line') && placeKind !== 'category'
