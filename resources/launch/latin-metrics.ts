/**
 * Advances and kerning of ASCII in the font of the pictures, as the canvas sets it: measured here, once, because
 * measuring ten thousand pairs takes a third of a second.
 */
import { createCanvas } from '@napi-rs/canvas'
import { PICTURE_FONT, registerPictureFont } from '../../visiting/results/picture-font.ts'

/**
 * For each letter its advance, and what follows it closer or further away; thousandths of an em. What the font draws as
 * one (fi) is two letters here that look the same.
 */
export function latinMetrics(): Record<string, { advance: number; kerning: string }> {
  registerPictureFont()
  const ctx = createCanvas(1, 1).getContext('2d')
  ctx.lang = 'ja'
  ctx.font = `1000px "${PICTURE_FONT}"`
  const advance = (text: string) => Math.round(ctx.measureText(text).width)
  const letters = Array.from({ length: 95 }, (_none, i) => String.fromCharCode(0x20 + i))
  const advances = letters.map(advance)
  return Object.fromEntries(
    letters.map((letter, i) => {
      const kerned = letters
        .map((next, j) => ({ next, by: advance(letter + next) - advances[i]! - advances[j]! }))
        .filter(({ by }) => by !== 0)
      return [letter, { advance: advances[i]!, kerning: kerned.map(({ next, by }) => next + by).join(' ') }]
    }),
  )
}
