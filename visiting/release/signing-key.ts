/** The environment's Ed25519 key: what its identity, its releases and the head of its audit chain are signed with. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { fingerprintOf } from '../../shared/model/fingerprint.ts'
import type { HeadSeal } from '../audit/head-seal.ts'

/** DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410, section 4); the 32 raw bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export interface SigningKey {
  /** Raw public key, 32 bytes. */
  publicKey: Uint8Array
  fingerprint: string
  sign(message: Uint8Array): Uint8Array
}

/** A new private key as PKCS #8 PEM text. */
export const newPrivateKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/**
 * From a private key in PKCS #8 PEM; throws where it is none. `publicKey` is the bare 32 bytes, a signature
 * 64.
 */
export function signingKeyOf(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem)
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const publicKey = Uint8Array.from(spki.subarray(SPKI_PREFIX.length))
  return {
    publicKey,
    fingerprint: fingerprintOfKey(publicKey),
    sign: (message) => Uint8Array.from(sign(null, message, privateKey)),
  }
}

/** The public key as it is written down and sent. */
export const base64Of = ({ publicKey }: SigningKey): string => Buffer.from(publicKey).toString('base64')

/** The signature over a text, base64. */
export const signText = (key: SigningKey, text: string): string =>
  Buffer.from(key.sign(Buffer.from(text))).toString('base64')

/** The head of the audit chain, sealed with an environment's key. */
export const sealOf = (key: SigningKey): HeadSeal => ({
  key: base64Of(key),
  sign: (text) => signText(key, text),
  verify: (text, signature) =>
    verifyEd25519({
      publicKey: key.publicKey,
      message: Buffer.from(text),
      signature: Buffer.from(signature, 'base64'),
    }),
})

/** The SHA-256 of the bare public key, in the form people compare by eye. */
export const fingerprintOfKey = (publicKey: Uint8Array): string =>
  fingerprintOf(Uint8Array.from(createHash('sha256').update(publicKey).digest()))

/** Checks a signature under a raw public key; false for anything malformed. */
export function verifyEd25519(check: {
  publicKey: Uint8Array
  message: Uint8Array
  signature: Uint8Array
}): boolean {
  let key: KeyObject
  try {
    key = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, check.publicKey]),
      format: 'der',
      type: 'spki',
    })
  } catch {
    return false
  }
  return verify(null, check.message, key, check.signature)
}
