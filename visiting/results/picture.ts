/**
 * Draws a page of rows as pixels, for values that may not travel as data, with a watermark naming who looks, under
 * which permit, and when. Every page of a result has the same size, also one past its end.
 *
 * Draws what it is given. Whether somebody may look, and how many pages a day, is decided before (./results.ts and
 * the journey, which also writes the audit entry).
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts, loadImage, type SKRSContext2D } from '@napi-rs/canvas'
import { PICTURE } from '../../shared/contract/results.ts'
import type { MaskName } from '../../shared/model/facts.ts'
import type { Language } from '../../shared/model/words.ts'
import { encodeIndexedPng } from './indexed-png.ts'
import { THEMES, type Theme, type ThemeName } from './picture-theme.ts'

export const COLUMNS_PER_PICTURE = 12

export interface PicturePage {
  columns: { name: string; type: string; numeric: boolean }[]
  /** Place of the first row in the result, counted from 0. */
  firstRow: number
  rows: { text: string | null; mask: MaskName }[][]
}

export interface PictureLook {
  scale: 1 | 2
  theme: ThemeName
  language: Language
  /** What the watermark says, e.g. person, permit and time. */
  watermark: string[]
}

const NO_ROWS = { ja: '表示する行はありません', en: 'No rows here' } as const
const FONT = 'Visiting Noto Sans JP'
const PADDING = 8

/** A page as PNG. Rows beyond PICTURE.rowsPerPage and columns beyond COLUMNS_PER_PICTURE are not drawn. */
export async function drawPicture(page: PicturePage, look: PictureLook): Promise<Uint8Array> {
  registerFont()
  const theme = THEMES[look.theme]
  const columns = page.columns.slice(0, COLUMNS_PER_PICTURE)
  const rows = page.rows.slice(0, PICTURE.rowsPerPage)
  const width = PICTURE.rowNumberWidth + columns.length * PICTURE.columnWidth
  const height = PICTURE.headerHeight + PICTURE.rowsPerPage * PICTURE.rowHeight
  const canvas = createCanvas(width * look.scale, height * look.scale)
  const ctx = canvas.getContext('2d', { alpha: false })
  ctx.scale(look.scale, look.scale)
  ctx.lang = 'ja'
  ctx.textBaseline = 'alphabetic'
  ctx.fillStyle = theme.ground
  ctx.fillRect(0, 0, width, height)
  drawMaskedGrounds(ctx, { rows, count: columns.length, theme })
  drawWatermark(ctx, { width, height, theme, words: look.watermark })
  drawHeader(ctx, { columns, width, theme })
  if (rows.length === 0) drawNoRows(ctx, { width, theme, words: NO_ROWS[look.language] })
  rows.forEach((row, index) => {
    drawRow(ctx, { row, columns, index, number: page.firstRow + index + 1, width, theme })
  })
  drawColumnLines(ctx, { count: columns.length, height, theme })
  return encodeIndexedPng({ width: canvas.width, height: canvas.height, rgba: canvas.data() }, theme.palette)
}

/** A finished picture with a watermark drawn over it, for one that shows what may not travel as data. */
export async function watermarkedPng(png: Uint8Array, words: string[]): Promise<Uint8Array> {
  registerFont()
  const image = await loadImage(Buffer.from(png))
  const { width, height } = image
  const canvas = createCanvas(width, height)
  const ctx = canvas.getContext('2d', { alpha: false })
  ctx.drawImage(image, 0, 0)
  // Drawn at the scale of the pictures of pages, where it is read without hiding what lies under it.
  ctx.scale(2, 2)
  drawWatermark(ctx, { width: width / 2, height: height / 2, theme: THEMES.light, words })
  return Uint8Array.from(canvas.toBuffer('image/png'))
}

let registered = false
function registerFont(): void {
  if (registered) return
  const path = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  )
  GlobalFonts.register(readFileSync(path), FONT)
  registered = true
}

interface Header {
  columns: PicturePage['columns']
  width: number
  theme: Theme
}

function drawHeader(ctx: SKRSContext2D, { columns, width, theme }: Header): void {
  ctx.fillStyle = theme.header
  ctx.fillRect(0, 0, width, PICTURE.headerHeight)
  ctx.fillStyle = theme.line
  ctx.fillRect(0, PICTURE.headerHeight - 1, width, 1)
  columns.forEach((column, i) => {
    const left = PICTURE.rowNumberWidth + i * PICTURE.columnWidth
    const room = PICTURE.columnWidth - 2 * PADDING
    ctx.font = `11px "${FONT}"`
    const type = clip(ctx, column.type, room * 0.45)
    const typeWidth = ctx.measureText(type).width
    ctx.fillStyle = theme.quiet
    ctx.textAlign = 'right'
    ctx.fillText(type, left + PICTURE.columnWidth - PADDING, 18.5)
    ctx.font = `13px "${FONT}"`
    ctx.fillStyle = theme.text
    ctx.textAlign = 'left'
    ctx.fillText(clip(ctx, column.name, room - typeWidth - PADDING), left + PADDING, 19)
  })
}

interface Row {
  row: PicturePage['rows'][number]
  columns: PicturePage['columns']
  index: number
  number: number
  width: number
  theme: Theme
}

function drawRow(ctx: SKRSContext2D, { row, columns, index, number, width, theme }: Row): void {
  const top = PICTURE.headerHeight + index * PICTURE.rowHeight
  const base = top + 17
  ctx.fillStyle = theme.line
  ctx.fillRect(0, top + PICTURE.rowHeight - 1, width, 1)
  ctx.textAlign = 'right'
  ctx.font = `11px "${FONT}"`
  ctx.fillStyle = theme.quiet
  ctx.fillText(String(number), PICTURE.rowNumberWidth - PADDING, base - 0.5)
  ctx.font = `13px "${FONT}"`
  columns.forEach((column, i) => {
    const cell = row[i]
    if (!cell) return
    const left = PICTURE.rowNumberWidth + i * PICTURE.columnWidth
    const masked = isMarked(cell.mask)
    if (masked) drawMaskedSign(ctx, { left, top, theme })
    const room = PICTURE.columnWidth - 2 * PADDING - (masked ? 12 : 0)
    ctx.fillStyle = cell.text === null ? theme.quiet : theme.text
    const text = clip(ctx, cell.text ?? 'NULL', room)
    const right = column.numeric
    ctx.textAlign = right ? 'right' : 'left'
    const start = left + PADDING + (masked ? 12 : 0)
    ctx.fillText(text, right ? left + PICTURE.columnWidth - PADDING : start, base)
  })
}

/** Cells of an aggregated result that may not travel; of other results none may, which needs no mark. */
const isMarked = (mask: MaskName): boolean => mask === 'below-minimum' || mask === 'dominated'

/** Drawn under the watermark, so that it runs over them too. */
function drawMaskedGrounds(
  ctx: SKRSContext2D,
  { rows, count, theme }: { rows: PicturePage['rows']; count: number; theme: Theme },
): void {
  ctx.fillStyle = theme.masked
  rows.forEach((row, index) => {
    row.slice(0, count).forEach((cell, i) => {
      if (!isMarked(cell.mask)) return
      const left = PICTURE.rowNumberWidth + i * PICTURE.columnWidth
      const top = PICTURE.headerHeight + index * PICTURE.rowHeight
      ctx.fillRect(left, top, PICTURE.columnWidth, PICTURE.rowHeight)
    })
  })
}

/** The diamond that masked cells also have in the grid. */
function drawMaskedSign(
  ctx: SKRSContext2D,
  { left, top, theme }: { left: number; top: number; theme: Theme },
): void {
  ctx.fillStyle = theme.maskedSign
  const [x, y] = [left + PADDING + 3, top + PICTURE.rowHeight / 2 - 0.5]
  ctx.beginPath()
  ctx.moveTo(x, y - 4.5)
  ctx.lineTo(x + 4.5, y)
  ctx.lineTo(x, y + 4.5)
  ctx.lineTo(x - 4.5, y)
  ctx.fill()
}

function drawColumnLines(
  ctx: SKRSContext2D,
  { count, height, theme }: { count: number; height: number; theme: Theme },
): void {
  ctx.fillStyle = theme.line
  for (let i = 0; i <= count; i++)
    ctx.fillRect(PICTURE.rowNumberWidth + i * PICTURE.columnWidth - 1, 0, 1, height)
}

function drawNoRows(
  ctx: SKRSContext2D,
  { width, theme, words }: { width: number; theme: Theme; words: string },
): void {
  ctx.font = `14px "${FONT}"`
  ctx.fillStyle = theme.quiet
  ctx.textAlign = 'center'
  ctx.fillText(words, Math.min(width, 960) / 2, PICTURE.headerHeight + 3 * PICTURE.rowHeight)
}

/** Diagonal, all over, under the values: cropping any part of the page keeps a part of the words. */
function drawWatermark(
  ctx: SKRSContext2D,
  { width, height, theme, words }: { width: number; height: number; theme: Theme; words: string[] },
): void {
  ctx.save()
  ctx.font = `15px "${FONT}"`
  ctx.fillStyle = theme.watermark
  ctx.textAlign = 'left'
  ctx.rotate(-Math.PI / 9)
  const line = words.join('   ')
  const step = ctx.measureText(line).width + 72
  const reach = Math.hypot(width, height)
  for (let row = 0, y = 0; y < reach + 400; row++, y += 108) {
    for (let x = -reach / 2 - (row % 2) * (step / 2); x < reach; x += step) ctx.fillText(line, x, y)
  }
  ctx.restore()
}

/** Widths of single characters, by font: measuring whole texts takes longer than drawing them. */
const widths = new Map<string, Map<string, number>>()
/** Characters remembered of one font; more than Japanese text has. */
const MOST_CHARACTERS = 20_000

function widthOf(ctx: SKRSContext2D, character: string, known: Map<string, number>): number {
  const before = known.get(character)
  if (before !== undefined) return before
  const { width } = ctx.measureText(character)
  if (known.size >= MOST_CHARACTERS) known.clear()
  known.set(character, width)
  return width
}

/** Shortens a text to a width, in CSS pixels, with an ellipsis. Pairs that stand closer together leave a little room. */
function clip(ctx: SKRSContext2D, text: string, room: number): string {
  const known = widths.get(ctx.font) ?? new Map<string, number>()
  widths.set(ctx.font, known)
  // No glyph is narrower than 3 pixels at these sizes; a longer text need not be looked at whole.
  const shown = text.length > room / 2 ? text.slice(0, Math.ceil(room / 2)) : text
  const line = shown.replace(/\s/g, ' ')
  const ellipsis = widthOf(ctx, '…', known)
  let width = 0
  let fits = 0
  for (const character of line) {
    width += widthOf(ctx, character, known)
    if (width > room) return `${line.slice(0, fits)}…`
    if (width + ellipsis <= room) fits += character.length
  }
  return line.length === text.length ? line : `${line.slice(0, fits)}…`
}
