/** What the disclosure checks say about an output. */
import { z } from 'zod'

/** blocking: it cannot be submitted so. warning: somebody has to look. note: said, no more. */
export const Severity = z.enum(['blocking', 'warning', 'note'])
export type Severity = z.infer<typeof Severity>

/** One finding about one cell, one column, or (row and column null) the whole output. */
export const Finding = z.strictObject({
  /** Closed code; its words are in ./finding-words.ts. */
  code: z.string(),
  severity: Severity,
  /** The rule and edition it comes from, e.g. `NDB-1`, `2024-09`; null for checks of our own. */
  rule: z.string().nullable(),
  edition: z.string().nullable(),
  confirmed: z.boolean(),
  row: z.int().nonnegative().nullable(),
  column: z.string().nullable(),
  /** Numbers and names for the words; never a value that may not travel. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Finding = z.infer<typeof Finding>

/** The standing of a cell in the version that would leave. */
export const CellStatus = z.enum(['shown', 'primary', 'secondary', 'not-allowed'])
export type CellStatus = z.infer<typeof CellStatus>

/**
 * suppress: cells are hidden. round: to multiples of a base. midpoint-6: see visiting/disclosure/rounding.ts.
 * none: as it is.
 */
export const ProtectionMethod = z.enum(['suppress', 'round', 'midpoint-6', 'none'])
export type ProtectionMethod = z.infer<typeof ProtectionMethod>

/** How an output was protected; kept with it and released beside it. */
export const ProtectionSummary = z.strictObject({
  method: ProtectionMethod,
  /** 'optimal' or 'heuristic' for suppression patterns; null for other methods. */
  pattern: z.enum(['optimal', 'heuristic']).nullable(),
  /** Relative gap of the pattern's cost to the proven bound; 0 is proven optimal. */
  gap: z.number().nonnegative().nullable(),
  primary: z.int().nonnegative(),
  secondary: z.int().nonnegative(),
  shown: z.int().nonnegative(),
  elapsedMs: z.number().nonnegative(),
  /**
   * By column of numbers, the share (0–1) hidden beyond what the rules hide. Counts only cells that may be shown to the
   * researcher anyway, so that no hidden small number can be worked out of it.
   */
  lost: z.array(z.strictObject({ column: z.string(), share: z.number().min(0).max(1) })).default([]),
})
export type ProtectionSummary = z.infer<typeof ProtectionSummary>
