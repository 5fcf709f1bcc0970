/** Signs and checks the head of the audit chain, so that cutting off its end is noticed. */
export interface HeadSeal {
  /** Public key, base64. The head is replaced only by the key that signed it, or by one that follows it. */
  key: string
  sign(text: string): string
  verify(text: string, signature: string): boolean
}
