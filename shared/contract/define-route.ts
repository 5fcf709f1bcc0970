/**
 * A route is written once: the service binds it, the client calls it, OpenAPI describes it.
 * Path parameters (`:permitId`) are fields of the input; for GET the other fields travel in the query string,
 * otherwise in a JSON body.
 */
import type { z } from 'zod'
import type { RefusalCode } from '../model/refusals.ts'
import type { Role } from '../model/visitor.ts'

export interface Route<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType | BytesOf = z.ZodType | BytesOf,
> {
  name: Name
  method: 'GET' | 'POST' | 'DELETE'
  path: `/api/${string}`
  /** 'open': anybody; 'signed-in': any visitor; otherwise one of these roles. */
  access: 'open' | 'signed-in' | readonly Role[]
  summary: string
  input: Input
  output: Output
  refusals: readonly RefusalCode[]
}

type BytesType =
  | 'application/vnd.apache.arrow.stream'
  | 'image/png'
  | 'application/vnd.visiting.picture-strips'
  | 'application/zip'
  | 'application/ld+json'
  | 'text/csv'

/** The output of a route that answers with bytes instead of JSON. */
export interface BytesOf {
  bytes: BytesType
  /** What it answers instead where the input asks for it. */
  or?: BytesType
}

/** What such a route gives: the bytes and the few headers the client reads; `content-type` where it is the other one. */
export interface BytesAnswer {
  bytes: Uint8Array
  headers: Record<string, string>
}

/**
 * Gives the route back as it is; what it adds is its exact type, from which handlers and callers take theirs.
 */
export function defineRoute<
  const Name extends string,
  Input extends z.ZodType,
  const Output extends z.ZodType | BytesOf,
>(route: Route<Name, Input, Output>): Route<Name, Input, Output> {
  return route
}

export type InputOf<R extends Route> = z.output<R['input']>
/** What a caller writes: fields with defaults may be left out. */
export type CallOf<R extends Route> = z.input<R['input']>
export type OutputOf<R extends Route> = R['output'] extends z.ZodType ? z.output<R['output']> : BytesAnswer
/** Media types that a route of bytes may answer with, the usual one first. */
export const bytesTypesOf = ({ bytes, or }: BytesOf): BytesType[] => (or ? [bytes, or] : [bytes])
/** Whether a route answers bytes of a media type; it answers JSON otherwise. */
export const isBytes = (output: Route['output']): output is BytesOf => 'bytes' in output
