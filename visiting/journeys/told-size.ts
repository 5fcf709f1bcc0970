/**
 * How full a workspace is, as its owner may know: in twentieths of the quota, from below. How much a table holds can be
 * made to be one person's value.
 */
import { WORKSPACE_STEPS } from '../../shared/contract/permits.ts'

/** Bytes; a workspace over its quota is told as full. */
export function toldSize(bytes: number, quotaBytes: number): { bytes: number; quotaBytes: number } {
  const step = Math.floor(quotaBytes / WORKSPACE_STEPS)
  return { bytes: step * Math.min(WORKSPACE_STEPS, Math.floor(bytes / step)), quotaBytes }
}
