/** The fingerprint of an environment's key, as people compare it: `3f9a 01bc …`, 16 groups of four hex digits. */

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Writes a SHA-256 digest (32 bytes) of a raw Ed25519 public key (32 bytes) as a fingerprint. */
export const fingerprintOf = (digest: Uint8Array): string => hexOf(digest).replace(/(.{4})(?=.)/g, '$1 ')
