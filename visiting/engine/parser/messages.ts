/** What the environment and its parser process say to each other. */

export type ParserOp = 'serialize' | 'deserialize' | 'split'

export interface ParserRequest {
  id: number
  op: ParserOp
  /** SQL text, or for `deserialize` the JSON text of the tree. */
  text: string
}

export type ParserFailure = {
  ok: false
  kind: 'syntax' | 'not-select' | 'too-complex'
  /** Zero-based UTF-16 offset in the text, where known. Never a message. */
  offset: number | null
}

export type ParserAnswer =
  /** JSON text of all statements, as the engine wrote it. */
  | { ok: true; op: 'serialize'; json: string }
  | { ok: true; op: 'deserialize'; sql: string }
  | { ok: true; op: 'split'; statements: { type: string; sql: string }[] }
  | ParserFailure

export type ParserReply = { id: number; answer: ParserAnswer } | { ready: true }
