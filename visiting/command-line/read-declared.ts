/** Reads a JSON file an operator wrote against its schema; problems end in words that name file and place. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import japanese from 'zod/v4/locales/ja.js'
import { OperatorProblem } from '../data-folder.ts'
import { unreadableFile } from './unreadable-file.ts'

/** @throws OperatorProblem where the file cannot be read, is no JSON or breaks the schema. */
export function readDeclared<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  { ja, en }: { ja: string; en: string },
): z.infer<Schema> {
  let text: string
  try {
    text = readFileSync(resolve(path), 'utf8')
  } catch (problem) {
    throw unreadableFile(path, problem, { ja, en })
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (problem) {
    const { message } = problem as Error
    throw new OperatorProblem(
      `The ${en} ${path} cannot be read as JSON: ${message}`,
      `${ja} ${path} をJSONとして読めません：${message}`,
    )
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const [ours] = schema.safeParse(content, { error: japanese().localeError }).error?.issues ?? []
  throw new OperatorProblem(
    `The ${en} ${path} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}`,
    `${ja} ${path} の ${issue?.path.join('.') || '先頭'} に誤りがあります：${ours?.message ?? ''}`,
  )
}
