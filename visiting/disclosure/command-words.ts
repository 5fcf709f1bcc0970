/** What the disclosure commands say when they refuse: what is wrong, where, and the way out. */
import { fill } from '../../shared/model/words.ts'

const COMMAND_REFUSALS = {
  'file-unreadable': {
    ja: '{file} を読めません。パスと権限を確認してください。',
    en: '{file} cannot be read. Check the path and the permissions.',
  },
  'csv-broken': {
    ja: '{file} の {line} 行目が CSV として読めません。引用符と列の数を確認してください。',
    en: 'Line {line} of {file} is not valid CSV. Check the quotes and the number of columns.',
  },
  'csv-empty': {
    ja: '{file} にデータの行がありません。1行目に列名、2行目からデータを置いてください。',
    en: '{file} holds no data rows. Put column names in line 1 and data from line 2 on.',
  },
  'column-missing': {
    ja: '{file} に列「{column}」がありません。ある列は {columns} です。--dims、--count、--status、--weights の綴りを確認してください。',
    en: '{file} has no column "{column}". It has {columns}. Check the spelling in --dims, --count, --status and --weights.',
  },
  'column-twice': {
    ja: '{file} に列「{column}」が2つあります。片方の名前を変えてください。',
    en: '{file} has the column "{column}" twice. Rename one of them.',
  },
  'dims-missing': {
    ja: '次元の列が指定されていません。--dims region,sex のように指定してください。',
    en: 'No dimensions are given. Name their columns: --dims region,sex.',
  },
  'dims-none-shared': {
    ja: '{file} に --dims の列が1つもありません。',
    en: '{file} has none of the columns of --dims.',
  },
  'not-a-number': {
    ja: '{file} の {line} 行目、列「{column}」の値「{value}」は数ではありません。0以上の整数にしてください。',
    en: 'Line {line}, column "{column}" of {file}: "{value}" is not a number. Give a whole number, 0 or more.',
  },
  'not-whole': {
    ja: '{file} の {line} 行目、列「{column}」の値 {value} は整数ではありません。人数や件数を指定してください。',
    en: 'Line {line}, column "{column}" of {file}: {value} is not a whole number. Name a column of counts.',
  },
  'negative-value': {
    ja: '{file} の {line} 行目、列「{column}」の値 {value} が負です。0以上にしてください。',
    en: 'Line {line}, column "{column}" of {file}: {value} is negative. Counts are 0 or more.',
  },
  'too-large': {
    ja: '{file} の {line} 行目、列「{column}」の値 {value} は大きすぎます。{most} 以下の人数や件数を指定してください。',
    en: 'Line {line}, column "{column}" of {file}: {value} is too large for a count. Counts go up to {most}.',
  },
  'count-is-dimension': {
    ja: '列「{column}」が --dims と --count の両方にあります。次元の列と人数の列は別の列にしてください。',
    en: 'The column "{column}" stands in --dims and in --count. A dimension cannot be what is counted.',
  },
  'population-differs': {
    ja: '{file} の {line} 行目（{key}）の人口は {value} ですが、別の行では {other} です。市区町村ごとに1つの人口にしてください。',
    en: 'Line {line} of {file} ({key}) gives the population {value}, another line {other}. Give each municipality one population.',
  },
  'key-empty': {
    ja: '{file} の {line} 行目、列「{column}」が空です。区分の名前か、合計なら total を入れてください。',
    en: 'Line {line}, column "{column}" of {file} is empty. Give a category, or total for a margin.',
  },
  'duplicate-key': {
    ja: '{file} の {line} 行目は {first} 行目と同じ区分です（{key}）。1つにまとめるか、足りない列を --dims に加えてください。',
    en: 'Line {line} of {file} has the same key as line {first} ({key}). Merge them, or add the missing column to --dims.',
  },
  'margin-mismatch': {
    ja: '{file} の合計が合いません。{line} 行目（{key}）は {value} ですが、内訳の和は {sum} です。数を直すか、合計の行を除いて計算に任せてください。',
    en: 'Margins of {file} do not add up: line {line} ({key}) says {value}, its parts sum to {sum}. Correct it, or leave the margin rows out to have them computed.',
  },
  'margin-computed-mismatch': {
    ja: '{file} の合計が合いません。行のない合計（{key}）は、ある次元では {value}、別の次元では {sum} になります。抜けている行を加えるか、合計の行を直してください。',
    en: 'Margins of {file} do not add up: the total that no row gives ({key}) is {value} over one dimension and {sum} over another. Add the rows that are missing, or correct the margins.',
  },
  'hierarchy-loop': {
    ja: '階層「{column}」で「{key}」が自分自身の上位になっています。親子の表を直してください。',
    en: 'In the hierarchy of "{column}", "{key}" stands above itself. Correct the table of parents.',
  },
  'hierarchy-format': {
    ja: '--hierarchy は ファイル または 列名=ファイル の形で指定してください。ファイルの列は child,parent か、階層ごとに1列（市区町村,二次医療圏,都道府県 など）です。',
    en: 'Give --hierarchy as FILE or COLUMN=FILE. The file has the columns child,parent, or one column a level (municipality,area,prefecture).',
  },
  'hierarchy-two-parents': {
    ja: '{file} の {line} 行目で「{child}」の上位が「{parent}」ですが、別の行では「{other}」です。1つにしてください。',
    en: 'Line {line} of {file} puts "{child}" under "{parent}", another line under "{other}". Keep one of them.',
  },
  'status-unknown': {
    ja: '{file} の {line} 行目の状態「{value}」は使えません。表示なら {shown}、秘匿なら {hidden} のいずれかにしてください。',
    en: 'Line {line} of {file}: the status "{value}" is unknown. Say {shown} of what is shown, {hidden} of what is hidden.',
  },
  'rules-unknown': {
    ja: '{asOf} に有効な規則セット「{rules}」はありません。使えるのは {known} です。',
    en: 'No rule set "{rules}" is in force on {asOf}. Known ones: {known}.',
  },
  'rules-without-counts': {
    ja: '規則セット「{rules}」には人数の規則がありません。--threshold で値を指定してください。',
    en: 'The rule set "{rules}" has no rule for counts of persons. Give --threshold instead.',
  },
  'option-number': {
    ja: '{option} には {least} 以上の整数を指定してください（今の値: {value}）。',
    en: '{option} takes a whole number of at least {least} (given: {value}).',
  },
  'option-choice': {
    ja: '{option} に使えるのは {known} です（今の値: {value}）。',
    en: '{option} takes one of {known} (given: {value}).',
  },
  'option-date': {
    ja: '{option} には YYYY-MM-DD の形の日付を指定してください（今の値: {value}）。',
    en: '{option} takes a date as YYYY-MM-DD (given: {value}).',
  },
  'keep-unknown': {
    ja: '{file} の {line} 行目の区分（{key}）が表にありません。',
    en: 'Line {line} of {file} names a key ({key}) that the table does not hold.',
  },
  'keep-primary': {
    ja: '残すように指定された（{key}）は値が {threshold} 未満で、それ自体が秘匿の対象です。--keep から外してください。',
    en: 'The cell to keep ({key}) is itself under {threshold} and must be hidden. Remove it from --keep.',
  },
  'keep-forbidden': {
    ja: '残すように指定された（{key}）は、規則 {rule} により人数の大小にかかわらず示せません。--keep から外すか、区分をまとめてください。',
    en: 'The cell to keep ({key}) may not be shown at all under rule {rule}, however large. Remove it from --keep, or merge categories.',
  },
  'keep-impossible': {
    ja: '残すように指定された区画を示したままでは（{key}）を守れません。--keep を減らすか、区分をまとめてください。',
    en: 'While the cells to keep stay shown, ({key}) cannot be protected. Keep fewer cells or merge categories.',
  },
  'relation-cells': {
    ja: '{file} の関係「{relation}」には区画が2つ以上必要です。role の列を使うときは whole を1行、part を1行以上にしてください。',
    en: 'The relation "{relation}" of {file} needs two cells or more; with a column role, one line of whole and one or more of part.',
  },
  'relation-role': {
    ja: '{file} の {line} 行目の role「{value}」は使えません。whole（全体）か part（部分）にしてください。',
    en: 'Line {line} of {file}: the role "{value}" is unknown. Use whole or part.',
  },
  'relation-file': {
    ja: '{file} の {line} 行目の表「{value}」は指定されていません。表が複数のときは file の列に {known} のいずれかを書いてください。',
    en: 'Line {line} of {file} names the table "{value}", which is not given. With several tables the column file takes one of {known}.',
  },
  'relation-unknown': {
    ja: '関係「{relation}」の区画（{key}）は {file} にありません。',
    en: 'The relation "{relation}" names a key ({key}) that {file} does not hold.',
  },
  'relation-differs': {
    ja: '関係「{relation}」が成り立ちません。一方は {value}、他方は {sum} です。数か関係を直してください。',
    en: 'The relation "{relation}" does not hold: one side is {value}, the other {sum}. Correct the numbers or the relation.',
  },
  'linked-conflict': {
    ja: '{file} の {line} 行目（{key}）は {value} ですが、{other} の同じ区画は {otherValue} です。同じデータの表か確認してください。',
    en: 'Line {line} of {file} ({key}) says {value}, the same cell of {other} says {otherValue}. Check that both come from the same data.',
  },
  contradiction: {
    ja: '示された値に合う表がありません。秘匿した行も status を hidden にして表に含めているか、合計が正しいかを確認してください。',
    en: 'No table agrees with the values shown. Check that hidden rows are listed too, with status hidden, and that the margins are right.',
  },
} as const satisfies Record<string, { ja: string; en: string }>

export type CommandRefusalCode = keyof typeof COMMAND_REFUSALS

/** A refusal of a disclosure command: bad input, never a bug. */
export class CommandRefusal extends Error {
  readonly code: CommandRefusalCode
  readonly params: Record<string, string | number>
  constructor(code: CommandRefusalCode, params: Record<string, string | number> = {}) {
    super(fill(COMMAND_REFUSALS[code].en, params))
    this.code = code
    this.params = params
  }
  get ja(): string {
    return fill(COMMAND_REFUSALS[this.code].ja, this.params)
  }
}
