/**
 * A page's picture as strips, which is what the workbench asks for: the same pixels as in the PNG, in another order. A
 * strip is the header or one row of the table; in it the pixels go column by column, from the left, each column from its
 * top. So a letter lies in one piece, and at the same place within a byte wherever it stands on the page: compressed,
 * a page takes a third of its PNG. It travels with `Content-Encoding: br` (of a large window), and no other.
 *
 * Four bytes (bits a pixel, 2 or 4; scale, 1 or 2; width in pixels, two bytes, the lower first), 16 colours of three
 * bytes (red, green, blue; those that are not used are 0), then the strips from the top.
 */
import { PICTURE } from './results.ts'

export interface PictureStrips {
  bits: 2 | 4
  scale: 1 | 2
  /** Pixels; whole bytes in a line of the page. */
  width: number
  /** 16 × red, green, blue. */
  palette: Uint8Array
  /** Header, then PICTURE.rowsPerPage rows. */
  strips: Uint8Array
}

const PALETTE_AT = 4
/** Where the strips begin. */
const STRIPS_AT = PALETTE_AT + 16 * 3

type Depth = Pick<PictureStrips, 'bits' | 'scale'>

/** Bytes of one column of a strip; strip 0 is the header. */
export const bytesPerColumn = ({ bits, scale }: Depth, strip: number): number =>
  ((strip === 0 ? PICTURE.headerHeight : PICTURE.rowHeight) * scale * bits) / 8

export const stripCount = 1 + PICTURE.rowsPerPage

/** Pixels. */
export const pictureHeight = (scale: number): number =>
  (PICTURE.headerHeight + PICTURE.rowsPerPage * PICTURE.rowHeight) * scale

/** The form for a picture to be drawn into: `strips` of the answer is the part of `bytes` that holds them. */
export function makeStrips({ bits, scale, width, palette }: Omit<PictureStrips, 'strips'>): {
  bytes: Uint8Array
  strips: Uint8Array
} {
  const bytes = new Uint8Array(STRIPS_AT + (pictureHeight(scale) * width * bits) / 8)
  bytes.set([bits, scale, width & 255, width >> 8])
  bytes.set(palette, PALETTE_AT)
  return { bytes, strips: bytes.subarray(STRIPS_AT) }
}

/** Throws where the bytes are no picture as strips. */
export function readStrips(bytes: Uint8Array): PictureStrips {
  const [bits, scale, low = 0, high = 0] = bytes
  const width = low + high * 256
  if ((bits !== 2 && bits !== 4) || (scale !== 1 && scale !== 2)) throw new Error('not a picture as strips')
  const palette = bytes.subarray(PALETTE_AT, STRIPS_AT)
  const strips = bytes.subarray(STRIPS_AT)
  if (strips.length !== (pictureHeight(scale) * width * bits) / 8) throw new Error('a picture breaks off')
  return { bits, scale, width, palette, strips }
}

/** The page's lines from its top, `bits` a pixel, the first in the highest; `before` bytes of 0 stand before each. */
export function uprightLines(
  picture: PictureStrips,
  { bits, before }: { bits: 2 | 4; before: number },
): Uint8Array<ArrayBuffer> {
  const { scale, width, strips } = picture
  const perLine = before + (width * bits) / 8
  const lines = new Uint8Array(perLine * pictureHeight(scale))
  const mask = (1 << picture.bits) - 1
  // Columns side by side whose pixels share a byte of a line.
  const beside = 8 / bits
  let at = 0
  let top = before
  for (let strip = 0; strip < stripCount; strip++) {
    const column = bytesPerColumn(picture, strip)
    const inByte = 8 / picture.bits
    for (let x = 0; x < width; x += beside, at += beside * column) {
      let to = top + x / beside
      for (let byte = 0; byte < column; byte++) {
        const [one, two] = [strips[at + byte]!, strips[at + column + byte]!]
        const three = beside === 4 ? strips[at + 2 * column + byte]! : 0
        const four = beside === 4 ? strips[at + 3 * column + byte]! : 0
        // Most of a page is ground, and its place is 0.
        if ((one | two | three | four) === 0) {
          to += inByte * perLine
          continue
        }
        for (let shift = 8 - picture.bits; shift >= 0; shift -= picture.bits, to += perLine) {
          const pair = (((one >> shift) & mask) << bits) | ((two >> shift) & mask)
          lines[to] =
            beside === 2 ? pair : (pair << 4) | (((three >> shift) & mask) << 2) | ((four >> shift) & mask)
        }
      }
    }
    top += ((column * 8) / picture.bits) * perLine
  }
  return lines
}
