/**
 * PNG with a palette of up to 16 colours, two pixels a byte. A page of text needs few colours; so it is encoded in a
 * fraction of the time and the size that 32-bit colour takes. The file is padded to a multiple of PADDED_TO bytes,
 * so that its size says little about what is drawn. No text or time chunk is written.
 */
import { randomFillSync } from 'node:crypto'
import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

export const PADDED_TO = 16_384

const deflated = promisify(deflate)
const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)

export interface Pixels {
  width: number
  height: number
  /** RGBA, 4 bytes a pixel, opaque. */
  rgba: Uint8Array
}

export type Colour = readonly [red: number, green: number, blue: number]

/** A palette with the nearest of its colours for every colour, in steps of 8 a channel. Made once for each theme. */
export class Palette {
  readonly bytes: Uint8Array
  readonly #colours: readonly Colour[]
  readonly #known = new Int8Array(1 << 15).fill(-1)

  constructor(colours: readonly Colour[]) {
    if (colours.length > 16) throw new Error('a palette of two pixels a byte has up to 16 colours')
    this.#colours = colours
    this.bytes = Uint8Array.from(colours.flat())
  }

  /** Index of the nearest colour to a pixel, little-endian ABGR. */
  indexOf(pixel: number): number {
    const key = ((pixel & 0xf8) << 7) | ((pixel >> 6) & 0x3e0) | ((pixel >> 19) & 31)
    const known = this.#known[key]!
    if (known >= 0) return known
    const distances = this.#colours.map(
      ([red, green, blue]) =>
        ((pixel & 255) - red) ** 2 +
        (((pixel >> 8) & 255) - green) ** 2 +
        (((pixel >> 16) & 255) - blue) ** 2,
    )
    const index = distances.indexOf(Math.min(...distances))
    this.#known[key] = index
    return index
  }
}

export async function encodeIndexedPng(pixels: Pixels, palette: Palette): Promise<Uint8Array> {
  const data = await deflated(scanLines(pixels, palette), { level: 6, memLevel: 9 })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(pixels.width, 0)
  header.writeUInt32BE(pixels.height, 4)
  // 4 bits a pixel, colours by palette.
  header.set([4, 3, 0, 0, 0], 8)
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('PLTE', palette.bytes)]
  const end = chunk('IEND', new Uint8Array(0))
  const image = chunk('IDAT', data)
  const size = parts.reduce((sum, part) => sum + part.length, image.length + end.length)
  // A private chunk that readers skip; 12 bytes are its frame.
  const padding = new Uint8Array(PADDED_TO - ((size + 12) % PADDED_TO))
  randomFillSync(padding)
  return Buffer.concat([...parts, chunk('vwPd', padding), image, end])
}

function scanLines({ width, height, rgba }: Pixels, palette: Palette): Uint8Array {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength >> 2)
  const perLine = (width + 1) >> 1
  // The first byte of a line is its filter: 0, none; filters do not help indexed colours.
  const lines = new Uint8Array((perLine + 1) * height)
  let last = pixels[0]!
  let index = palette.indexOf(last)
  const indexOf = (pixel: number): number => {
    if (pixel !== last) {
      last = pixel
      index = palette.indexOf(pixel)
    }
    return index
  }
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    to++
    // Most of a page is ground: two pixels of the colour before.
    for (const end = from + (width & ~1); from < end; from += 2) {
      const one = pixels[from]!
      const two = pixels[from + 1]!
      lines[to++] = one === last && two === last ? index * 17 : (indexOf(one) << 4) | indexOf(two)
    }
    if (width & 1) lines[to++] = indexOf(pixels[from++]!) << 4
  }
  return lines
}

function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(data.length + 12)
  out.writeUInt32BE(data.length, 0)
  out.write(type, 4, 'latin1')
  out.set(data, 8)
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8)
  return out
}
