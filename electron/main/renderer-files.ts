/**
 * Which file a URL of the workbench stands for: one below the renderer's folder, or none. Escaped, doubled and
 * foreign separators are refused instead of cleaned up.
 */
import { join, normalize, sep } from 'node:path'
import { isOwnUrl } from './origin.ts'

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
}

/** Path and content type of the file for a URL, or null where there is none to give. */
export function fileFor(url: string, folder: string): { path: string; type: string } | null {
  if (!isOwnUrl(url)) return null
  const decoded = decodeOnce(new URL(url).pathname)
  if (decoded === null || /[\\\0%]|\/\/|(^|\/)\.{1,2}(\/|$)/.test(decoded)) return null
  const path = normalize(join(folder, decoded === '/' ? 'index.html' : decoded))
  if (!path.startsWith(normalize(folder) + sep)) return null
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)]
  return type ? { path, type } : null
}

function decodeOnce(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
