/** Words of the ledger: why an output could not be compared with what was released before. */
import { z } from 'zod'

export const NotCompared = z.enum([
  'shape',
  'stored-groups',
  'unverified',
  'data-changed',
  'not-gathered',
  'too-large',
  'before-ledger',
  'recoded',
])
export type NotCompared = z.infer<typeof NotCompared>

export const NOT_COMPARED_WORDS: Record<NotCompared, { ja: string; en: string }> = {
  shape: {
    ja: '問合せの形から、各セルの対象者を一人ずつ特定できませんでした。',
    en: 'The persons behind each cell could not be listed from the shape of the query.',
  },
  'stored-groups': {
    ja: '作業領域の集計済みの表から作られており、元の対象者が残っていません。',
    en: 'It was made from a table of groups in the workspace, which does not keep who was in them.',
  },
  unverified: {
    ja: '対象者を測れていない結果です。',
    en: 'The environment could not measure whom the result rests on.',
  },
  'data-changed': {
    ja: '結果を作った後にデータまたは作業領域が変わり、同じ表になりませんでした。',
    en: 'Data or workspace changed after the result was made, and it no longer gives the same table.',
  },
  'not-gathered': {
    ja: '対象者の集合を作る処理が完了しませんでした。',
    en: 'Gathering the sets of persons did not finish.',
  },
  'too-large': {
    ja: '対象者の集合が大きすぎて、台帳に載せられません。',
    en: 'The sets of persons are too large for the ledger.',
  },
  recoded: {
    ja: '区分をまとめた表のため、まとめた行の対象者を一人ずつ集めていません。',
    en: 'Its categories were merged after the query, and the persons behind merged rows are not gathered.',
  },
  'before-ledger': {
    ja: '台帳ができる前の公開結果で、対象者の集合が残っていません。',
    en: 'Released before the ledger was kept; its sets of persons are not known.',
  },
}
