/**
 * How full a workspace is, as its owner may know: in twentieths of the quota, from below. How much a table holds can be
 * made to be one person's value.
 */
export function toldSize(bytes: number, quotaBytes: number): { bytes: number; quotaBytes: number } {
  const step = Math.floor(quotaBytes / 20)
  return { bytes: step * Math.min(20, Math.floor(bytes / step)), quotaBytes }
}
