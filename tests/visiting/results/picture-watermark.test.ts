import { createCanvas } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { PICTURE_FONT, registerPictureFont } from '../../../visiting/results/picture-font.ts'
import { GROUND, THEMES } from '../../../visiting/results/picture-theme.ts'
import { settingOf, watermarkTile } from '../../../visiting/results/picture-watermark.ts'

const theme = THEMES.light

/** Pixels that one line of words colours, drawn by itself. */
function inkOf(line: string, scale: 1 | 2): number {
  registerPictureFont()
  const size = 1_600 * scale
  const ctx = createCanvas(size, size).getContext('2d', { alpha: false })
  ctx.lang = 'ja'
  ctx.fillStyle = theme.ground
  ctx.fillRect(0, 0, size, size)
  ctx.scale(scale, scale)
  ctx.font = `15px "${PICTURE_FONT}"`
  ctx.letterSpacing = `${settingOf(line).spacing}px`
  ctx.fillStyle = theme.text
  ctx.translate(100, 1_400)
  ctx.rotate(-Math.PI / 9)
  ctx.fillText(line, 0, 0)
  const { data } = ctx.getImageData(0, 0, size, size)
  const pixels = new Uint32Array(data.buffer)
  return pixels.filter((pixel) => theme.whole.veils.plain[theme.coverageOf.text(pixel)] !== GROUND).length
}

const coloured = (rows: Uint8Array[]): number =>
  rows
    .flatMap((row) => [...row])
    .reduce((sum, byte) => sum + Number(byte >> 4 !== GROUND) + Number((byte & 15) !== GROUND), 0)

test.each([
  { words: ['山田 花子', 'prm_demo01', '2026-11-23 18:40:12 JST'] },
  { words: ['Hanako Yamada', 'prm_demo01', '2026-11-23 18:40:12 JST'] },
  { words: ['短'] },
  { words: ['a very long name that somebody may have, '.repeat(3), 'prm_demo01', '2026-11-23 18:40:12 JST'] },
])('a tile holds every word once, whole, in parts that fit together: $words', ({ words }) => {
  for (const scale of [1, 2] as const) {
    const ink = inkOf(words.join('   '), scale)
    const found = coloured(watermarkTile(words, { scale, theme, colours: theme.whole }).plain)
    expect(ink).toBeGreaterThan(50)
    expect(found).toBe(ink)
  }
})
