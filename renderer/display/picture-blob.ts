/** A picture as an image the page can show: a PNG as it came, one in strips put upright as a bitmap of 16 colours. */
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import {
  type PictureStrips,
  pictureHeight,
  readStrips,
  uprightLines,
} from '../../shared/contract/picture-strips.ts'
import { STRIPS_TYPE } from '../../shared/contract/results.ts'

export function pictureBlob({ bytes, headers }: BytesAnswer): Blob {
  if (headers['content-type'] !== STRIPS_TYPE) return new Blob([new Uint8Array(bytes)], { type: 'image/png' })
  return new Blob(bitmapOf(readStrips(bytes)), { type: 'image/bmp' })
}

const FILE_HEADER = 14
const INFO_HEADER = 40
const HEADERS = FILE_HEADER + INFO_HEADER + 16 * 4

/** The parts of a BMP file. A line of a picture is a multiple of four bytes, as the format has it. */
export function bitmapOf(picture: PictureStrips): Uint8Array<ArrayBuffer>[] {
  const lines = uprightLines(picture, { bits: 4, before: 0 })
  const head = new DataView(new ArrayBuffer(HEADERS))
  head.setUint16(0, 0x42_4d)
  head.setUint32(2, HEADERS + lines.length, true)
  head.setUint32(10, HEADERS, true)
  head.setUint32(FILE_HEADER, INFO_HEADER, true)
  head.setInt32(FILE_HEADER + 4, picture.width, true)
  // A height below zero: the first line is the upper one.
  head.setInt32(FILE_HEADER + 8, -pictureHeight(picture.scale), true)
  head.setUint16(FILE_HEADER + 12, 1, true)
  head.setUint16(FILE_HEADER + 14, 4, true)
  head.setUint32(FILE_HEADER + 32, 16, true)
  for (let i = 0; i < 16; i++) {
    const [red = 0, green = 0, blue = 0] = picture.palette.subarray(i * 3, i * 3 + 3)
    head.setUint32(FILE_HEADER + INFO_HEADER + i * 4, (blue << 24) | (green << 16) | (red << 8))
  }
  return [new Uint8Array(head.buffer), lines]
}
