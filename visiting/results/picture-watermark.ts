/**
 * The watermark: diagonal, all over, under the values, so that cropping any part of a page keeps a part of the words. The
 * words stand on a lattice one of whose sides is level and whose levels are whole rows of the table apart: what is drawn
 * is one tile, laid again and again.
 *
 * A letter that crosses it is drawn over it, so that the edges of values carry it too: whoever takes its own colour out
 * of the palette still has its trace in them.
 */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { PICTURE } from '../../shared/contract/results.ts'
import { PICTURE_FONT } from './picture-font.ts'
import { packed, type Raster, rowPixels } from './picture-raster.ts'
import type { Colours, Theme } from './picture-theme.ts'

const ANGLE = Math.PI / 9
const FONT = `15px "${PICTURE_FONT}"`
/**
 * From one to the next on a level, in CSS pixels: lines are then 116 apart. No multiple of a column's width: words would
 * cross a row at the same places of its cells, which may be empty.
 */
const APART = 340
/** Between the end of the words and their next beginning, in CSS pixels: half a row high, so that no row is without words. */
const GAP = 36

export interface Tile {
  /** Pixels of the device. */
  width: number
  /** By how much a tile lies further right than the one below it. */
  shear: number
  /** Rows of the table, column by column, on the ground of the page. */
  plain: Uint8Array[]
  /** On that of masked cells; made when the first is laid. */
  masked(): Uint8Array[]
}

/** All words in a row, again and again. */
export function watermarkTile(
  words: string[],
  { scale, theme, colours }: { scale: number; theme: Theme; colours: Colours },
): Tile {
  const line = words.join('   ')
  const { rows, step, spacing } = settingOf(line)
  const height = rows * PICTURE.rowHeight
  const shear = Math.round(step * Math.cos(ANGLE))
  const canvas = createCanvas(APART * scale, height * scale)
  const ctx = canvas.getContext('2d', { alpha: false })
  ctx.lang = 'ja'
  ctx.fillStyle = theme.ground
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.scale(scale, scale)
  ctx.font = FONT
  ctx.letterSpacing = `${spacing}px`
  // As dark as a text, which the canvas draws bolder on a light ground than on a dark one; the palette makes it pale.
  ctx.fillStyle = theme.text
  // Words of the tiles around reach into this one.
  for (const up of [-1, 0, 1])
    for (const x of startsOnLevel(up * shear, { from: -step, until: APART }))
      drawWords(ctx, { line, x, y: (1 - up) * height })
  const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height)
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
  const coverage = Array.from({ length: rows }, (_none, row) =>
    columnsOf(pixels, { row, width: canvas.width, scale, coverageOf: theme.coverageOf.text }),
  )
  const on = (veil: Uint8Array) => coverage.map((columns) => packed(columns, veil, colours.bits))
  let masked: Uint8Array[] | undefined
  return {
    width: canvas.width,
    shear: shear * scale,
    plain: on(colours.veils.plain),
    masked() {
      masked ??= on(colours.veils.masked)
      return masked
    },
  }
}

/** Rows from one line of words to where it begins again, the way along the line and what widens its letters, in CSS pixels. */
export function settingOf(line: string): { rows: number; step: number; spacing: number } {
  const measuring = createCanvas(1, 1).getContext('2d')
  measuring.lang = 'ja'
  measuring.font = FONT
  const { width } = measuring.measureText(line)
  const rows = Math.ceil(((width + GAP) * Math.sin(ANGLE)) / PICTURE.rowHeight)
  const step = (rows * PICTURE.rowHeight) / Math.sin(ANGLE)
  return { rows, step, spacing: (step - GAP - width) / Math.max(1, [...line].length) }
}

/** Words over a finished picture, in CSS pixels of the context. */
export function drawWatermark(
  ctx: SKRSContext2D,
  { width, height, words }: { width: number; height: number; words: string[] },
): void {
  const line = words.join('   ')
  ctx.font = FONT
  const step = ctx.measureText(line).width + GAP
  const [right, up] = [step * Math.cos(ANGLE), step * Math.sin(ANGLE)]
  for (let level = 0; (level - 2) * up < height; level++)
    for (const x of startsOnLevel(-level * right, { from: -step, until: width }))
      drawWords(ctx, { line, x, y: level * up })
}

/** Where words begin, one every APART from `at`, that are seen at all; a letter reaches a little out of its place. */
function startsOnLevel(at: number, { from, until }: { from: number; until: number }): number[] {
  const reach = 20
  const first = at + APART * Math.ceil((from - reach - at) / APART)
  const count = Math.ceil((until + reach - first) / APART)
  return Array.from({ length: count }, (_none, i) => first + i * APART)
}

function drawWords(ctx: SKRSContext2D, { line, x, y }: { line: string; x: number; y: number }): void {
  ctx.save()
  ctx.translate(x, y)
  ctx.rotate(-ANGLE)
  ctx.fillText(line, 0, 0)
  ctx.restore()
}

interface Columns {
  row: number
  width: number
  scale: number
  coverageOf(pixel: number): number
}

/** How much of each pixel of a row is covered, column by column. */
function columnsOf(pixels: Uint32Array, { row, width, scale, coverageOf }: Columns): Uint8Array {
  const height = rowPixels(scale)
  const coverage = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const line = (row * height + y) * width
    for (let x = 0; x < width; x++) coverage[x * height + y] = coverageOf(pixels[line + x]!)
  }
  return coverage
}

/** The ground with its watermark in one row of the table (0 the first), from one pixel to another. */
export function layTile(
  raster: Raster,
  tile: Tile,
  { row, from, until, masked }: { row: number; from: number; until: number; masked: boolean },
): void {
  const rows = masked ? tile.masked() : tile.plain
  const source = rows[row % rows.length]!
  const shift = (Math.floor(row / rows.length) * tile.shear) % tile.width
  for (let x = from; x < until; ) {
    const inTile = (x + shift) % tile.width
    const columns = Math.min(until - x, tile.width - inTile)
    raster.lay({ strip: row + 1, left: x, columns }, source, inTile)
    x += columns
  }
}
