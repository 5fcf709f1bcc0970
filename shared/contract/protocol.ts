/**
 * The version of the contract. A test pins the digest of all schemas to it: when a schema changes, raise MINOR for
 * additions an older client can ignore, MAJOR otherwise, and record the new digest.
 */
export const PROTOCOL_VERSION = '3.7'
/** Sent by every client; an environment of another major version answers `protocol-mismatch`. */
export const PROTOCOL_HEADER = 'x-visiting-protocol'

/** How an environment's protocol version relates to this client's. */
export function compareProtocol(
  service: string,
  client = PROTOCOL_VERSION,
): 'same' | 'service-older' | 'service-newer' {
  const [a = 0] = service.split('.').map(Number)
  const [b = 0] = client.split('.').map(Number)
  return a === b ? 'same' : a < b ? 'service-older' : 'service-newer'
}
