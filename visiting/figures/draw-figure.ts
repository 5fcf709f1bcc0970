/**
 * Draws a figure in the environment, from the protected table and nothing else: SVG by Vega, PNG from that very SVG by
 * resvg. What reviewers look at and what leaves are the same bytes.
 */
import { createRequire } from 'node:module'
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { SurvivalReport } from '../../shared/model/output-form.ts'
import { curveData, curveSpec } from './curve-spec.ts'
import { FONT } from './figure-ink.ts'
import { figurePoints, type WordedTable } from './figure-marks.ts'
import { figureSpec } from './figure-spec.ts'
import { textWidth } from './text-width.ts'

export interface DrawnFigure {
  svg: string
  png: Uint8Array
}

/** What no XML may hold, also escaped: values of a text column can be made of anything. */
const NO_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Pixels of the PNG for each of the SVG. */
const SCALE = 2

/**
 * Throws where the library cannot draw the table, which is a fault. The libraries are loaded with the first figure: a
 * service that draws none does without their memory.
 */
export const drawFigure = (table: WordedTable, chart: ChartSpec): Promise<DrawnFigure> =>
  draw(figureSpec(figurePoints(table, chart), chart))

/** The same of survival curves. */
export const drawCurve = (table: ProtectedTable, report: SurvivalReport): Promise<DrawnFigure> =>
  draw(curveSpec(curveData(table, report), report))

async function draw(figure: object): Promise<DrawnFigure> {
  const [vega, { compile }, { renderAsync }] = await Promise.all([
    import('vega'),
    import('vega-lite'),
    import('@resvg/resvg-js'),
  ])
  // Vega's types leave out this hook, which is there for programs that draw without a browser.
  measureText((vega as unknown as { textMetrics: TextMetrics }).textMetrics)
  const { spec } = compile(figure as Parameters<typeof compile>[0])
  const view = new vega.View(vega.parse(spec), { renderer: 'none' })
  const svg = withOwnNames(await view.toSVG()).replaceAll(NO_XML, '\ufffd')
  view.finalize()
  // On a thread of its own: reading the fonts would hold the service for half a second.
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: FONT },
  })
  return { svg, png: Uint8Array.from(image.asPng()) }
}

/** Vega counts clipping paths over all figures it ever drew; the same figure is to be the same bytes. */
function withOwnNames(svg: string): string {
  const names = new Map<string, string>()
  return svg.replaceAll(/(?<=url\(#|id=")clip\d+/g, (name) => {
    const own = names.get(name) ?? `clip${names.size + 1}`
    names.set(name, own)
    return own
  })
}

interface TextMetrics {
  /** Pixels a text is wide. */
  width(item: { fontSize?: number }, text: unknown): number
}

/** Vega's own guess is for Latin letters. */
function measureText(metrics: TextMetrics): void {
  metrics.width = ({ fontSize = 11 }, text) => textWidth(String(text ?? ''), fontSize)
}

const fontFiles = (): string[] => {
  const { resolve } = createRequire(import.meta.url)
  return ['400Regular/NotoSansJP_400Regular.ttf', '700Bold/NotoSansJP_700Bold.ttf'].map((file) =>
    resolve(`@expo-google-fonts/noto-sans-jp/${file}`),
  )
}
