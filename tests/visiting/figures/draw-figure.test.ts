import { createCanvas, loadImage } from '@napi-rs/canvas'
import { describe, expect, test } from 'vitest'
import type { ProtectedCell, ProtectedTable } from '../../../shared/contract/outputs.ts'
import { type ChartSpec, PLAIN_LOOK } from '../../../shared/model/chart.ts'
import { drawFigure } from '../../../visiting/figures/draw-figure.ts'

const cell = (text: string | null, status: ProtectedCell['status'] = 'shown'): ProtectedCell => ({
  text,
  status,
  persons: '?',
  interval: null,
  findings: [],
})

/** Counts by month and severity; the places named are hidden, whatever text they carry. */
const aTable = (hidden: Record<number, string | null> = {}): ProtectedTable => ({
  columns: [
    { name: 'month', type: 'DATE', role: 'key' },
    { name: 'n.persons[0]', type: 'BIGINT', role: 'persons' },
  ],
  rows: ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-01'].map((month, row) => [
    cell(month),
    row in hidden ? cell(hidden[row]!, 'primary') : cell(String(100 + row * 10)),
  ]),
  findings: [],
  summary: {
    method: 'suppress',
    pattern: null,
    gap: null,
    primary: 0,
    secondary: 0,
    shown: 5,
    elapsedMs: 0,
    lost: [],
  },
  ruleEditions: [],
  verified: true,
})

const aChart = (kind: ChartSpec['kind'], titleText = ''): ChartSpec => ({
  kind,
  x: 'month',
  y: ['n.persons[0]'],
  colour: null,
  titleText,
  stacked: false,
})

describe.each(['bar', 'line', 'scatter'] as const)('a %s figure', (kind) => {
  test('is the same picture whatever stands behind a hidden cell', async () => {
    const without = await drawFigure(aTable({ 2: null }), aChart(kind))
    const withText = await drawFigure(aTable({ 2: '7' }), aChart(kind))
    const withMore = await drawFigure(aTable({ 2: '987654' }), aChart(kind))
    expect(withText.svg).toBe(without.svg)
    expect(withMore.svg).toBe(without.svg)
    expect(Buffer.from(withMore.png).equals(Buffer.from(without.png))).toBe(true)
  })

  test('says how many values are hidden, and nothing when none is', async () => {
    expect((await drawFigure(aTable({ 1: null, 3: null }), aChart(kind))).svg).toContain('秘匿 2')
    expect((await drawFigure(aTable(), aChart(kind))).svg).not.toContain('秘匿')
  })

  test('gives a hidden place no bar, point or piece of line', async () => {
    const all = await drawFigure(aTable(), aChart(kind))
    const fewer = await drawFigure(aTable({ 2: null }), aChart(kind))
    const drawn = (svg: string) =>
      kind === 'line' ? (/mark-line[\s\S]*?d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)?.length ?? 0) : count(svg)
    const count = (svg: string) =>
      (/role-mark layer_0[\s\S]*?<\/g>/.exec(svg)?.[0].match(/<path/g) ?? []).length
    expect(drawn(all.svg)).toBe(kind === 'line' ? 1 : 5)
    expect(drawn(fewer.svg)).toBe(kind === 'line' ? 2 : 4)
  })
})

test('words of the researcher are text in it, not markup', async () => {
  const { svg } = await drawFigure(aTable(), aChart('bar', '<script>alert(1)</script> & "図"'))
  expect(svg).not.toContain('<script>')
  expect(svg).toContain('&lt;script&gt;')
})

test('the PNG holds Japanese letters and is twice the size of the SVG', async () => {
  const { svg, png } = await drawFigure(aTable(), aChart('bar', '月別の患者数'))
  const blank = await drawFigure(aTable(), aChart('bar', '　　　　　　'))
  const image = await loadImage(Buffer.from(png))
  expect(image.width).toBe(2 * Number(/width="(\d+)"/.exec(svg)?.[1]))
  const ink = async (bytes: Uint8Array) => {
    const picture = await loadImage(Buffer.from(bytes))
    const context = createCanvas(300, 60).getContext('2d')
    context.drawImage(picture, 0, 0)
    const { data } = context.getImageData(0, 0, 300, 60)
    return data.filter((value, i) => i % 4 === 0 && value < 128).length
  }
  expect(await ink(png)).toBeGreaterThan((await ink(blank.png)) + 200)
})

describe('what a researcher sets beside the columns', () => {
  const ages = (hidden: readonly number[] = []): ProtectedTable => ({
    ...aTable(),
    columns: [
      { name: 'age', type: 'INTEGER', role: 'key' },
      { name: 'n', type: 'BIGINT', role: 'persons' },
    ],
    rows: [60, 61, 65, 66, 70].map((age) => [
      cell(String(age)),
      hidden.includes(age) ? cell(null, 'primary') : cell(String(age)),
    ]),
  })
  const look = (part: object): ChartSpec => ({
    ...aChart('bar'),
    x: 'age',
    y: ['n'],
    look: { ...PLAIN_LOOK, ...part },
  })

  test('titles, annotations and words for each mark are drawn as text', async () => {
    const { svg } = await drawFigure(
      ages(),
      look({
        xTitle: '年齢（歳）',
        yTitle: '患者数 & <b>',
        annotations: [{ x: '65', y: null, text: '定年' }],
        hover: '{x}歳: {y}人',
      }),
    )
    for (const words of ['年齢（歳）', '患者数 &amp; &lt;b&gt;', '定年', '65歳: 65人'])
      expect(svg).toContain(words)
  })

  test('bins add up what is shown; one with a hidden number has no bar and no words', async () => {
    const bins = { binEdges: [60, 65, 70, 75], hover: '{x}: {y}' }
    const all = await drawFigure(ages(), look(bins))
    for (const words of ['60–65: 121', '65–70: 131', '70–75: 70']) expect(all.svg).toContain(words)
    const fewer = await drawFigure(ages([66]), look(bins))
    expect(fewer.svg).not.toContain('65–70: ')
    expect(fewer.svg).toContain('60–65: 121')
    expect(fewer.svg).toContain('秘匿 1')
  })

  test('a place where something is hidden stays where the table has it', async () => {
    const { svg } = await drawFigure(ages([65]), look({}))
    const places = [...svg.matchAll(/>(6[0156]|70)</g)].map(([, age]) => age)
    // The labels of x come first.
    expect(places.slice(0, 5)).toEqual(['60', '61', '65', '66', '70'])
  })

  test('axes end where they are told to', async () => {
    const line = { ...look({ xRange: [50, 80], yRange: [0, 500] }), kind: 'line' as const }
    const { svg } = await drawFigure(ages(), line)
    expect(svg).toContain('>500<')
    expect(svg).toContain('>50<')
    expect(svg).toContain('>80<')
  })
})
