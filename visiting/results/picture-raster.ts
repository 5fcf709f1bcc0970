/**
 * The pixels of a page as places in a palette, in strips (shared/contract/picture-strips.ts). A page is put together
 * here, and never read back from a canvas: that took longer than everything else.
 */
import {
  bytesPerColumn,
  makeStrips,
  type PictureStrips,
  stripCount,
} from '../../shared/contract/picture-strips.ts'
import { PICTURE } from '../../shared/contract/results.ts'
import type { Colours } from './picture-theme.ts'

/** A letter as the pixels it covers in a row of the table, column by column. */
export interface Stamp {
  /** Pixels right of where it stands. */
  left: number
  /** Bytes from the top of the row's column to what it covers, and how many of each column that is. */
  top: number
  height: number
  /** Columns. */
  width: number
  /** 0 to 255 a pixel. */
  coverage: Uint8Array
  /** By (colour so far << 8) | coverage the colour it gives: places in the palette. The colour 0 is the ground. */
  blend: Uint8Array
  /** As it looks on the ground. */
  onGround: Uint8Array
}

/** By how much lower the letters of the header stand than those of a row, in CSS pixels. */
const HEADER_LOWER = 2

/** With its bytes on the page's own ground made beforehand, where most stamps fall. */
export function makeStamp(stamp: Omit<Stamp, 'onGround'>, bits: number): Stamp {
  return { ...stamp, onGround: packed(stamp.coverage, stamp.blend, bits) }
}

/** Pixels by their coverage as places in the palette, the first of a byte in its highest bits. */
export function packed(coverage: Uint8Array, placeOf: Uint8Array, bits: number): Uint8Array {
  const inByte = 8 / bits
  const bytes = new Uint8Array(coverage.length / inByte)
  for (let i = 0, at = 0; i < bytes.length; i++) {
    let byte = 0
    for (let k = 0; k < inByte; k++) byte = (byte << bits) | placeOf[coverage[at++]!]!
    bytes[i] = byte
  }
  return bytes
}

/** `columns` of some strip, `left` pixels from the page's left. */
interface Span {
  strip: number
  left: number
  columns: number
}

/**
 * Begins as ground throughout. All places and widths are pixels of the device; colours are places in
 * `palette`.
 */
export class Raster implements PictureStrips {
  readonly bits: 2 | 4
  readonly scale: 1 | 2
  readonly width: number
  readonly palette: Uint8Array
  /** The picture as it is sent. */
  readonly bytes: Uint8Array
  readonly strips: Uint8Array

  /** Pixels of the device. */
  constructor({ width, scale, colours }: { width: number; scale: 1 | 2; colours: Colours }) {
    this.bits = colours.bits
    this.scale = scale
    this.width = width
    this.palette = Uint8Array.from(colours.palette.flat())
    const { bytes, strips } = makeStrips(this)
    this.bytes = bytes
    this.strips = strips
  }

  fill({ strip, left, columns }: Span, place: number): void {
    const column = bytesPerColumn(this, strip)
    const start = this.#startOf(strip) + left * column
    this.strips.fill(this.#repeated(place), start, start + columns * column)
  }

  /** Columns that lie one after another in `source`, from its column `from` on. */
  lay({ strip, left, columns }: Span, source: Uint8Array, from: number): void {
    const column = bytesPerColumn(this, strip)
    const laid = source.subarray(from * column, (from + columns) * column)
    this.strips.set(laid, this.#startOf(strip) + left * column)
  }

  /** A line of one CSS pixel along the bottom of a strip. */
  underline(strip: number, place: number): void {
    const column = bytesPerColumn(this, strip)
    const mask = (1 << (this.scale * this.bits)) - 1
    const line = this.#repeated(place) & mask
    const end = this.#startOf(strip + 1)
    for (let at = this.#startOf(strip) + column - 1; at < end; at += column)
      this.strips[at] = (this.strips[at]! & ~mask) | line
  }

  /** A letter that stands at a pixel of a strip. It lies whole on the page. */
  stamp(stamp: Stamp, { strip, x }: { strip: number; x: number }): void {
    const { width, height, onGround } = stamp
    const { strips } = this
    const left = x + stamp.left
    if (left < 0 || left + width > this.width) throw new Error('a letter stands beside the page')
    const column = bytesPerColumn(this, strip)
    const lower = strip === 0 ? (HEADER_LOWER * this.scale * this.bits) / 8 : 0
    let at = this.#startOf(strip) + left * column + stamp.top + lower
    for (let c = 0, i = 0; c < width; c++, at += column) {
      for (let byte = 0; byte < height; byte++, i++) {
        const under = strips[at + byte]!
        // Something else may lie there already: a watermark, another letter, the ground of a masked cell.
        strips[at + byte] = under === 0 ? onGround[i]! : this.#over(under, stamp, i)
      }
    }
  }

  /** A byte of a stamp over what lies there. */
  #over(under: number, { coverage, blend }: Stamp, i: number): number {
    const { bits } = this
    const inByte = 8 / bits
    const mask = (1 << bits) - 1
    let byte = 0
    for (let k = 0; k < inByte; k++) {
      const place = (under >> (8 - (k + 1) * bits)) & mask
      const covered = coverage[i * inByte + k]!
      byte = (byte << bits) | (covered === 0 ? place : blend[(place << 8) | covered]!)
    }
    return byte
  }

  #startOf(strip: number): number {
    if (strip === 0) return 0
    if (strip > stripCount) throw new Error('a strip lies below the page')
    return this.width * (bytesPerColumn(this, 0) + (strip - 1) * bytesPerColumn(this, 1))
  }

  /** A byte whose pixels are all of one place in the palette. */
  #repeated(place: number): number {
    return place * (this.bits === 2 ? 0b01010101 : 0b00010001)
  }
}

/** Pixels of the device that a row of the table is high. */
export const rowPixels = (scale: number): number => PICTURE.rowHeight * scale
