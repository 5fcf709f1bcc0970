import { createCanvas, loadImage } from '@napi-rs/canvas'
import { describe, expect, test } from 'vitest'
import type { ProtectedCell, ProtectedTable } from '../../../shared/contract/outputs.ts'
import { type ChartSpec, PLAIN_LOOK } from '../../../shared/model/chart.ts'
import { drawFigure } from '../../../visiting/figures/draw-figure.ts'
import { figureMarks, figurePoints } from '../../../visiting/figures/figure-marks.ts'

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

test('a total does not stand beside its parts', () => {
  const table: ProtectedTable = {
    ...aTable(),
    columns: [
      { name: 'area', type: 'VARCHAR', role: 'key' },
      { name: 'sex', type: 'VARCHAR', role: 'key' },
      { name: 'n', type: 'BIGINT', role: 'persons' },
    ],
    groupingSets: [[0, 1], [0], []],
    rows: [
      [cell('01'), cell('1'), cell('30')],
      [cell(null, 'primary'), cell(null, 'primary'), cell(null, 'primary')],
      [cell('01'), cell(''), cell('38')],
      [cell(''), cell(''), cell('38')],
    ],
  }
  const chart = { ...aChart('bar'), x: 'area', y: ['n'] }
  expect(figurePoints(table, { ...chart, colour: 'sex' })).toMatchObject({
    points: [{ x: '01', series: '1', y: 30 }],
    hiddenCount: 1,
    otherLevels: 2,
  })
  expect(figurePoints(table, chart)).toMatchObject({ points: [{ x: '01', y: 38 }] })
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

describe('charts of epidemiology', () => {
  const HIDDEN = Symbol('hidden')
  type Value = string | number | null | typeof HIDDEN
  /** `name type role`, one a column; what is hidden carries a text nobody may see. */
  const tableOf = (columns: string[], rows: Value[][], behind = '7'): ProtectedTable => ({
    ...aTable(),
    columns: columns.map((words) => {
      const [name = '', type = '', role = ''] = words.split(' ')
      return { name, type, role }
    }),
    rows: rows.map((row) =>
      row.map((value) =>
        value === HIDDEN ? cell(behind, 'primary') : cell(value === null ? null : String(value)),
      ),
    ),
  })
  const ESTIMATES = [
    'group VARCHAR key',
    'arm VARCHAR key',
    'or DOUBLE rate',
    'low DOUBLE rate',
    'high DOUBLE rate',
  ]
  const estimates = (behind = '7') =>
    tableOf(
      ESTIMATES,
      [
        ['10-14', 'A', 2, 1.5, 3],
        ['5-9', 'A', 1.2, HIDDEN, 1.9],
        ['0-4', 'A', HIDDEN, 0.4, 0.9],
        ['10-14', 'B', 0.5, 0.25, 1],
        ['5-9', 'B', 3, 2, 4],
        ['0-4', 'B', 0.8, 0.6, 1.1],
      ],
      behind,
    )
  const interval = { low: 'low', high: 'high' }
  const chart = (part: Partial<ChartSpec>): ChartSpec => ({
    ...{
      kind: 'scatter',
      x: 'group',
      y: ['or'],
      colour: null,
      titleText: '',
      stacked: false,
      order: 'natural',
    },
    ...part,
  })
  const KINDS: [string, ChartSpec][] = [
    ['points with error bars', chart({ interval, facet: 'arm' })],
    ['bars with error bars', chart({ kind: 'bar', interval, colour: 'arm' })],
    ['a forest', chart({ kind: 'forest', interval, log: true, facet: 'arm' })],
    ['steps with a band', chart({ kind: 'step', interval, colour: 'arm' })],
    ['a pyramid', chart({ kind: 'pyramid', colour: 'arm' })],
    ['stacked bars', chart({ kind: 'bar', colour: 'arm', stacked: true })],
    ['an order by value', chart({ kind: 'bar', facet: 'arm', order: 'value' })],
  ]

  test.each(KINDS)('%s are the same picture whatever stands behind hidden cells', async (_, spec) => {
    const [seven, more] = await Promise.all(
      ['7', '98765'].map((behind) => drawFigure(estimates(behind), spec)),
    )
    expect(more!.svg).toBe(seven!.svg)
    expect(seven!.svg).toContain('秘匿')
  })

  /** Texts of the SVG in the order they stand in it. */
  const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!)

  test.each(KINDS)('%s stand in the order the screen has them', async (_, spec) => {
    const table = estimates()
    const { places, panels } = figurePoints(table, spec)
    const found = texts((await drawFigure(table, spec)).svg)
    if (panels.length > 1) expect(found.filter((text) => panels.includes(text))).toEqual(panels)
    const axis = found.filter((text) => places.includes(text)).slice(0, places.length)
    expect(axis).toEqual(spec.kind === 'pyramid' ? places.toReversed() : places)
  })

  test('an interval with a hidden bound is not drawn, and its estimate is hollow', async () => {
    const { svg } = await drawFigure(estimates(), chart({ interval, colour: 'arm' }))
    // Five estimates are shown; of four both bounds are.
    const [, rules = ''] = /<g class="mark-rule role-mark[^>]*>(.*?)<\/g>/.exec(svg) ?? []
    expect(rules.match(/<line/g)).toHaveLength(4)
    expect(svg.match(/<path[^>]*fill="#ffffff" stroke="#[0-9a-f]{6}" stroke-width="1.6"/g)).toHaveLength(1)
    expect(svg).toContain('区間を示せない推定値')
  })

  test('estimates beside a forest are those of the table', async () => {
    const table = tableOf(ESTIMATES, [
      ['喫煙', 'A', 2, 1.5, 3],
      ['飲酒', 'A', 1.2, HIDDEN, 1.9],
    ])
    const found = texts((await drawFigure(table, chart({ kind: 'forest', interval, log: true }))).svg)
    expect(found).toContain('2.00 (1.50–3.00)')
    expect(found).toContain('1.20')
    expect(found.join(' ')).not.toContain('1.90')
  })

  test('a pyramid counts both ways in positive numbers', async () => {
    const table = tableOf(
      ['age VARCHAR key', 'sex VARCHAR key', 'n BIGINT persons'],
      [
        ['0-4', 'F', 400],
        ['0-4', 'M', 300],
      ],
    )
    const spec = chart({ kind: 'pyramid', x: 'age', y: ['n'], colour: 'sex' })
    const found = texts((await drawFigure(table, spec)).svg)
    expect(found.filter((text) => text === '200')).toHaveLength(2)
    expect(found.some((text) => /^[−-]\d/.test(text))).toBe(false)
  })

  test('weeks without anybody stay open in an epidemic curve; stacked bars end where the sum is', () => {
    const table = tableOf(
      ['week DATE key', 'sex VARCHAR key', 'n BIGINT persons'],
      [
        ['2024-01-01', 'M', 30],
        ['2024-01-01', 'F', 20],
        ['2024-01-08', 'F', HIDDEN],
        ['2024-01-08', 'M', 10],
        ['2024-02-05', 'F', 40],
      ],
    )
    const spec = chart({ kind: 'bar', x: 'week', y: ['n'], colour: 'sex', stacked: true })
    const marks = figureMarks(figurePoints(table, spec), spec)
    const week = 7 * 86_400_000
    expect(
      marks.map(({ mark, x, x2, base, top }) => [
        mark,
        Number(x) / week,
        x2 && (x2 - Number(x)) / week,
        base,
        top,
      ]),
    ).toMatchObject([
      ['point', Date.parse('2024-01-01') / week, 0.92, 0, 30],
      ['point', Date.parse('2024-01-01') / week, 0.92, 30, 50],
      ['point', Date.parse('2024-01-08') / week, 0.92, null, null],
      ['point', Date.parse('2024-01-08') / week, 0.92, 0, 10],
      ['point', Date.parse('2024-02-05') / week, 0.92, 0, 40],
      ['hidden', Date.parse('2024-01-08') / week + 0.46, undefined, undefined, undefined],
    ])
  })

  test('zero is drawn, a missing value is told apart from a hidden one', async () => {
    const table = tableOf(
      ['group VARCHAR key', 'n BIGINT persons'],
      [
        ['a', 0],
        ['b', null],
        ['c', HIDDEN],
        ['d', 50],
      ],
    )
    const { svg } = await drawFigure(table, chart({ kind: 'bar', y: ['n'] }))
    expect(svg).toContain('秘匿 1')
    expect(svg).toContain('値なし 1')
  })
})

test('a figure in words has them where the screen has them, and its annotations at their place', async () => {
  const words = {
    title: () => '都道府県',
    meaning: (_: number, code: string) => (code === '13' ? '東京都' : null),
  }
  const table = {
    ...aTable(),
    columns: [{ name: 'pref', type: 'VARCHAR', role: 'key' }, aTable().columns[1]!],
    rows: ['13', '27'].map((pref) => [cell(pref), cell('120')]),
  }
  const look = { ...PLAIN_LOOK, annotations: [{ x: '13', y: null, text: '首都' }] }
  const { svg } = await drawFigure({ ...table, words }, { ...aChart('bar'), x: 'pref', look })
  for (const word of ['東京都', '27', '都道府県', '首都']) expect(svg).toContain(`>${word}<`)
  expect(svg).not.toContain('>13<')
})
