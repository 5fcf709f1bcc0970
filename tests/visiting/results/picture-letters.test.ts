/** The letters a page is stamped from, against the canvas drawing the same texts itself. */
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { describe, expect, test } from 'vitest'
import { drawPicture, type PicturePage } from '../../../visiting/results/picture.ts'
import { PICTURE_FONT, registerPictureFont } from '../../../visiting/results/picture-font.ts'
import { THEMES } from '../../../visiting/results/picture-theme.ts'

/** The fixed geometry of pictures that clients rely on, in CSS pixels. */
const PICTURE = { rowHeight: 24, headerHeight: 28, columnWidth: 160, rowNumberWidth: 64 }

/** Drawn letter by letter. */
const SIMPLE = [
  '0123456789',
  '-12,345.678',
  'AVATAR To. LT, P.',
  'office fl ffi',
  'C08CA01 {"a": 1}',
  '診療年月 2型糖尿病',
  'ｱﾑﾛｼﾞﾋﾟﾝ錠５ｍｇ',
  'ひらがな・カタカナ',
  '髙﨑 㐂 𠮷野家',
  '令和６年（2024）～',
]
/** Shaped by the canvas as a whole. */
const WHOLE = [
  'e\u0301 か\u3099',
  'Åse Müller',
  'Ωμέγα ЖЩ',
  '葛\u{E0100}城市',
  '\u202Eabc',
  'مرحبا 12',
  'AV–AV ±½',
  '――',
  'हिन्दी',
  'a\u200Bb',
]

const pageOf = (texts: string[], numeric: boolean): PicturePage => ({
  columns: [{ name: '', type: '', numeric }],
  firstRow: 0,
  rows: texts.map((text) => [{ text, mask: 'individual' }]),
})

/** Lightness, 0 to 255, of the only column's pixels. */
async function drawn(page: PicturePage, { scale, theme }: { scale: 1 | 2; theme: 'light' | 'dark' }) {
  const png = await drawPicture(page, { scale, theme, language: 'ja', watermark: [''] })
  const image = await loadImage(Buffer.from(png))
  const ctx = createCanvas(image.width, image.height).getContext('2d')
  ctx.drawImage(image, 0, 0)
  return lightnessOf(ctx, { scale, rows: page.rows.length })
}

/** The same texts, as the canvas sets and draws them. */
function directly(page: PicturePage, { scale, theme }: { scale: 1 | 2; theme: 'light' | 'dark' }) {
  registerPictureFont()
  const ctx = createCanvas(300 * scale, 1_000 * scale).getContext('2d', { alpha: false })
  ctx.fillStyle = THEMES[theme].ground
  ctx.fillRect(0, 0, 300 * scale, 1_000 * scale)
  ctx.scale(scale, scale)
  ctx.lang = 'ja'
  ctx.font = `13px "${PICTURE_FONT}"`
  ctx.fillStyle = THEMES[theme].text
  const left = PICTURE.rowNumberWidth + 8
  const right = PICTURE.rowNumberWidth + PICTURE.columnWidth - 8
  ctx.textAlign = page.columns[0]!.numeric ? 'right' : 'left'
  page.rows.forEach(([cell], row) => {
    const base = PICTURE.headerHeight + row * PICTURE.rowHeight + 17
    ctx.fillText(cell!.text!, page.columns[0]!.numeric ? right : left, base)
  })
  const { palette } = scale === 2 ? THEMES[theme].few : THEMES[theme].whole
  return lightnessOf(ctx, { scale, rows: page.rows.length }).map((value) => nearest(palette, value))
}

/** Of the greys of the palette, which is all a picture has for letters. */
const nearest = (palette: readonly (readonly number[])[], value: number): number =>
  palette.reduce(
    (best, [, green]) => (Math.abs(green! - value) < Math.abs(best - value) ? green! : best),
    palette[0]![1]!,
  )

function lightnessOf(
  ctx: { getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray } },
  { scale, rows }: { scale: number; rows: number },
): number[] {
  const width = (PICTURE.columnWidth - 4) * scale
  return Array.from({ length: rows }, (_none, row) => {
    const top = (PICTURE.headerHeight + row * PICTURE.rowHeight) * scale
    // Without the line under a row.
    const height = (PICTURE.rowHeight - 1) * scale
    const { data } = ctx.getImageData((PICTURE.rowNumberWidth + 2) * scale, top, width, height)
    return Array.from({ length: width * height }, (_one, i) => data[i * 4 + 1]!)
  }).flat()
}

/** Share of the ink that lies elsewhere, or is lighter or darker. */
function differenceOf(one: number[], other: number[]): number {
  const ground = one[0]!
  let [apart, ink] = [0, 0]
  one.forEach((value, i) => {
    apart += Math.abs(value - other[i]!)
    ink += Math.abs(other[i]! - ground)
  })
  return apart / ink
}

describe.each([
  { scale: 1, theme: 'light' },
  { scale: 1, theme: 'dark' },
  { scale: 2, theme: 'light' },
  { scale: 2, theme: 'dark' },
] as const)('at scale $scale ($theme)', (look) => {
  // A letter may begin an eighth of a CSS pixel beside its place. Half a pixel, or kerning left out, is far more.
  test.each([true, false])('letters stand where the canvas would put them (numeric: %s)', async (numeric) => {
    for (const text of SIMPLE) {
      const page = pageOf([text], numeric)
      const difference = differenceOf(await drawn(page, look), directly(page, look))
      expect.soft(difference, text).toBeLessThan(0.15)
    }
  })

  test.each([true, false])('what is shaped looks as the canvas shapes it (numeric: %s)', async (numeric) => {
    for (const text of WHOLE) {
      const page = pageOf([text], numeric)
      const difference = differenceOf(await drawn(page, look), directly(page, look))
      expect.soft(difference, text).toBeLessThan(0.15)
    }
  })
})
