import { createHash } from 'node:crypto'
import { brotliDecompressSync, crc32 } from 'node:zlib'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { bitmapOf } from '../../../renderer/display/picture-blob.ts'
import { readStrips } from '../../../shared/contract/picture-strips.ts'
import { PICTURE } from '../../../shared/contract/results.ts'
import { PADDED_TO } from '../../../visiting/results/indexed-png.ts'
import {
  drawPicture,
  type PictureLook,
  type PicturePage,
  pictureAnswer,
} from '../../../visiting/results/picture.ts'
import { aFullPage, aPageOfRows, aLook as look } from '../../fixtures/a-picture-page.ts'

/** Codes of which nothing is on the page twice: pseudonyms, cut short by the column, and shorter ones between them. */
const aPageOfCodes = (): PicturePage => ({
  ...aFullPage(),
  rows: Array.from({ length: PICTURE.rowsPerPage }, (_, r) =>
    aFullPage().columns.map((_column, i) => ({
      text: createHash('sha256')
        .update(`${r} ${i}`)
        .digest('hex')
        .slice(0, i % 4 === 0 ? 32 : 7),
      mask: 'individual',
    })),
  ),
})

/** A picture whose palette somebody changed, so that some of its colours look like the ground. */
function withoutColours(png: Uint8Array, indices: number[]): Buffer {
  const changed = Buffer.from(png)
  const palette = changed.indexOf('PLTE') + 4
  for (const index of indices) changed.copy(changed, palette + index * 3, palette, palette + 3)
  const end = palette + changed.readUInt32BE(palette - 8)
  changed.writeUInt32BE(crc32(changed.subarray(palette - 4, end)), end)
  return changed
}

/** As the workbench asks for it. */
const inStrips = async (page: PicturePage, asked: PictureLook): Promise<Uint8Array> =>
  (await pictureAnswer(page, { ...asked, form: 'strips' })).bytes

async function pixels(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png))
  // Asked once: each time goes to native code.
  const { width: across, height: down } = image
  const canvas = createCanvas(across, down)
  const ctx = canvas.getContext('2d')
  ctx.drawImage(image, 0, 0)
  const { data } = ctx.getImageData(0, 0, across, down)
  const colours = (left: number, top: number, width: number, height: number) => {
    const found = new Set<number>()
    const all = new Uint32Array(data.buffer)
    for (let y = top; y < top + height; y++)
      for (const colour of all.subarray(y * across + left, y * across + left + width)) found.add(colour)
    return found
  }
  return { width: across, height: down, data, colours }
}

const HEIGHT = PICTURE.headerHeight + PICTURE.rowsPerPage * PICTURE.rowHeight
const WIDTH = PICTURE.rowNumberWidth + 12 * PICTURE.columnWidth

test.each([
  { scale: 1, theme: 'light' },
  { scale: 2, theme: 'light' },
  { scale: 1, theme: 'dark' },
  { scale: 2, theme: 'dark' },
] as const)('a page has the fixed geometry at scale $scale ($theme)', async ({ scale, theme }) => {
  const { width, height } = await pixels(await drawPicture(aFullPage(), look({ scale, theme })))
  expect([width, height]).toEqual([WIDTH * scale, HEIGHT * scale])
})

test.each([
  { what: 'mixed values, some masked', page: aFullPage(), twice: 400 },
  { what: 'mixed values', page: aPageOfRows(), twice: 240 },
  { what: 'codes', page: aPageOfCodes(), twice: 272 },
])(
  'a full page of 480 values takes at most 150 KB at any scale, as a PNG at twice the scale $twice KB: $what',
  async ({ page, twice }) => {
    for (const theme of ['light', 'dark'] as const) {
      for (const scale of [1, 2] as const)
        expect((await inStrips(page, look({ theme, scale }))).length).toBeLessThanOrEqual(150 * 1024)
      expect((await drawPicture(page, look({ theme }))).length).toBeLessThanOrEqual(150 * 1024)
      expect((await drawPicture(page, look({ theme, scale: 2 }))).length).toBeLessThanOrEqual(twice * 1024)
    }
  },
)

test.each([
  { scale: 1, theme: 'light', page: aFullPage() },
  { scale: 2, theme: 'dark', page: aFullPage() },
  { scale: 2, theme: 'light', page: aPageOfRows() },
] as const)(
  'strips put upright are the PNG, pixel by pixel ($scale ×, $theme)',
  async ({ page, ...asked }) => {
    const strips = readStrips(brotliDecompressSync(await inStrips(page, look(asked))))
    const upright = await pixels(Buffer.concat(bitmapOf(strips)))
    const png = await pixels(await drawPicture(page, look(asked)))
    expect([upright.width, upright.height]).toEqual([png.width, png.height])
    expect(Buffer.compare(Buffer.from(upright.data), Buffer.from(png.data))).toBe(0)
  },
)

test('strips hold pixels only, and what pads them says nothing: the same page is the same bytes', async () => {
  const page = aFullPage()
  page.rows[0]![0] = { text: 'PlantedSecretValue', mask: 'shown' }
  const sent = await inStrips(page, look())
  const inside = brotliDecompressSync(sent)
  for (const bytes of [Buffer.from(sent), inside]) expect(bytes.includes('PlantedSecretValue')).toBe(false)
  expect(inside.length).toBe(4 + 16 * 3 + (WIDTH * HEIGHT) / 2)
  expect(Buffer.compare(await inStrips(page, look()), sent)).toBe(0)
})

test('at twice the scale a page of rows is drawn in four colours, one with masked cells in all of them', async () => {
  for (const theme of ['light', 'dark'] as const) {
    const coloursOf = async (page: PicturePage) =>
      (await pixels(await drawPicture(page, look({ theme, scale: 2 })))).colours(0, 0, 2 * WIDTH, 2 * HEIGHT)
    expect((await coloursOf(aPageOfRows())).size).toBe(4)
    expect((await coloursOf(aFullPage())).size).toBeGreaterThan(9)
  }
})

test.each([
  // Header's and watermark's, which are the colours of the watermark and of its own edges.
  { scale: 1, colours: [1, 7, 8] },
  { scale: 2, colours: [1] },
] as const)(
  'values carry the watermark in their edges: taking its colours out of the palette leaves its trace in them ($scale ×)',
  async ({ scale, colours }) => {
    for (const theme of ['light', 'dark'] as const) {
      const cleaned = async (watermark: string[]) =>
        pixels(
          withoutColours(await drawPicture(aPageOfCodes(), look({ theme, watermark, scale })), [...colours]),
        )
      const marked = new Uint32Array((await cleaned(look().watermark)).data.buffer)
      const bare = new Uint32Array((await cleaned([''])).data.buffer)
      const tracesIn = (row: number): number => {
        let traces = 0
        const top = PICTURE.headerHeight + row * PICTURE.rowHeight
        const perRow = WIDTH * scale * scale
        for (let i = top * perRow; i < (top + PICTURE.rowHeight) * perRow; i++)
          if (marked[i] !== bare[i]) traces++
        return traces
      }
      for (let row = 0; row < PICTURE.rowsPerPage; row++) expect(tracesIn(row)).toBeGreaterThan(0)
    }
  },
)

test('characters that cannot be drawn show that something stands there', async () => {
  const pageWith = (text: string): PicturePage => ({
    columns: [{ name: 'v', type: 'VARCHAR', numeric: false }],
    firstRow: 0,
    rows: [[{ text, mask: 'individual' }]],
  })
  const drawn = async (text: string) => (await pixels(await drawPicture(pageWith(text), look()))).data
  const [nothing, between, together] = [await drawn(''), await drawn('a\u0000b'), await drawn('ab')]
  expect(await drawn('\u0000')).not.toEqual(nothing)
  expect(between).not.toEqual(together)
})

test('a page past the end is as large as any other, and its bytes come in the same coarse steps', async () => {
  const empty = await drawPicture({ ...aFullPage(), rows: [] }, look())
  const { width, height } = await pixels(empty)
  expect([width, height]).toEqual([WIDTH, HEIGHT])
  expect(empty.length % PADDED_TO).toBe(0)
  expect((await drawPicture(aFullPage(), look())).length % PADDED_TO).toBe(0)
  for (const page of [{ ...aFullPage(), rows: [] }, aFullPage(), aPageOfCodes()])
    expect((await inStrips(page, look())).length % PADDED_TO).toBe(0)
})

test('the file holds pixels only: no text, time or other chunk that could carry a value', async () => {
  const page = aFullPage()
  page.rows[0]![0] = { text: 'PlantedSecretValue', mask: 'shown' }
  const png = Buffer.from(await drawPicture(page, look()))
  expect(png.includes('PlantedSecretValue')).toBe(false)
  const chunks: string[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    chunks.push(png.toString('latin1', at + 4, at + 8))
  expect(chunks).toEqual(['IHDR', 'PLTE', 'vwPd', 'IDAT', 'IEND'])
})

test('the watermark runs over the whole page, also where there are no rows', async () => {
  const bare: PicturePage = { ...aFullPage(), rows: [] }
  const marked = await pixels(await drawPicture(bare, look()))
  const unmarked = await pixels(await drawPicture(bare, look({ watermark: [''] })))
  // Every quarter of the area under the words "no rows" holds a part of the mark.
  for (const left of [0, 496, 992, 1488])
    for (const top of [150, 350, 550, 750]) {
      expect(marked.colours(left, top, 496, 200).size).toBeGreaterThan(
        unmarked.colours(left, top, 496, 200).size,
      )
    }
})

test('another person, permit or time gives another picture', async () => {
  const one = await pixels(await drawPicture(aFullPage(), look()))
  const same = await pixels(await drawPicture(aFullPage(), look()))
  expect([...one.colours(0, 0, 1, 1)]).toEqual([...same.colours(0, 0, 1, 1)])
  const mine = Buffer.from(await drawPicture({ ...aFullPage(), rows: [] }, look()))
  const other = Buffer.from(
    await drawPicture({ ...aFullPage(), rows: [] }, look({ watermark: ['佐藤 一郎'] })),
  )
  const imageOf = (png: Buffer) => png.subarray(png.indexOf('IDAT'))
  expect(imageOf(mine).equals(imageOf(other))).toBe(false)
})

test('a masked cell differs from a shown one by colour, and by a sign', async () => {
  const page: PicturePage = {
    columns: [{ name: 'n', type: 'BIGINT', numeric: true }],
    firstRow: 0,
    rows: [[{ text: '7', mask: 'below-minimum' }], [{ text: '7', mask: 'shown' }]],
  }
  const { colours } = await pixels(await drawPicture(page, look({ watermark: [''] })))
  const cell = (row: number) =>
    colours(PICTURE.rowNumberWidth + 2, PICTURE.headerHeight + row * PICTURE.rowHeight + 2, 40, 20)
  expect(cell(1)).toEqual(new Set([0xffffffff]))
  // Ground, and the diamond with its edges.
  expect(cell(0).size).toBeGreaterThanOrEqual(2)
  expect(cell(0).has(0xffffff)).toBe(false)
})

test('a very long value is cut short instead of running into its neighbour', async () => {
  const page: PicturePage = {
    columns: [
      { name: 'a', type: 'VARCHAR', numeric: false },
      { name: 'b', type: 'VARCHAR', numeric: false },
    ],
    firstRow: 0,
    rows: [
      [
        { text: '診療'.repeat(5_000), mask: 'shown' },
        { text: '', mask: 'shown' },
      ],
    ],
  }
  const { colours } = await pixels(await drawPicture(page, look({ watermark: [''] })))
  const top = PICTURE.headerHeight + 1
  expect(colours(PICTURE.rowNumberWidth + PICTURE.columnWidth, top, PICTURE.columnWidth - 2, 20)).toEqual(
    new Set([0xffffffff]),
  )
  expect(colours(PICTURE.rowNumberWidth, top, PICTURE.columnWidth - 2, 20).size).toBeGreaterThan(3)
})
