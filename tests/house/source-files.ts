/** Reads the house's own source files and their imports, for the tests that keep its laws. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Import {
  /** Path from the root for our own files; package name otherwise. */
  target: string
  own: boolean
  typeOnly: boolean
}

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  path: string
  text: string
  imports: Import[]
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path)
    return /\.(ts|tsx)$/.test(entry.name) ? [path] : []
  })
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?)\s*from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    walk(join(ROOT, folder)).map((absolute) => {
      const path = relative(ROOT, absolute).split('\\').join('/')
      const text = readFileSync(absolute, 'utf8')
      return { path, text, imports: importsOf(path, text) }
    }),
  )
}

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = (match[3] ?? match[4] ?? match[5])!
    const names = match[2] ?? ''
    // `import { type A, type B } from` brings nothing at run time either.
    const listed = /^\{(.*)\}$/s
      .exec(names.trim())?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean)
    const typeOnly = match[1] !== undefined || (listed?.every((name) => name.startsWith('type ')) ?? false)
    const own = specifier.startsWith('.')
    return { target: own ? posix.join(posix.dirname(path), specifier) : specifier, own, typeOnly }
  })
}

/** `visiting/engine` for `visiting/engine/worker/main.ts`; the top folder alone for files directly in it. */
export const roomOf = (path: string): string => {
  const parts = path.split('/')
  return parts.length > 2 ? `${parts[0]}/${parts[1]}` : parts[0]!
}
