/**
 * Colours of the pictures: a palette of 16, and what a letter gives on each of them. The flat colours, and steps between
 * text and ground for the edges of letters; they are those of the client's own tokens, so that pictures and grid look
 * alike; the masked ground is the one masked cells have there.
 */
export type Colour = readonly [red: number, green: number, blue: number]

export type ThemeName = 'light' | 'dark'

/** What letters and signs are drawn in. */
export type Ink = 'text' | 'quiet' | 'maskedSign'

/** Places in the palette. */
export const GROUND = 0
export const HEADER = 1
export const LINE = 2
const WATERMARK = 7
/** The places of the four colours of few: ground, line, quiet, text. */
const FEW_IN_PALETTE = [GROUND, LINE, 4, 3] as const

export interface Theme extends Record<Ink, string> {
  ground: string
  /** What the watermark is drawn in over a finished picture. */
  veil: string
  palette: readonly Colour[]
  /** The same in four colours, for twice the pixels; see `fewOf`. */
  few: FewColours
  /** Place in the palette of the watermark on the ground of the page, or of masked cells, by coverage. */
  veils: { plain: Uint8Array; masked: Uint8Array }
  /** Place in the palette of an ink that covers a colour of it, by (colour << 8) | coverage; coverage is 0 to 255. */
  blends: Record<Ink, Uint8Array>
  /** How much of a pixel is covered, 0 to 255, that the canvas drew in an ink on the ground; little-endian ABGR. */
  coverageOf: Record<Ink, (pixel: number) => number>
}

export interface FewColours {
  /** Four at most. */
  palette: readonly Colour[]
  /** Place among these by place in the whole palette. */
  placeOf: Uint8Array
  /** As a theme's `blends`. */
  blends: Theme['blends']
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
  const { ground, header, line, text, quiet, masked, maskedSign, watermark, maskedWatermark } = base
  const steps = [0.2, 0.36, 0.52, 0.68, 0.84].map((share) => between(ground, text, share))
  const palette = [
    ...[ground, header, line, text, quiet, masked, maskedSign, watermark, maskedWatermark],
    ...steps,
    between(masked, text, 0.35),
    between(masked, text, 0.65),
  ]
  const few = fewOf(base, palette)
  const ofInk = <T>(make: (ink: Colour) => T): Record<Ink, T> => ({
    text: make(text),
    quiet: make(quiet),
    maskedSign: make(maskedSign),
  })
  return {
    ground: css(ground),
    text: css(text),
    quiet: css(quiet),
    maskedSign: css(maskedSign),
    veil: base.veil,
    palette,
    few: {
      ...few,
      // Four colours have few steps: an edge on the watermark is a whole one darker, so that it tells of it there too.
      blends: ofInk((ink) => {
        const nearestFew = (colour: Colour) => FEW_IN_PALETTE[nearest(few.palette, colour)]!
        return blendsOf(palette, { ink, onWatermark: between(watermark, text, 0.3), nearest: nearestFew })
      }),
    },
    veils: {
      plain: shadesOf((colour) => nearest(palette, colour), { from: ground, to: watermark }),
      masked: shadesOf((colour) => nearest(palette, colour), { from: masked, to: maskedWatermark }),
    },
    blends: ofInk((ink) =>
      blendsOf(palette, { ink, onWatermark: watermark, nearest: (colour) => nearest(palette, colour) }),
    ),
    coverageOf: ofInk((ink) => coverageOn(ground, ink)),
  }
}

/**
 * Ground, a pale one for lines and watermark, a middle one for quiet words, text; the pale and the middle one are the
 * edges of letters too. With twice the pixels eyes see no fewer steps, and four pixels a byte take half the room of two.
 * For pages without masked cells, whose colours mean something.
 */
function fewOf(
  { ground, line, text, quiet, watermark }: Base,
  palette: readonly Colour[],
): Omit<FewColours, 'blends'> {
  const few = [ground, between(line, watermark, 0.7), between(ground, quiet, 0.86), text]
  return { palette: few, placeOf: Uint8Array.from(palette, (colour) => nearest(few, colour)) }
}

function blendsOf(
  palette: readonly Colour[],
  blend: { ink: Colour; onWatermark: Colour; nearest: (colour: Colour) => number },
): Uint8Array {
  const { ink, onWatermark } = blend
  const blends = new Uint8Array(palette.length << 8)
  palette.forEach((under, index) => {
    const from = index === WATERMARK ? onWatermark : under
    blends.set(shadesOf(blend.nearest, { from, to: ink }), index << 8)
  })
  return blends
}

function shadesOf(
  placeOf: (colour: Colour) => number,
  { from, to }: { from: Colour; to: Colour },
): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_none, covered) => placeOf(between(from, to, covered / 255)))
}

function nearest(palette: readonly Colour[], [red, green, blue]: Colour): number {
  const distances = palette.map(([r, g, b]) => (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2)
  return distances.indexOf(Math.min(...distances))
}

const lightness = ([red, green, blue]: Colour): number => red + green + blue

function coverageOn(ground: Colour, ink: Colour): (pixel: number) => number {
  const from = lightness(ground)
  const range = lightness(ink) - from
  return (pixel) => {
    const found = (pixel & 255) + ((pixel >> 8) & 255) + ((pixel >> 16) & 255)
    return Math.max(0, Math.min(255, Math.round(((found - from) / range) * 255)))
  }
}

/** Each is worked out when the first page asks for it: a tenth of a second that no start of a service should wait for. */
export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  get light() {
    light ??= themeOf(LIGHT)
    return light
  },
  get dark() {
    dark ??= themeOf(DARK)
    return dark
  },
}
let light: Theme | undefined
let dark: Theme | undefined
