/**
 * Colours of the pictures: a palette of 16 or of 4, and what a letter gives on each of them. The flat colours, and steps between
 * text and ground for the edges of letters; they are those of the client's own tokens, so that pictures and grid look
 * alike; the masked ground is the one masked cells have there.
 */
export type Colour = readonly [red: number, green: number, blue: number]

export type ThemeName = 'light' | 'dark'

/** What letters and signs are drawn in. */
export type Ink = 'text' | 'quiet' | 'maskedSign'

/** The first place of every palette. */
export const GROUND = 0
/** Other places in the palette of 16. */
const HEADER = 1
const LINE = 2
const WATERMARK = 7

export interface Theme extends Record<Ink, string> {
  ground: string
  /** What the watermark is drawn in over a finished picture. */
  veil: string
  whole: Colours
  /** Four colours, for twice the pixels; see `fewOf`. */
  few: Colours
  /** How much of a pixel is covered, 0 to 255, that the canvas drew in an ink on the ground; little-endian ABGR. */
  coverageOf: Record<Ink, (pixel: number) => number>
}

/** A palette, and what is drawn in it. */
export interface Colours {
  bits: 2 | 4
  palette: readonly Colour[]
  /** Places in the palette. */
  header: number
  line: number
  /** Place in the palette of the watermark on the ground of the page, or of masked cells, by coverage. */
  veils: { plain: Uint8Array; masked: Uint8Array }
  /** Place in the palette of an ink that covers a colour of it, by (colour << 8) | coverage; coverage is 0 to 255. */
  blends: Record<Ink, Uint8Array>
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
  const ofInk = <T>(make: (ink: Colour) => T): Record<Ink, T> => ({
    text: make(text),
    quiet: make(quiet),
    maskedSign: make(maskedSign),
  })
  const whole: Colours = {
    bits: 4,
    palette,
    header: HEADER,
    line: LINE,
    veils: {
      plain: shadesOf(palette, { from: ground, to: watermark }),
      masked: shadesOf(palette, { from: masked, to: maskedWatermark }),
    },
    blends: ofInk((ink) => blendsOf(palette, { ink, marked: WATERMARK, onMark: watermark })),
  }
  return {
    ground: css(ground),
    text: css(text),
    quiet: css(quiet),
    maskedSign: css(maskedSign),
    veil: base.veil,
    whole,
    few: fewOf(base, { whole, ofInk }),
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
  { whole, ofInk }: { whole: Colours; ofInk<T>(make: (ink: Colour) => T): Record<Ink, T> },
): Colours {
  const palette = [ground, between(line, watermark, 0.7), between(ground, quiet, 0.86), text]
  const placeOf = Uint8Array.from(whole.palette, (colour) => nearest(palette, colour))
  const veil = whole.veils.plain.map((place) => placeOf[place]!)
  // Four colours have few steps: an edge on the watermark is a whole one darker, so that it tells of it there too.
  const onMark = between(watermark, text, 0.3)
  return {
    bits: 2,
    palette,
    header: placeOf[HEADER]!,
    line: placeOf[LINE]!,
    veils: { plain: veil, masked: veil },
    blends: ofInk((ink) => blendsOf(palette, { ink, marked: placeOf[WATERMARK]!, onMark })),
  }
}

/** `onMark` is what letters are taken to lie on where they lie on the colour `marked`. */
function blendsOf(
  palette: readonly Colour[],
  { ink, marked, onMark }: { ink: Colour; marked: number; onMark: Colour },
): Uint8Array {
  const blends = new Uint8Array(palette.length << 8)
  palette.forEach((under, index) => {
    blends.set(shadesOf(palette, { from: index === marked ? onMark : under, to: ink }), index << 8)
  })
  return blends
}

function shadesOf(palette: readonly Colour[], { from, to }: { from: Colour; to: Colour }): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_none, covered) =>
    nearest(palette, between(from, to, covered / 255)),
  )
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
