declare module 'plotly.js-cartesian-dist-min' {
  import type * as Plotly from 'plotly.js'

  const plotly: typeof Plotly & {
    /** Its types leave this out. */
    Fx: { hover(element: HTMLElement, points: { curveNumber: number; pointNumber: number }[]): void }
  }
  export default plotly
}
