/** Draws the letters of a page side by side on one small canvas, and cuts them out as stamps. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { PICTURE_FONT } from './picture-font.ts'
import { makeStamp, type Stamp } from './picture-raster.ts'
import type { Colours, Ink, Theme } from './picture-theme.ts'

export type Size = 11 | 13 | 14

/** The diamond that masked cells also have in the grid: a letter of its own. */
export const SIGN = Symbol('masked')

export interface Letter {
  /** What is drawn: one letter, or a text that is drawn as a whole. */
  text: string | typeof SIGN
  whole: boolean
  size: Size
  ink: Ink
  /** Where within a CSS pixel it begins. */
  begins: number
  /** CSS pixels. */
  width: number
  /** Made by `drawLetters`; null where nothing is to be seen. */
  stamp: Stamp | null
}

/** CSS pixels. Some letters reach out of their width; a cell is as high as a row. */
const MARGIN = 4
const CELL_HEIGHT = 24
/** From the top of a row to the baseline; small letters stand half a pixel higher, where a screen has half a pixel. */
const BASE = 17
const baseOf = ({ size }: Letter, scale: number): number => (size === 11 && scale === 2 ? BASE - 0.5 : BASE)
const SHEET_WIDTH = 1024

interface Cell {
  letter: Letter
  left: number
  top: number
  width: number
}

/** Pixels of the device. */
interface Sheet {
  cells: Cell[]
  width: number
  height: number
}

export interface SheetLook {
  scale: 1 | 2
  theme: Theme
  colours: Colours
}

/** Sets `stamp` of each letter given; null where nothing of it is to be seen. */
export function drawLetters(letters: Letter[], look: SheetLook): void {
  const { scale, theme } = look
  if (letters.length === 0) return
  const { cells, width, height } = arrange(letters, scale)
  const canvas = createCanvas(width, height)
  const ctx = canvas.getContext('2d', { alpha: false })
  ctx.lang = 'ja'
  ctx.textBaseline = 'alphabetic'
  ctx.fillStyle = theme.ground
  ctx.fillRect(0, 0, width, height)
  ctx.scale(scale, scale)
  let style = ''
  for (const cell of cells) {
    const { size, ink } = cell.letter
    if (style !== `${size} ${ink}`) {
      style = `${size} ${ink}`
      ctx.font = `${size}px "${PICTURE_FONT}"`
      ctx.fillStyle = theme[ink]
    }
    drawLetter(ctx, cell, scale)
  }
  const { data } = ctx.getImageData(0, 0, width, height)
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
  for (const cell of cells) cell.letter.stamp = cutOut(pixels, { cell, perLine: width, ...look })
}

function arrange(letters: Letter[], scale: number): Sheet {
  const rowHeight = CELL_HEIGHT * scale
  let [left, top, widest] = [0, 0, SHEET_WIDTH]
  const cells = letters.map((letter) => {
    const width = Math.ceil((letter.width + 2 * MARGIN) * scale)
    if (left + width > SHEET_WIDTH && left > 0) {
      left = 0
      top += rowHeight
    }
    const cell = { letter, left, top, width }
    left += width
    widest = Math.max(widest, left)
    return cell
  })
  return { cells, width: widest, height: top + rowHeight }
}

function drawLetter(ctx: SKRSContext2D, { letter, left, top, width }: Cell, scale: number): void {
  const [x, y] = [left / scale + MARGIN + letter.begins, top / scale + baseOf(letter, scale)]
  if (letter.text === SIGN) {
    drawDiamond(ctx, { x: x + 4.5, y: y - 5.5 })
    return
  }
  if (!letter.whole) {
    ctx.fillText(letter.text, x, y)
    return
  }
  // Marks may pile up over a text, and a text may be wider than it measures: not into other cells.
  ctx.save()
  ctx.beginPath()
  ctx.rect(left / scale, top / scale, width / scale, CELL_HEIGHT)
  ctx.clip()
  ctx.fillText(letter.text, x, y)
  ctx.restore()
}

function drawDiamond(ctx: SKRSContext2D, { x, y }: { x: number; y: number }): void {
  ctx.beginPath()
  ctx.moveTo(x, y - 4.5)
  ctx.lineTo(x + 4.5, y)
  ctx.lineTo(x, y + 4.5)
  ctx.lineTo(x - 4.5, y)
  ctx.fill()
}

interface Cutting extends SheetLook {
  cell: Cell
  perLine: number
}

/** What is drawn in a cell, without the empty space around it, but for whole bytes; null where nothing is. */
function cutOut(pixels: Uint32Array, { cell, perLine, scale, theme, colours }: Cutting): Stamp | null {
  const { letter, left, top, width } = cell
  const height = CELL_HEIGHT * scale
  // A cell's corner is empty: it lies in the margin.
  const ground = pixels[top * perLine + left]!
  let [x0, x1, y0, y1] = [width, -1, height, -1]
  for (let y = 0; y < height; y++) {
    const line = (top + y) * perLine + left
    for (let x = 0; x < width; x++) {
      if (pixels[line + x] === ground) continue
      if (x < x0) x0 = x
      if (x > x1) x1 = x
      if (y < y0) y0 = y
      y1 = y
    }
  }
  if (x1 < 0) return null
  const inByte = 8 / colours.bits
  const first = Math.floor(y0 / inByte)
  const bytes = Math.floor(y1 / inByte) + 1 - first
  const coverageOf = theme.coverageOf[letter.ink]
  const coverage = new Uint8Array((x1 - x0 + 1) * bytes * inByte)
  for (let x = x0, i = 0; x <= x1; x++) {
    let at = (top + first * inByte) * perLine + left + x
    for (let y = 0; y < bytes * inByte; y++, i++, at += perLine) {
      const pixel = pixels[at]!
      if (pixel !== ground) coverage[i] = coverageOf(pixel)
    }
  }
  const place = { left: x0 - MARGIN * scale, top: first, width: x1 - x0 + 1, height: bytes }
  return makeStamp({ ...place, coverage, blend: colours.blends[letter.ink] }, colours.bits)
}
