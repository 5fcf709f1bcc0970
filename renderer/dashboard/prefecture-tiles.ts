import { PREFECTURES } from '../../shared/model/prefectures.ts'

/** Japan's 47 prefectures as squares of one size, each near where it lies, so that small ones are seen as well. */
export interface PrefectureTile {
  /** Name as the open tables write it. */
  ja: string
  en: string
  /** Place in the grid, from the north-west. */
  x: number
  y: number
}

/** In the order of their official codes. */
const PLACES: readonly (readonly [x: number, y: number])[] = [
  [11, 0],
  [11, 2],
  [11, 3],
  [11, 4],
  [10, 3],
  [10, 4],
  [11, 5],
  [11, 6],
  [10, 6],
  [9, 6],
  [10, 7],
  [11, 7],
  [10, 8],
  [10, 9],
  [10, 5],
  [8, 5],
  [7, 5],
  [7, 6],
  [9, 8],
  [9, 7],
  [8, 6],
  [9, 9],
  [8, 8],
  [7, 8],
  [7, 7],
  [6, 7],
  [6, 8],
  [5, 7],
  [7, 9],
  [6, 9],
  [4, 7],
  [3, 7],
  [4, 8],
  [3, 8],
  [2, 7],
  [5, 10],
  [4, 10],
  [3, 10],
  [4, 11],
  [1, 8],
  [0, 8],
  [0, 9],
  [1, 10],
  [1, 9],
  [1, 11],
  [0, 11],
  [0, 13],
]

export const PREFECTURE_TILES: readonly PrefectureTile[] = PREFECTURES.map((name, rank) => {
  const [x, y] = PLACES[rank]!
  return { ...name, x, y }
})

/** The name as a tile has room for it. */
export const shortName = ({ ja, en }: PrefectureTile, language: 'ja' | 'en'): string =>
  language === 'en' ? en : ja.replace(/(?<!^京)[都府県]$/, '')

const TILES = new Map(PREFECTURE_TILES.map((tile) => [tile.ja, tile]))

/** A prefecture's whole name; what is none stays as it is. */
export const prefectureName = (name: string, language: 'ja' | 'en'): string =>
  TILES.get(name)?.[language] ?? name
