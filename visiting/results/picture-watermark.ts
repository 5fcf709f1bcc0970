/**
 * The watermark: diagonal, all over, under the values, so that cropping any part of a page keeps a part of the words. The
 * words stand on a lattice one of whose sides is level: what is drawn is one tile, laid again and again.
 *
 * A letter that crosses it is drawn over it, so that the edges of values carry it too: whoever takes its own colour out
 * of the palette still has its trace in them.
 */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { PICTURE_FONT } from './picture-font.ts'
import type { Raster } from './picture-raster.ts'
import type { Theme } from './picture-theme.ts'

const ANGLE = Math.PI / 9
const FONT = `15px "${PICTURE_FONT}"`
/** From one to the next on a level, in CSS pixels: lines are then 109 apart. */
const APART = 320
const GAP = 72

export interface Tile {
  /** Pixels of the device. */
  width: number
  height: number
  /** By how much a tile lies further right than the one below it. */
  shear: number
  /** Lines of `width` pixels, two a byte, on the ground of the page and on that of masked cells. */
  plain: Uint8Array
  masked: Uint8Array
}

/** All words in a row, again and again. */
export function watermarkTile(words: string[], { scale, theme }: { scale: number; theme: Theme }): Tile {
  const line = words.join('   ')
  const measuring = createCanvas(1, 1).getContext('2d')
  measuring.lang = 'ja'
  measuring.font = FONT
  const step = measuring.measureText(line).width + GAP
  const shear = 2 * Math.round((step * Math.cos(ANGLE)) / 2)
  const height = Math.round(step * Math.sin(ANGLE))
  const canvas = createCanvas(APART * scale, height * scale)
  const ctx = canvas.getContext('2d', { alpha: false })
  ctx.lang = 'ja'
  ctx.fillStyle = theme.ground
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.scale(scale, scale)
  ctx.font = FONT
  // As dark as a text, which the canvas draws bolder on a light ground than on a dark one; the palette makes it pale.
  ctx.fillStyle = theme.text
  // Words of the tiles around reach into this one.
  for (const up of [-1, 0, 1])
    for (const x of startsOnLevel(up * shear, { from: -step, until: APART }))
      drawWords(ctx, { line, x, y: (1 - up) * height })
  const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height)
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
  const coverage = new Uint8Array(pixels.length)
  for (let i = 0; i < pixels.length; i++) coverage[i] = theme.coverageOf.text(pixels[i]!)
  return {
    width: canvas.width,
    height: canvas.height,
    shear: shear * scale,
    plain: packed(coverage, theme.veils.plain),
    masked: packed(coverage, theme.veils.masked),
  }
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

/** As colours of the palette, two pixels a byte. */
function packed(coverage: Uint8Array, colours: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(coverage.length >> 1)
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (colours[coverage[2 * i]!]! << 4) | colours[coverage[2 * i + 1]!]!
  return bytes
}

/** The page's ground with its watermark, from `left` to `right` in one line; both whole bytes. */
export function layTile(
  raster: Raster,
  tile: Tile,
  { from, until, y, masked }: { from: number; until: number; y: number; masked: boolean },
): void {
  const [perLine, row] = [tile.width >> 1, y % tile.height]
  const source = masked ? tile.masked : tile.plain
  const shift = (Math.floor(y / tile.height) * tile.shear) % tile.width
  for (let x = from; x < until; ) {
    const inTile = (x + shift) % tile.width
    const length = Math.min(until - x, tile.width - inTile)
    const start = row * perLine + (inTile >> 1)
    raster.copy(source, start, { left: x, y, count: length >> 1 })
    x += length
  }
}
