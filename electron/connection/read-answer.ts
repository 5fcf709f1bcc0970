/**
 * Turns an HTTP answer into a value of the contract or a problem. Whatever does not match the route's own schema is
 * not passed on: the renderer sees contract values only.
 */
import type { z } from 'zod'
import type { Answer } from '../../shared/bridge/workbench-bridge.ts'
import { type BytesAnswer, bytesTypesOf, isBytes, type Route } from '../../shared/contract/define-route.ts'
import { Problem } from '../../shared/model/problem.ts'
import { notUnderstood } from './client-problems.ts'

interface HttpAnswer {
  status: number
  headers: Headers
  body: Uint8Array
}

/** The value of a route's answer, `unknown` because its type is the caller's route's. */
export function readAnswer(route: Route, answer: HttpAnswer, address: string): Answer<unknown> {
  if (answer.status >= 400) return { ok: false, problem: readProblem(answer, address) }
  const gibberish: Answer<unknown> = { ok: false, problem: notUnderstood(address, answer.status) }
  if (answer.status >= 300) return gibberish
  if (isBytes(route.output))
    return bytesTypesOf(route.output).some((type) => type === typeOf(answer))
      ? { ok: true, value: bytesOf(answer) }
      : gibberish
  const parsed = parseTolerantly(route.output, readJson(answer))
  return parsed.success ? { ok: true, value: parsed.data } : gibberish
}

function readProblem(answer: HttpAnswer, address: string): Problem {
  const parsed = Problem.safeParse(readJson(answer))
  return parsed.success ? parsed.data : notUnderstood(address, answer.status)
}

const typeOf = (answer: HttpAnswer): string =>
  (answer.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? ''

/** The bytes with the headers of the contract; no others reach the renderer. */
function bytesOf(answer: HttpAnswer): BytesAnswer {
  const kept = [...answer.headers].filter(
    ([name]) => name.startsWith('x-visiting-') || name === 'content-type',
  )
  return { bytes: answer.body, headers: Object.fromEntries(kept) }
}

function readJson(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body))
  } catch {
    return undefined
  }
}

/**
 * An environment of a newer minor version may add fields, which an older client is to ignore; the schemas are strict,
 * so unknown fields are taken away once, and only then is the answer judged.
 */
function parseTolerantly(schema: z.ZodType, value: unknown): z.ZodSafeParseResult<unknown> {
  const first = schema.safeParse(value)
  if (first.success || first.error.issues.some((issue) => issue.code !== 'unrecognized_keys')) return first
  for (const issue of first.error.issues)
    if (issue.code === 'unrecognized_keys') {
      const holder = issue.path.reduce<unknown>(
        (at, step) => (at as Record<PropertyKey, unknown>)[step],
        value,
      ) as Record<string, unknown>
      for (const key of issue.keys) delete holder[key]
    }
  return schema.safeParse(value)
}
