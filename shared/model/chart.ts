/** A chart as the researcher chose it: columns by name, never data. */
import { z } from 'zod'

export const ChartSpec = z.strictObject({
  kind: z.enum(['bar', 'line', 'scatter']),
  x: z.string(),
  y: z.array(z.string()).min(1).max(8),
  colour: z.string().nullable(),
  titleText: z.string().max(200).default(''),
  stacked: z.boolean().default(false),
})
export type ChartSpec = z.infer<typeof ChartSpec>
