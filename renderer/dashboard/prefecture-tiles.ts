/** Japan's 47 prefectures as squares of one size, each near where it lies, so that small ones are seen as well. */
export interface PrefectureTile {
  /** Name as the open tables write it. */
  ja: string
  en: string
  /** Place in the grid, from the north-west. */
  x: number
  y: number
}

/** In the order of their official codes, 01–47. */
const PLACES: readonly (readonly [ja: string, en: string, x: number, y: number])[] = [
  ['北海道', 'Hokkaido', 11, 0],
  ['青森県', 'Aomori', 11, 2],
  ['岩手県', 'Iwate', 11, 3],
  ['宮城県', 'Miyagi', 11, 4],
  ['秋田県', 'Akita', 10, 3],
  ['山形県', 'Yamagata', 10, 4],
  ['福島県', 'Fukushima', 11, 5],
  ['茨城県', 'Ibaraki', 11, 6],
  ['栃木県', 'Tochigi', 10, 6],
  ['群馬県', 'Gunma', 9, 6],
  ['埼玉県', 'Saitama', 10, 7],
  ['千葉県', 'Chiba', 11, 7],
  ['東京都', 'Tokyo', 10, 8],
  ['神奈川県', 'Kanagawa', 10, 9],
  ['新潟県', 'Niigata', 10, 5],
  ['富山県', 'Toyama', 8, 5],
  ['石川県', 'Ishikawa', 7, 5],
  ['福井県', 'Fukui', 7, 6],
  ['山梨県', 'Yamanashi', 9, 8],
  ['長野県', 'Nagano', 9, 7],
  ['岐阜県', 'Gifu', 8, 6],
  ['静岡県', 'Shizuoka', 9, 9],
  ['愛知県', 'Aichi', 8, 8],
  ['三重県', 'Mie', 7, 8],
  ['滋賀県', 'Shiga', 7, 7],
  ['京都府', 'Kyoto', 6, 7],
  ['大阪府', 'Osaka', 6, 8],
  ['兵庫県', 'Hyogo', 5, 7],
  ['奈良県', 'Nara', 7, 9],
  ['和歌山県', 'Wakayama', 6, 9],
  ['鳥取県', 'Tottori', 4, 7],
  ['島根県', 'Shimane', 3, 7],
  ['岡山県', 'Okayama', 4, 8],
  ['広島県', 'Hiroshima', 3, 8],
  ['山口県', 'Yamaguchi', 2, 7],
  ['徳島県', 'Tokushima', 5, 10],
  ['香川県', 'Kagawa', 4, 10],
  ['愛媛県', 'Ehime', 3, 10],
  ['高知県', 'Kochi', 4, 11],
  ['福岡県', 'Fukuoka', 1, 8],
  ['佐賀県', 'Saga', 0, 8],
  ['長崎県', 'Nagasaki', 0, 9],
  ['熊本県', 'Kumamoto', 1, 10],
  ['大分県', 'Oita', 1, 9],
  ['宮崎県', 'Miyazaki', 1, 11],
  ['鹿児島県', 'Kagoshima', 0, 11],
  ['沖縄県', 'Okinawa', 0, 13],
]

export const PREFECTURE_TILES: readonly PrefectureTile[] = PLACES.map(([ja, en, x, y]) => ({ ja, en, x, y }))

/** The name as a tile has room for it. */
export const shortName = ({ ja, en }: PrefectureTile, language: 'ja' | 'en'): string =>
  language === 'en' ? en : ja.replace(/(?<!^京)[都府県]$/, '')

const TILES = new Map(PREFECTURE_TILES.map((tile) => [tile.ja, tile]))

/** A prefecture's whole name; what is none stays as it is. */
export const prefectureName = (name: string, language: 'ja' | 'en'): string =>
  TILES.get(name)?.[language] ?? name

const RANKS = new Map(PREFECTURE_TILES.map(({ ja }, rank) => [ja, rank]))

/** Place in the order of the official codes; null for what is no prefecture. */
export const prefectureRank = (name: string | null): number | null =>
  name === null ? null : (RANKS.get(name) ?? null)
