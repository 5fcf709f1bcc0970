/**
 * Draws a page of rows as pixels, for values that may not travel as data, with a watermark naming who looks, under
 * which permit, and when. Every page of a result has the same size, also one past its end.
 *
 * Draws what it is given. Whether somebody may look, and how many pages a day, is decided before (./results.ts and
 * the journey, which also writes the audit entry).
 */
import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import { PICTURE, type PictureForm, STRIPS_TYPE } from '../../shared/contract/results.ts'
import type { MaskName } from '../../shared/model/facts.ts'
import type { Language } from '../../shared/model/words.ts'
import { compressedStrips } from './compressed-strips.ts'
import { encodeIndexedPng } from './indexed-png.ts'
import { registerPictureFont } from './picture-font.ts'
import { Letters } from './picture-letters.ts'
import { Raster } from './picture-raster.ts'
import { type Colours, THEMES, type Theme, type ThemeName } from './picture-theme.ts'
import { drawWatermark, layTile, watermarkTile } from './picture-watermark.ts'

/** Further columns are drawn by asking for another first column. */
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
const { columnWidth, rowNumberWidth, rowsPerPage } = PICTURE

/** A page as PNG. Rows beyond PICTURE.rowsPerPage and columns beyond COLUMNS_PER_PICTURE are not drawn. */
export async function drawPicture(page: PicturePage, look: PictureLook): Promise<Uint8Array> {
  return encodeIndexedPng(drawPage(page, look))
}

/** The same pixels in the form asked for, as an answer of the contract. */
export async function pictureAnswer(
  page: PicturePage,
  { form, ...look }: PictureLook & { form: PictureForm },
): Promise<BytesAnswer> {
  if (form === 'png') return { bytes: await drawPicture(page, look), headers: {} }
  return {
    bytes: await compressedStrips(drawPage(page, look)),
    headers: { 'content-type': STRIPS_TYPE, 'content-encoding': 'br' },
  }
}

/** Letters of codes, dates, numbers and pseudonyms. */
const USUAL = 'abcdefghijklmnopqrstuvwxyz 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ -.,:/_()'

/**
 * Draws pages that nobody sees, one at a time: the first page that somebody waits for costs ten times what a later one
 * does, for its font, its letters and code that has not run before.
 */
export async function warmPictures(): Promise<void> {
  const columns = Array.from({ length: COLUMNS_PER_PICTURE }, (_, index) => ({
    name: `column_${index}`,
    type: 'VARCHAR',
    numeric: index % 2 === 0,
  }))
  const cell = (at: number) => ({ text: USUAL.slice(at % 60, (at % 60) + 14), mask: 'shown' as const })
  const rows = Array.from({ length: rowsPerPage }, (_, row) =>
    columns.map((_, index) => cell(row * 5 + index)),
  )
  for (const scale of [1, 2, 1, 2, 1, 2] as const) {
    await pictureAnswer(
      { columns, firstRow: 0, rows },
      { scale, theme: 'light', language: 'ja', watermark: ['—'], form: 'strips' },
    )
    await new Promise(setImmediate)
  }
}

function drawPage(page: PicturePage, look: PictureLook): Raster {
  registerPictureFont()
  const { scale } = look
  const theme = THEMES[look.theme]
  const columns = page.columns.slice(0, COLUMNS_PER_PICTURE)
  const rows = page.rows.slice(0, rowsPerPage)
  const width = rowNumberWidth + columns.length * columnWidth
  const hasMarked = rows.some((row) => row.some(({ mask }) => isMarked(mask)))
  const colours = scale === 2 && !hasMarked ? theme.few : theme.whole
  const raster = new Raster({ width: width * scale, scale, colours })
  const letters = new Letters({ scale, theme, colours })
  const drawing: Drawing = { raster, letters, scale, width, theme, colours }
  layGround(drawing, { rows, count: columns.length, words: look.watermark })
  placeHeader(drawing, columns)
  if (rows.length < rowsPerPage) {
    const words = rows.length === 0 ? NO_ROWS : END
    letters.place(words[look.language], {
      strip: rows.length === 0 ? 3 : rows.length + 1,
      x: Math.min(width, 960) / 2,
      align: 'center',
      size: rows.length === 0 ? 14 : 11,
      ink: 'quiet',
      room: width - 2 * PADDING,
    })
  }
  rows.forEach((row, index) => {
    placeRow(drawing, { row, columns, strip: index + 1, number: page.firstRow + index + 1 })
    raster.underline(index + 1, colours.line)
  })
  letters.stampOnto(raster)
  for (let strip = 0; strip <= rowsPerPage; strip++)
    for (let i = 0; i <= columns.length; i++)
      raster.fill({ strip, left: (leftOf(i) - 1) * scale, columns: scale }, colours.line)
  return raster
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
  colours: Colours
}

const leftOf = (column: number): number => rowNumberWidth + column * columnWidth

function placeHeader(drawing: Drawing, columns: PicturePage['columns']): void {
  const { letters, raster, colours } = drawing
  raster.fill({ strip: 0, left: 0, columns: raster.width }, colours.header)
  raster.underline(0, colours.line)
  const room = columnWidth - 2 * PADDING
  columns.forEach((column, i) => {
    const [left, right] = [leftOf(i) + PADDING, leftOf(i + 1) - PADDING]
    const typeWidth = letters.place(column.type, {
      ...{ strip: 0, x: right, align: 'right', size: 11, ink: 'quiet' },
      room: room * 0.45,
    })
    letters.place(column.name, {
      ...{ strip: 0, x: left, align: 'left', size: 13, ink: 'text' },
      room: room - typeWidth - PADDING,
    })
  })
}

interface Row {
  row: PicturePage['rows'][number]
  columns: PicturePage['columns']
  strip: number
  /** What stands before the row. */
  number: number
}

function placeRow({ letters }: Drawing, { row, columns, strip, number }: Row): void {
  letters.place(String(number), {
    ...{ strip, x: rowNumberWidth - PADDING, align: 'right', size: 11, ink: 'quiet' },
    room: rowNumberWidth - 2 * PADDING,
  })
  columns.forEach((column, i) => {
    const cell = row[i]
    if (!cell) return
    const masked = isMarked(cell.mask)
    if (masked) letters.placeSign({ strip, x: leftOf(i) + PADDING - 1.5 })
    const start = leftOf(i) + PADDING + (masked ? 12 : 0)
    const end = leftOf(i + 1) - PADDING
    letters.place(cell.text ?? 'NULL', {
      ...(column.numeric ? { x: end, align: 'right' } : { x: start, align: 'left' }),
      ...{ strip, size: 13, ink: cell.text === null ? 'quiet' : 'text' },
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
function layGround(drawing: Drawing, { rows, count, words }: Ground): void {
  const { raster, scale } = drawing
  const tile = watermarkTile(words, drawing)
  for (let row = 0; row < rowsPerPage; row++) {
    layTile(raster, tile, { row, from: 0, until: raster.width, masked: false })
    rows[row]?.slice(0, count).forEach((cell, i) => {
      if (!isMarked(cell.mask)) return
      layTile(raster, tile, { row, from: leftOf(i) * scale, until: leftOf(i + 1) * scale, masked: true })
    })
  }
}
