/** Problems that a client finds itself (no answer came, a package does not verify), in the form of the others. */
import type { Problem, ProblemCode } from './problem.ts'

export interface ProblemInWords {
  code: ProblemCode
  status?: number
  params?: Record<string, string | number>
  ja: { title: string; next: string }
  en: { title: string; next: string }
}

/** A problem in words of its own. Status 0: it did not come with an HTTP answer. */
export function problemInWords({ code, status = 0, params = {}, ja, en }: ProblemInWords): Problem {
  return {
    type: `urn:visiting:problem:${code}`,
    title: en.title,
    status,
    detail: en.next,
    instance: 'urn:visiting:request:client',
    code,
    params,
    words: { ja, en },
  }
}
