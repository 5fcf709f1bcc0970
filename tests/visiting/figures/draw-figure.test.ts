import { createCanvas, loadImage } from '@napi-rs/canvas'
import { describe, expect, test } from 'vitest'
import type { ProtectedCell, ProtectedTable } from '../../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../../shared/model/chart.ts'
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
