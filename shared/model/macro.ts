/** A macro of the library that comes with the environment; data in `resources/macros/*.sql`. */
import { z } from 'zod'

/** As the catalog shows it, with its definition. */
export const LibraryMacro = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  parameters: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)),
  /** `value` stands in an expression, `table` after FROM. */
  returns: z.enum(['value', 'table']),
  title: z.strictObject({ ja: z.string(), en: z.string() }),
  /** How it is written. */
  example: z.string(),
  /** Where its formula or code list comes from. */
  source: z.string().nullable(),
  /** The statement that defines it. */
  definition: z.string(),
})
export type LibraryMacro = z.infer<typeof LibraryMacro>
