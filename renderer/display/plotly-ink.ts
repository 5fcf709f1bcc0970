/** Colours of charts on screen, and the marks that tell series apart without colour. */

/**
 * Okabe and Ito's colours, told apart by the colour-blind; lifted a little on dark ground. In the order of the figures
 * that leave, so that a chart keeps its colours on the way out.
 */
export const PALETTE = {
  light: ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#56b4e9', '#cc79a7', '#7a5195', '#5f6b7a'],
  dark: ['#5aaeea', '#f2bd4b', '#3fc79b', '#f08a3e', '#8fd0f5', '#e3a0c6', '#b79ad6', '#a8b2bf'],
} as const

export const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const
export const SYMBOLS = [
  'circle',
  'square',
  'diamond',
  'cross',
  'triangle-up',
  'x',
  'star',
  'hexagon',
] as const

export const INK = {
  light: {
    masked: '#8a5300',
    hidden: '#3a424e',
    text: '#1b2027',
    dim: '#57606d',
    line: '#d9dde3',
    ground: '#ffffff',
  },
  dark: {
    masked: '#efb45e',
    hidden: '#c2cad6',
    text: '#dde1e7',
    dim: '#98a2b0',
    line: '#2d343f',
    ground: '#171b21',
  },
} as const

/** A colour as so much of it over whatever lies below. */
export const thin = (hex: string, share: number): string =>
  `rgba(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(',')},${share})`
