/** Where the environment's data lies: one folder a schema, one file or one folder of yearly files a table. */
import { join } from 'node:path'

/** A glob that names all Parquet files of a table: `<data>/<schema>/<table>/*.parquet`. */
export const parquetGlob = (dataFolder: string, schema: string, table: string): string =>
  join(dataFolder, schema, table, '*.parquet')
