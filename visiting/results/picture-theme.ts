/**
 * Colours of the pictures, and the palette they are encoded with: the flat colours, and steps between text and
 * ground for the edges of letters. The colours are those of the client's own tokens, so that
 * pictures and grid look alike; the masked ground is the one masked cells have there.
 */
import { type Colour, Palette } from './indexed-png.ts'

export type ThemeName = 'light' | 'dark'

export interface Theme {
  ground: string
  header: string
  line: string
  text: string
  quiet: string
  masked: string
  maskedSign: string
  watermark: string
  palette: Palette
}

interface Base {
  ground: Colour
  header: Colour
  line: Colour
  text: Colour
  quiet: Colour
  masked: Colour
  maskedSign: Colour
  /** The watermark on the ground, and on a masked ground; drawn as `veil`. */
  watermark: Colour
  maskedWatermark: Colour
  veil: string
}

const LIGHT: Base = {
  ground: [255, 255, 255],
  header: [247, 248, 250],
  line: [217, 221, 227],
  text: [27, 32, 39],
  quiet: [87, 96, 109],
  masked: [253, 243, 225],
  maskedSign: [138, 83, 0],
  watermark: [231, 234, 237],
  maskedWatermark: [230, 223, 210],
  veil: 'rgba(40, 60, 90, 0.11)',
}

const DARK: Base = {
  ground: [23, 27, 33],
  header: [28, 33, 40],
  line: [45, 52, 63],
  text: [221, 225, 231],
  quiet: [152, 162, 176],
  masked: [54, 42, 24],
  maskedSign: [239, 180, 94],
  watermark: [44, 49, 56],
  maskedWatermark: [72, 62, 48],
  veil: 'rgba(215, 225, 245, 0.11)',
}

const css = ([red, green, blue]: Colour): string => `rgb(${red}, ${green}, ${blue})`

function between(from: Colour, to: Colour, share: number): Colour {
  const at = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * share)
  return [at(0), at(1), at(2)]
}

function themeOf(base: Base): Theme {
  const steps = [0.2, 0.36, 0.52, 0.68, 0.84].map((share) => between(base.ground, base.text, share))
  const { ground, header, line, text, quiet, masked, maskedSign, watermark, maskedWatermark } = base
  return {
    ground: css(ground),
    header: css(header),
    line: css(line),
    text: css(text),
    quiet: css(quiet),
    masked: css(masked),
    maskedSign: css(maskedSign),
    watermark: base.veil,
    palette: new Palette([
      ...[ground, header, line, text, quiet, masked, maskedSign, watermark, maskedWatermark],
      ...steps,
      between(masked, text, 0.35),
      between(masked, text, 0.65),
    ]),
  }
}

export const THEMES: Record<ThemeName, Theme> = { light: themeOf(LIGHT), dark: themeOf(DARK) }
