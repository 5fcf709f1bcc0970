/** The two languages of every screen and refusal. */
import { z } from 'zod'

export const Language = z.enum(['ja', 'en'])
export type Language = z.infer<typeof Language>

/** Puts `{name}` parameters into a sentence; an unknown name stays visible as it is. */
export function fill(sentence: string, params: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
