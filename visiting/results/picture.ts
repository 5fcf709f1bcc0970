/**
 * Draws a page of rows as pixels, for values that may not travel as data, with a watermark naming who looks, under
 * which permit, and when. Every page of a result has the same size, also one past its end.
 *
 * Draws what it is given. Whether somebody may look, and how many pages a day, is decided before (./results.ts and
 * the journey, which also writes the audit entry).
 */
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { PICTURE } from '../../shared/contract/results.ts'
import type { MaskName } from '../../shared/model/facts.ts'
import type { Language } from '../../shared/model/words.ts'
import { encodeIndexedPng } from './indexed-png.ts'
import { registerPictureFont } from './picture-font.ts'
import { Letters } from './picture-letters.ts'
import { Raster } from './picture-raster.ts'
import { HEADER, LINE, THEMES, type Theme, type ThemeName } from './picture-theme.ts'
import { drawWatermark, layTile, watermarkTile } from './picture-watermark.ts'

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

/** Pages are turned without knowing how many there are, so the last one says that it is. */
const NO_ROWS = {
  ja: '表示する行はありません（ここまでで終わりです）',
  en: 'No rows here: this is past the end',
} as const
const END = { ja: '（ここまでです）', en: '(End of the result)' } as const
const PADDING = 8
const { rowHeight, headerHeight, columnWidth, rowNumberWidth, rowsPerPage } = PICTURE

/** A page as PNG. Rows beyond PICTURE.rowsPerPage and columns beyond COLUMNS_PER_PICTURE are not drawn. */
export async function drawPicture(page: PicturePage, look: PictureLook): Promise<Uint8Array> {
  registerPictureFont()
  const { scale } = look
  const theme = THEMES[look.theme]
  const columns = page.columns.slice(0, COLUMNS_PER_PICTURE)
  const rows = page.rows.slice(0, rowsPerPage)
  const width = rowNumberWidth + columns.length * columnWidth
  const height = headerHeight + rowsPerPage * rowHeight
  const raster = new Raster(width * scale, height * scale)
  const few = scale === 2 && !rows.some((row) => row.some(({ mask }) => isMarked(mask))) ? theme.few : null
  const letters = new Letters({ scale, theme: { ...theme, blends: (few ?? theme).blends } })
  const drawing: Drawing = { raster, letters, scale, width, theme }
  layGround(drawing, { rows, count: columns.length, words: look.watermark })
  placeHeader(drawing, columns)
  if (rows.length < rowsPerPage) {
    const words = rows.length === 0 ? NO_ROWS : END
    drawing.letters.place(words[look.language], {
      x: Math.min(width, 960) / 2,
      y: headerHeight + (rows.length === 0 ? 3 : rows.length + 1) * rowHeight - 7,
      align: 'center',
      size: rows.length === 0 ? 14 : 11,
      ink: 'quiet',
      room: width - 2 * PADDING,
    })
  }
  rows.forEach((row, index) => {
    placeRow(drawing, { row, columns, index, number: page.firstRow + index + 1 })
  })
  for (let row = 0; row < rows.length; row++)
    fill(drawing, { left: 0, top: headerHeight + (row + 1) * rowHeight - 1, width, height: 1 }, LINE)
  drawing.letters.stampOnto(raster)
  for (let i = 0; i <= columns.length; i++)
    fill(drawing, { left: leftOf(i) - 1, top: 0, width: 1, height }, LINE)
  return encodeIndexedPng(raster, { palette: theme.palette, few })
}

/** A finished picture with a watermark drawn over it, for one that shows what may not travel as data. */
export async function watermarkedPng(png: Uint8Array, words: string[]): Promise<Uint8Array> {
  registerPictureFont()
  const image = await loadImage(Buffer.from(png))
  const { width, height } = image
  const canvas = createCanvas(width, height)
  const ctx = canvas.getContext('2d', { alpha: false })
  ctx.drawImage(image, 0, 0)
  // Drawn at the scale of the pictures of pages, where it is read without hiding what lies under it.
  ctx.scale(2, 2)
  ctx.fillStyle = THEMES.light.veil
  drawWatermark(ctx, { width: width / 2, height: height / 2, words })
  return Uint8Array.from(canvas.toBuffer('image/png'))
}

/** A page being made; all places and sizes in CSS pixels. */
interface Drawing {
  raster: Raster
  letters: Letters
  scale: 1 | 2
  width: number
  theme: Theme
}

const leftOf = (column: number): number => rowNumberWidth + column * columnWidth

function fill({ raster, scale }: Drawing, box: Box, index: number): void {
  const { left, top, width, height } = box
  raster.fill({ left: left * scale, top: top * scale, width: width * scale, height: height * scale }, index)
}

interface Box {
  left: number
  top: number
  width: number
  height: number
}

function placeHeader(drawing: Drawing, columns: PicturePage['columns']): void {
  const { letters, width } = drawing
  fill(drawing, { left: 0, top: 0, width, height: headerHeight - 1 }, HEADER)
  fill(drawing, { left: 0, top: headerHeight - 1, width, height: 1 }, LINE)
  const room = columnWidth - 2 * PADDING
  columns.forEach((column, i) => {
    const [left, right] = [leftOf(i) + PADDING, leftOf(i + 1) - PADDING]
    const typeWidth = letters.place(column.type, {
      ...{ x: right, y: 18.5, align: 'right', size: 11, ink: 'quiet' },
      room: room * 0.45,
    })
    letters.place(column.name, {
      ...{ x: left, y: 19, align: 'left', size: 13, ink: 'text' },
      room: room - typeWidth - PADDING,
    })
  })
}

interface Row {
  row: PicturePage['rows'][number]
  columns: PicturePage['columns']
  index: number
  number: number
}

function placeRow({ letters }: Drawing, { row, columns, index, number }: Row): void {
  const base = headerHeight + index * rowHeight + 17
  letters.place(String(number), {
    ...{ x: rowNumberWidth - PADDING, y: base - 0.5, align: 'right', size: 11, ink: 'quiet' },
    room: rowNumberWidth - 2 * PADDING,
  })
  columns.forEach((column, i) => {
    const cell = row[i]
    if (!cell) return
    const masked = isMarked(cell.mask)
    if (masked) letters.placeSign({ x: leftOf(i) + PADDING - 1.5, y: base })
    const start = leftOf(i) + PADDING + (masked ? 12 : 0)
    const end = leftOf(i + 1) - PADDING
    letters.place(cell.text ?? 'NULL', {
      ...(column.numeric ? { x: end, align: 'right' } : { x: start, align: 'left' }),
      ...{ y: base, size: 13, ink: cell.text === null ? 'quiet' : 'text' },
      room: end - start,
    })
  })
}

/** Cells of an aggregated result that may not travel; of other results none may, which needs no mark. */
const isMarked = (mask: MaskName): boolean => mask === 'below-minimum' || mask === 'dominated'

interface Ground {
  rows: PicturePage['rows']
  count: number
  words: string[]
}

/** The watermark over the page's ground and over those of masked cells. */
function layGround({ raster, scale, width, theme }: Drawing, { rows, count, words }: Ground): void {
  const tile = watermarkTile(words, { scale, theme })
  for (let y = 0; y < raster.height; y++)
    layTile(raster, tile, { from: 0, until: width * scale, y, masked: false })
  rows.forEach((row, index) => {
    row.slice(0, count).forEach((cell, i) => {
      if (!isMarked(cell.mask)) return
      const top = (headerHeight + index * rowHeight) * scale
      for (let y = top; y < top + rowHeight * scale; y++)
        layTile(raster, tile, { from: leftOf(i) * scale, until: leftOf(i + 1) * scale, y, masked: true })
    })
  })
}
