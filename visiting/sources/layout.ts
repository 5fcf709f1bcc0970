/**
 * Where the environment's data lies: one folder a schema, one a table; in it Parquet files, or one folder a year
 * (`year=2021/part-0003.parquet`). Nobody else knows this.
 */
import { join } from 'node:path'

/** The folder that holds a table's files. */
export const tableFolder = (dataFolder: string, schema: string, table: string): string =>
  join(dataFolder, schema, table)

/** A glob that names all Parquet files of a table, whether or not it is split by year. */
export const parquetGlob = (dataFolder: string, schema: string, table: string): string =>
  join(tableFolder(dataFolder, schema, table), '**', '*.parquet')

/** One file of a table; `year` null where the table is not split. */
export const parquetFile = (
  dataFolder: string,
  table: { schema: string; name: string },
  place: { year: number | null; part: number },
): string =>
  join(
    dataFolder,
    table.schema,
    table.name,
    ...(place.year === null ? [] : [`year=${place.year}`]),
    `part-${String(place.part).padStart(4, '0')}.parquet`,
  )

/** Safe-to-show profiles of the loaded tables, computed when data enters. */
export const profilesFile = (dataFolder: string): string => join(dataFolder, 'profiles.json')
/** How many persons each pair of databases shares, rounded. */
export const linkageFile = (dataFolder: string): string => join(dataFolder, 'linkage.json')
/** What the generator planted into the invented nation, and how to find it again. */
export const truthFile = (dataFolder: string): string => join(dataFolder, 'truth.json')
/** Written last: without it a generation did not finish. */
export const generationFile = (dataFolder: string): string => join(dataFolder, 'generated.json')

/** One imported file of a table, named after what was imported how. */
export const importedFile = (
  dataFolder: string,
  table: { schema: string; name: string },
  key: string,
): string => join(dataFolder, table.schema, table.name, `import-${key.slice(0, 16)}.parquet`)
/** Where an import works until it is done; rows of people lie there, and nothing reads them. */
export const incomingFolder = (dataFolder: string): string => join(dataFolder, '.incoming')
/** What was imported, so that nothing is imported twice. */
export const importLedger = (dataFolder: string): string => join(dataFolder, 'imports.json')
/** Rows that could not be loaded: place, column and reason, no values. */
export const quarantineFile = (dataFolder: string, key: string): string =>
  join(dataFolder, 'quarantine', `${key.slice(0, 16)}.csv`)

/** The layout of one data folder, for rooms that are handed it instead of knowing it. */
export const layoutOf = (dataFolder: string) => ({
  glob: (schema: string, table: string): string => parquetGlob(dataFolder, schema, table),
  profilesFile: profilesFile(dataFolder),
  linkageFile: linkageFile(dataFolder),
})
