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

export const PLAIN_LOOK: ChartLook = {
  xTitle: '',
  yTitle: '',
  xRange: null,
  yRange: null,
  binEdges: [],
  annotations: [],
  hover: '',
}

export const ChartSpec = z.strictObject({
  kind: z.enum(['bar', 'line', 'scatter']),
  x: z.string(),
  y: z.array(z.string()).min(1).max(8),
  colour: z.string().nullable(),
  titleText: z.string().max(200).default(''),
  stacked: z.boolean().default(false),
  look: ChartLook.optional(),
})
export type ChartSpec = z.infer<typeof ChartSpec>
