/** What the environment and its parser process say to each other. */

import type { PlanMade } from './explain.ts'

export type ParserOp = 'serialize' | 'write' | 'split' | 'explain'

export interface ParserRequest {
  id: number
  op: ParserOp
  /** SQL text; for `write` the JSON text of the tree, for `explain` that of the question. */
  text: string
}

export type ParserFailure = {
  ok: false
  kind: 'syntax' | 'not-select' | 'too-complex'
  /** Zero-based UTF-16 offset in the text, where known. Never a message. */
  offset: number | null
}

/** JSON text of all statements, as the engine wrote it. */
export type TreeAnswer = { ok: true; op: 'serialize'; json: string } | ParserFailure

export type ParserAnswer =
  | TreeAnswer
  /** The text of a tree, and the JSON text of what is read back from it. */
  | { ok: true; op: 'write'; sql: string; readBack: TreeAnswer }
  | { ok: true; op: 'split'; statements: { type: string; sql: string }[] }
  | { ok: true; op: 'explain'; made: PlanMade }

export type ParserReply = { id: number; answer: ParserAnswer } | { ready: true }
