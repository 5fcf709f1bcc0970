/**
 * The pixels of a page as places in a palette of 16 colours, two a byte, in the scan lines a PNG holds. A page is put
 * together here, and never read back from a canvas: that took longer than everything else.
 */

/** A letter as the pixels it covers, beside where it stands; pixels of the device. */
export interface Stamp {
  left: number
  top: number
  width: number
  height: number
  /** 0 to 255 a pixel, line by line. */
  coverage: Uint8Array
  /**
   * By (colour so far << 8) | coverage the colour it gives: places in the palette. The colour 0 is the ground.
   */
  blend: Uint8Array
  /** As it looks on the ground, two pixels a byte, beginning at the first and at the second half of a byte. */
  onGround: [even: Uint8Array, odd: Uint8Array]
}

/** Bytes a line of a stamp takes that begins at the first (0) or second (1) half of a byte. */
const bytesOf = (width: number, half: number): number => (width + half + 1) >> 1

export function makeStamp(stamp: Omit<Stamp, 'onGround'>): Stamp {
  const { width, height, coverage, blend } = stamp
  const packed = (half: 0 | 1): Uint8Array => {
    const perLine = bytesOf(width, half)
    const bytes = new Uint8Array(perLine * height)
    for (let y = 0, i = 0; y < height; y++)
      for (let x = half; x < width + half; x++, i++) {
        const place = y * perLine + (x >> 1)
        bytes[place] = bytes[place]! | (blend[coverage[i]!]! << (x & 1 ? 0 : 4))
      }
    return bytes
  }
  return { ...stamp, onGround: [packed(0), packed(1)] }
}

export class Raster {
  readonly width: number
  readonly height: number
  /** Each line begins with the byte of its filter: 0, none. */
  readonly lines: Uint8Array
  readonly #perLine: number

  /** Pixels; the width is even. */
  constructor(width: number, height: number) {
    if (width % 2 !== 0) throw new Error('a line of the raster holds whole bytes')
    this.width = width
    this.height = height
    this.#perLine = width / 2 + 1
    this.lines = new Uint8Array(this.#perLine * height)
  }

  fill(box: { left: number; top: number; width: number; height: number }, index: number): void {
    const { left, width } = box
    const right = left + width
    for (let y = box.top; y < box.top + box.height; y++) {
      const line = y * this.#perLine + 1
      if (left % 2 === 1) this.#set(line, left, index)
      this.lines.fill(index * 17, line + ((left + 1) >> 1), line + (right >> 1))
      if (right % 2 === 1) this.#set(line, right - 1, index)
    }
  }

  /** `count` bytes of two pixels from `from` on, onto a line from an even pixel on. */
  copy(
    packed: Uint8Array,
    from: number,
    { left, y, count }: { left: number; y: number; count: number },
  ): void {
    this.lines.set(packed.subarray(from, from + count), y * this.#perLine + 1 + (left >> 1))
  }

  /** A letter that stands at a pixel. It lies whole on the page. */
  stamp(stamp: Stamp, at: { x: number; y: number }): void {
    const { width, height, coverage, blend } = stamp
    const left = at.x + stamp.left
    const top = at.y + stamp.top
    if (left < 0 || top < 0 || left + width > this.width || top + height > this.height) {
      throw new Error('a letter stands beside the page')
    }
    const half = left & 1
    const packed = stamp.onGround[half]!
    const perLine = bytesOf(width, half)
    const lines = this.lines
    for (let row = 0, i = 0; row < height; row++) {
      const line = (top + row) * this.#perLine + 1 + (left >> 1)
      for (let k = 0; k < perLine; k++, i++) {
        const under = lines[line + k]!
        if (under === 0) {
          lines[line + k] = packed[i]!
          continue
        }
        // Something lies there already: a watermark, another letter, the ground of a masked cell.
        const first = row * width + 2 * k - half
        const high = 2 * k < half ? 0 : coverage[first]!
        const low = 2 * k + 1 - half >= width ? 0 : coverage[first + 1]!
        if (high + low === 0) continue
        const above = high === 0 ? under >> 4 : blend[((under >> 4) << 8) | high]!
        const below = low === 0 ? under & 15 : blend[((under & 15) << 8) | low]!
        lines[line + k] = (above << 4) | below
      }
    }
  }

  #set(line: number, x: number, index: number): void {
    const place = line + (x >> 1)
    const byte = this.lines[place]!
    this.lines[place] = x % 2 === 0 ? (index << 4) | (byte & 15) : (byte & 240) | index
  }
}
