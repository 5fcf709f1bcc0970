/**
 * Texts of a page, from letters that are each drawn once (./letter-sheet.ts) for each quarter of a CSS pixel they begin
 * at; the page is stamped from those.
 *
 * A letter is what stands by itself: kana, ideographs, figures, ASCII with its kerning. A text that holds
 * anything else (combining marks, emoji, writing from right to left, variation selectors, accented Latin) is shaped and
 * drawn by the canvas as a whole, and stamped as one. Japanese is set solid: an em is an em, also where the font would
 * push kana together, so that columns stand aligned.
 *
 * Nothing of a text outlives its page here, neither letters nor widths: letters kept for the next page would tell, by
 * the time it takes, which of them somebody else's had. ASCII alone is known beforehand, of every page alike. (The
 * canvas library keeps outlines of letters and shapes of texts that passed through it. Whole texts no longer do, but
 * those that are drawn whole.)
 */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { kerningOf, latinAdvances } from './latin-kerning.ts'
import { drawLetters, type Letter, type SheetLook, SIGN, type Size } from './letter-sheet.ts'
import { PICTURE_FONT } from './picture-font.ts'
import type { Raster } from './picture-raster.ts'
import type { Ink } from './picture-theme.ts'

/** CSS pixels. */
export interface Placing {
  /** The header (0) or the row of the page it stands in, counted from 1. */
  strip: number
  /** Where the text begins, ends or has its middle. */
  x: number
  align: 'left' | 'right' | 'center'
  size: Size
  ink: Ink
  /** A text that is wider is cut short with an ellipsis. */
  room: number
}

/** Letters whose shape and width depend on no neighbour, but for ASCII's kerning. */
const SIMPLE =
  /^[\x20-\x7e\u2026\u2160-\u217f\u2190-\u22ff\u2460-\u24ff\u2500-\u25ff\u3000-\u3029\u3030\u303b-\u303d\u3041-\u3096\u309b-\u309e\u30a0-\u30ff\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\u{20000}-\u{2fffd}]*$/u

/** Places at which a letter may begin within a CSS pixel, and a whole text within one of the device, as for the canvas. */
const PLACES = 4
/** Widths are measured at this size, in CSS pixels; they grow with it. */
const EM = 100

/** `place` each text of a page, then `stampOnto` its raster draws all of them at once. For one page only. */
export class Letters {
  readonly #look: SheetLook
  readonly #measuring: SKRSContext2D
  /** In ems. */
  readonly #widths = new Map<string, number>(latinAdvances)
  readonly #styles: Style[] = []
  /** Pixels of the device. */
  readonly #placed: { letter: Letter; strip: number; x: number }[] = []

  constructor(look: SheetLook) {
    this.#look = look
    this.#measuring = createCanvas(1, 1).getContext('2d')
    this.#measuring.lang = 'ja'
    this.#measuring.font = `${EM}px "${PICTURE_FONT}"`
  }

  /** Returns the width of what will be drawn, in CSS pixels. What begins 4 pixels within the page lies in it whole. */
  place(text: string, placing: Placing): number {
    const { size, room } = placing
    // Hardly a letter is narrower than a pixel; a longer text need not be looked at whole.
    const shown = readable(text.slice(0, Math.max(0, room)))
    const cut = this.#cut([...shown], {
      room: room / size,
      goesOn: shown.length < text.length,
    })
    const whole = SIMPLE.test(shown) ? null : cut.letters.join('')
    const width = (whole === null ? cut.width : this.#widthOf(whole)) * size
    const x = startOf(placing, width)
    if (whole === null) this.#placeLetters(cut.letters, { ...placing, x })
    else {
      const style = this.#styleOf(size, placing.ink)
      this.#add(whole, { style, strip: placing.strip, x, width: Math.min(width, room), whole: true })
    }
    return width
  }

  /** The sign of masked cells, from `x` on. */
  placeSign(at: { strip: number; x: number }): void {
    this.#add(SIGN, { ...at, style: this.#styleOf(13, 'maskedSign'), width: 9, whole: false })
  }

  stampOnto(raster: Raster): void {
    // Places nothing begins at are holes, which `flat` leaves out.
    const letters = this.#styles.flatMap((style) => [...style.letters.values()].flat())
    drawLetters(letters, this.#look)
    for (const { letter, ...at } of this.#placed) if (letter.stamp) raster.stamp(letter.stamp, at)
  }

  /** As many letters as there is room for, in ems. */
  #cut(letters: string[], { room, goesOn }: { room: number; goesOn: boolean }) {
    const ellipsis = this.#widthOf('…')
    let width = 0
    let fits = { count: 0, width: 0 }
    const cutShort = () => ({
      letters: [...letters.slice(0, fits.count), '…'],
      width: fits.width + ellipsis,
    })
    for (const [i, letter] of letters.entries()) {
      width += this.#widthOf(letter) + kerningOf(letters[i - 1], letter)
      if (width > room) return cutShort()
      if (width + ellipsis <= room) fits = { count: i + 1, width }
    }
    return goesOn ? cutShort() : { letters, width }
  }

  #widthOf(text: string): number {
    const known = this.#widths.get(text)
    if (known !== undefined) return known
    const width = this.#measuring.measureText(text).width / EM
    this.#widths.set(text, width)
    return width
  }

  #placeLetters(letters: string[], { strip, x, size, ink }: Placing): void {
    const style = this.#styleOf(size, ink)
    let at = x
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i]!
      const width = this.#widthOf(letter) * size
      at += kerningOf(letters[i - 1], letter) * size
      if (letter !== ' ' && letter !== '\u3000')
        this.#add(letter, { style, strip, x: at, width, whole: false })
      at += width
    }
  }

  #add(text: Letter['text'], { style, strip, x, width, whole }: Adding): void {
    const { scale } = this.#look
    const perPixel = whole ? PLACES : PLACES / scale
    const place = Math.round(x * scale * perPixel)
    const step = place % perPixel
    let drawn = style.letters.get(text)
    if (drawn === undefined) {
      drawn = []
      style.letters.set(text, drawn)
    }
    let letter = drawn[step]
    if (letter === undefined) {
      const { size, ink } = style
      letter = { text, whole, size, ink, begins: step / perPixel / scale, width, stamp: null }
      drawn[step] = letter
    }
    this.#placed.push({ letter, strip, x: (place - step) / perPixel })
  }

  #styleOf(size: Size, ink: Ink): Style {
    const known = this.#styles.find((style) => style.size === size && style.ink === ink)
    if (known) return known
    const style: Style = { size, ink, letters: new Map() }
    this.#styles.push(style)
    return style
  }
}

interface Style {
  size: Size
  ink: Ink
  /** By text, then by where within a pixel of the device it begins. */
  letters: Map<Letter['text'], Letter[]>
}

interface Adding {
  style: Style
  strip: number
  x: number
  width: number
  whole: boolean
}

const startOf = ({ x, align }: Placing, width: number): number =>
  align === 'left' ? x : align === 'right' ? x - width : x - width / 2

/** White space of any kind as a space; a character that cannot be drawn as a mark that something stands there. */
const readable = (text: string): string => text.replace(/\s/g, ' ').replace(/\p{Cc}/gu, '□')
