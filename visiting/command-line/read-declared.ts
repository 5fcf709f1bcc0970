/** Reads a JSON file an operator wrote against its schema; problems end in words that name file and place. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { OperatorProblem } from '../data-folder.ts'

/** @throws OperatorProblem where the file is no JSON or breaks the schema. */
export function readDeclared<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  { ja, en }: { ja: string; en: string },
): z.infer<Schema> {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(resolve(path), 'utf8'))
  } catch {
    throw new OperatorProblem(
      `The ${en} ${path} cannot be read as JSON.`,
      `${ja} ${path} をJSONとして読めません。`,
    )
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new OperatorProblem(
    `The ${en} ${path} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}`,
    `${ja} ${path} の ${issue?.path.join('.') || '先頭'} に誤りがあります：${issue?.message ?? ''}`,
  )
}
