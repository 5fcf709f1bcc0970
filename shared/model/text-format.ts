/** Texts and code an output may hold; the file types that leave, and no others. */
import { z } from 'zod'

export const TextFormat = z.enum(['text', 'markdown', 'sql', 'r', 'python'])
export type TextFormat = z.infer<typeof TextFormat>

/** By format, as it leaves in a release. */
export const TEXT_FILES: Record<TextFormat, { extension: string; mediaType: string }> = {
  text: { extension: 'txt', mediaType: 'text/plain' },
  markdown: { extension: 'md', mediaType: 'text/markdown' },
  sql: { extension: 'sql', mediaType: 'application/sql' },
  r: { extension: 'R', mediaType: 'text/x-r' },
  python: { extension: 'py', mediaType: 'text/x-python' },
}
