/** RFC 9457 problem details, as every refusal and fault travels. */
import { z } from 'zod'
import { EngineError } from './query-states.ts'
import { REFUSAL_CODES, REFUSALS, type Refusal, wordsFor } from './refusals.ts'

/** `fault` is a bug of ours, `unreachable` is made by the client when no answer came. */
export const ProblemCode = z.enum([
  ...REFUSAL_CODES,
  'fault',
  'unreachable',
  'identity-changed',
  'export-refused',
])
export type ProblemCode = z.infer<typeof ProblemCode>

const Words = z.object({ title: z.string(), next: z.string() })

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: ProblemCode,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  words: z.object({ ja: Words, en: Words }),
  engineError: EngineError.optional(),
})
export type Problem = z.infer<typeof Problem>

/** Whether an answer says that the session it was asked in is over, or is to be begun anew. */
export const endsSession = ({ code }: Pick<Problem, 'code'>): boolean =>
  code === 'not-signed-in' || code === 'session-expired' || code === 'act-done'

/** The problem details of a refusal. `requestId` goes into `instance` so that logs and caller can meet. */
export function problemOf(refusal: Refusal, requestId: string): Problem {
  const ja = wordsFor(refusal.code, refusal.params, 'ja')
  const en = wordsFor(refusal.code, refusal.params, 'en')
  return {
    type: `urn:visiting:problem:${refusal.code}`,
    title: en.title,
    status: REFUSALS[refusal.code].status,
    detail: en.next,
    instance: `urn:visiting:request:${requestId}`,
    code: refusal.code,
    params: refusal.params,
    words: { ja, en },
  }
}

/** A fault tells a request id and nothing else. */
export function faultProblem(requestId: string): Problem {
  return {
    type: 'urn:visiting:problem:fault',
    title: 'Something went wrong inside the environment.',
    status: 500,
    detail: `Tell the operator this number: ${requestId}`,
    instance: `urn:visiting:request:${requestId}`,
    code: 'fault',
    params: { requestId },
    words: {
      ja: { title: '環境の内部で問題が起きました。', next: `運用者にこの番号をお伝えください: ${requestId}` },
      en: {
        title: 'Something went wrong inside the environment.',
        next: `Tell the operator this number: ${requestId}`,
      },
    },
  }
}
