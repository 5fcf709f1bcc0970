/** What all figures are drawn with, charts as curves: colours, dashes, type and size. */

/** Okabe and Ito's palette (2008), told apart with every kind of colour blindness. */
export const COLOURS = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#d55e00',
  '#56b4e9',
  '#cc79a7',
  '#f0e442',
  '#000000',
]

/** A second way to tell series apart, for print in grey. */
export const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [10, 4],
  [4, 1],
  [1, 3],
  [12, 2],
]

/** The family all words of a figure are set in. */
export const FONT = 'Noto Sans JP'

/** Of the plotting area, in CSS pixels. */
export const SIZE = { width: 760, height: 420 }
