/** What the environment and its parser process say to each other. */

import type { PlanMade } from './explain.ts'

export type ParserOp = 'serialize' | 'deserialize' | 'split' | 'explain'

export interface ParserRequest {
  id: number
  op: ParserOp
  /** SQL text; for `deserialize` the JSON text of the tree, for `explain` that of the question. */
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
  | { ok: true; op: 'explain'; made: PlanMade }
  | ParserFailure

export type ParserReply = { id: number; answer: ParserAnswer } | { ready: true }
