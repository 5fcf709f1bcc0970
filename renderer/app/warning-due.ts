export const MINUTES_BEFORE = 5

/** Milliseconds from now until the warning of a sign-in's end is due; 0 when it is due already. */
export const warningDueIn = (expiresAt: string, now: Date): number =>
  Math.max(0, Date.parse(expiresAt) - now.getTime() - MINUTES_BEFORE * 60_000)
