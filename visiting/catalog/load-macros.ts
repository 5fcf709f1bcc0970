/**
 * The macro library: reviewed definitions that come with the environment (`resources/macros`, one file each), written
 * out where a researcher's statement names them, so that they are judged and followed like the researcher's own words.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LibraryMacro } from '../../shared/model/macro.ts'
import { CatalogFault } from './load-catalog.ts'

/**
 * All macros of `folder`, by name.
 * @throws CatalogFault where a file lacks a title in one of the languages, an example or a definition, or is not
 * called after what it defines.
 */
export async function loadMacros(folder: string): Promise<LibraryMacro[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(files.map(async (file) => readMacro(file, await readFile(join(folder, file), 'utf8'))))
}

/** One macro from the text of its file. Throws `CatalogFault` where the file's name or its heads do not fit it. */
export function readMacro(file: string, text: string): LibraryMacro {
  const heads = new Map(
    [...text.matchAll(/^-- (ja|en|example|source): (.+)$/gm)].map(([, key = '', value = '']) => [key, value]),
  )
  const definition = text.slice(text.indexOf('CREATE MACRO')).trim()
  const [, name, parameters = '', table] =
    /^CREATE MACRO (\w+)\(([\w, ]*)\) AS(\s+TABLE\b)?/.exec(definition) ?? []
  if (`${name}.sql` !== file) throw new CatalogFault(`${file}: defines ${name ?? 'nothing'}`)
  const parsed = LibraryMacro.safeParse({
    name,
    parameters: parameters.split(',').map((parameter) => parameter.trim()),
    returns: table === undefined ? 'value' : 'table',
    title: { ja: heads.get('ja'), en: heads.get('en') },
    example: heads.get('example'),
    source: heads.get('source') ?? null,
    definition,
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CatalogFault(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
  }
  return parsed.data
}
