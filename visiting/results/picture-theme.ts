/**
 * Colours of the pictures, and the palette they are encoded with: the flat colours, and steps between text and
 * ground for the edges of letters. The masked ground is the colour masked cells have in the grid.
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
  header: [241, 243, 245],
  line: [222, 226, 230],
  text: [28, 32, 38],
  quiet: [128, 136, 146],
  masked: [253, 237, 212],
  maskedSign: [179, 92, 0],
  watermark: [231, 235, 241],
  maskedWatermark: [232, 219, 200],
  veil: 'rgba(40, 60, 90, 0.11)',
}

const DARK: Base = {
  ground: [26, 29, 33],
  header: [38, 42, 47],
  line: [50, 55, 61],
  text: [224, 228, 233],
  quiet: [136, 144, 153],
  masked: [66, 52, 37],
  maskedSign: [255, 169, 77],
  watermark: [45, 50, 57],
  maskedWatermark: [82, 72, 62],
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
