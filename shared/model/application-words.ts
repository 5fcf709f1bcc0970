/** Words of applications that both sides say: in refusals by the environment, beside the form by the interface. */
import type { SecurityMeasure } from './application-form.ts'
import type { Lack, TextField } from './application-lacks.ts'
import type { ApplicationState } from './application-states.ts'
import type { QuorumLack, WhyNotDecide } from './committee.ts'
import { fill, type Language } from './words.ts'

type Pair = Record<Language, string>

export const STATE_WORDS: Record<ApplicationState, Pair> = {
  draft: { ja: '作成中', en: 'Draft' },
  submitted: { ja: '受付済み', en: 'Submitted' },
  'under-review': { ja: '審査中', en: 'Under review' },
  returned: { ja: '修正依頼', en: 'Returned' },
  approved: { ja: '承認（準備中）', en: 'Approved, being prepared' },
  'in-force': { ja: '利用許可', en: 'Permit in force' },
  rejected: { ja: '不承認', en: 'Not approved' },
  withdrawn: { ja: '取り下げ', en: 'Withdrawn' },
}

const FIELD_WORDS: Record<TextField, Pair> = {
  titleJa: { ja: '研究課題名（日本語）', en: 'Title (Japanese)' },
  titleEn: { ja: '研究課題名（英語）', en: 'Title (English)' },
  purpose: { ja: '利用目的', en: 'Purpose' },
  benefit: { ja: '期待される公益', en: 'Expected benefit' },
  method: { ja: '解析計画', en: 'Plan of analysis' },
  retention: { ja: '中間生成物の扱いと消去', en: 'Intermediate products and erasure' },
}

export const MEASURE_WORDS: Record<SecurityMeasure, Pair> = {
  'own-account': {
    ja: '委託先を含む全員が自分のアカウントだけを使い、共有しない',
    en: 'Everybody, contractors included, uses their own account and shares it with nobody',
  },
  supervision: {
    ja: '責任者が従業者と委託先を監督し、記録を残す',
    en: 'The responsible researcher supervises staff and contractors and keeps a record',
  },
  training: {
    ja: '全員が利用前に情報の取扱いの研修を受ける',
    en: 'Everybody is trained in handling the data before use',
  },
  'restricted-place': {
    ja: '解析は立入りを制限した場所で行う',
    en: 'Analysis takes place where entry is restricted',
  },
  'screen-privacy': {
    ja: '画面が利用者以外の目に触れないようにする',
    en: 'Screens are out of the sight of anybody else',
  },
  'no-capture': {
    ja: '画面の撮影・録画・書写しをしない',
    en: 'Screens are not photographed, recorded or copied by hand',
  },
  'managed-device': {
    ja: '管理された端末（更新、暗号化、自動ロック）から接続する',
    en: 'Access is from managed devices (updates, encryption, automatic lock)',
  },
  'incident-report': {
    ja: '漏えい等のおそれがあれば、直ちに報告する',
    en: 'A possible leak is reported at once',
  },
  'no-collation': {
    ja: '本人を識別するために他の情報と照合しない',
    en: 'Data is never collated with other information to identify anybody',
  },
  erasure: {
    ja: '利用を終えたら直ちに消去し、終了を報告する',
    en: 'Everything is erased at once when use ends, and the end is reported',
  },
}

const LACK_WORDS: Record<Lack['code'], Pair> = {
  'text-short': {
    ja: '「{field}」を{least}文字以上で記入してください。',
    en: '“{field}” needs at least {least} characters.',
  },
  'tables-none': { ja: '利用する表を選んでください。', en: 'Choose the tables you need.' },
  'table-unknown': {
    ja: '表「{table}」はカタログにありません。外してください。',
    en: 'The table “{table}” is not in the catalog. Remove it.',
  },
  'table-twice': { ja: '表「{table}」が重なっています。', en: 'The table “{table}” stands there twice.' },
  'columns-none': {
    ja: '表「{table}」の項目を選んでください。',
    en: 'Choose the columns of “{table}” you need.',
  },
  'column-unknown': {
    ja: '表「{table}」に項目「{columns}」はありません。',
    en: 'The table “{table}” has no column “{columns}”.',
  },
  'reason-missing': {
    ja: '表「{table}」の項目「{columns}」が必要な理由を書いてください。',
    en: 'Say why you need “{columns}” of “{table}”.',
  },
  'condition-column-unknown': {
    ja: '表「{table}」の条件の項目「{columns}」はありません。',
    en: 'The condition column “{columns}” is not in “{table}”.',
  },
  'condition-no-date': {
    ja: '表「{table}」の項目「{columns}」は日付でないため、期間を指定できません。',
    en: '“{columns}” of “{table}” is no date, so it takes no period.',
  },
  'condition-empty': {
    ja: '表「{table}」に中身のない条件があります。',
    en: 'A condition of “{table}” is empty.',
  },
  'linkage-undecided': {
    ja: '連結するかどうかを選んでください。',
    en: 'Say whether the databases are to be linked.',
  },
  'linkage-why-missing': {
    ja: '連結が必要な理由を書いてください。',
    en: 'Say why the databases must be linked.',
  },
  'linkage-changed': {
    ja: '連結の有無は変更申請では変えられません。新しく申請してください。',
    en: 'An amendment cannot change whether databases are linked. Apply anew.',
  },
  'linkage-impossible': {
    ja: '{pairs}は連結できません（制度上の予定もありません）。',
    en: '{pairs} cannot be linked (nor is it planned).',
  },
  'responsible-one': {
    ja: '研究責任者を1人だけ選んでください（現在{have}人）。',
    en: 'Name exactly one responsible researcher (now {have}).',
  },
  'applicant-missing': {
    ja: '申請者ご自身を利用者に加えてください。',
    en: 'You, the applicant, must be among the people.',
  },
  'person-twice': { ja: '同じ利用者が重なっています。', en: 'One person stands there twice.' },
  'person-unconfirmed': {
    ja: '{login} さんの確認を待っています（本人のサインインが必要です）。',
    en: '{login} has not confirmed yet, from their own account.',
  },
  'duty-missing': {
    ja: '委託先 {login} の業務の内容を書いてください。',
    en: 'Say what the contractor {login} does.',
  },
  'outputs-none': { ja: '予定する成果物を書いてください。', en: 'Name the outputs you plan.' },
  'output-incomplete': {
    ja: '成果物には内容と見る人の両方が必要です。',
    en: 'Each output needs what it is and who will see it.',
  },
  'measure-missing': {
    ja: '未確認の安全管理措置が{count}件あります（{first} など）。',
    en: '{count} security measures are not confirmed yet ({first} …).',
  },
  'until-missing': { ja: '利用の終了日を選んでください。', en: 'Choose the last day of use.' },
  'until-past': { ja: '利用の終了日が過ぎています。', en: 'The last day of use has passed.' },
  'until-too-late': {
    ja: '利用期間は{years}年以内にしてください。',
    en: 'Use may last {years} years at most.',
  },
  'fee-not-understood': { ja: '手数料について確認してください。', en: 'Confirm that you know of the fee.' },
  'conflicts-undeclared': {
    ja: '利益相反の有無を申告してください。',
    en: 'Declare whether there are conflicts of interest.',
  },
}

/** What is lacking, in words of one language. */
export function lackWords(lack: Lack, language: Language): string {
  const comma = language === 'ja' ? '、' : ', '
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(lack)) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value
  }
  if (lack.code === 'text-short') params.field = FIELD_WORDS[lack.field][language]
  if ('columns' in lack) params.columns = lack.columns.join(comma)
  if ('measures' in lack) {
    params.count = lack.measures.length
    params.first = lack.measures
      .slice(0, 1)
      .map((one) => MEASURE_WORDS[one][language])
      .join()
  }
  if ('pairs' in lack)
    params.pairs = lack.pairs.map(([a, b]) => `${a.title[language]} × ${b.title[language]}`).join(comma)
  return fill(LACK_WORDS[lack.code][language], params)
}

const QUORUM_WORDS: Record<QuorumLack['code'], Pair> = {
  'natural-science': {
    ja: '自然科学（医学・医療等）の有識者がいない',
    en: 'nobody learned in natural science (medicine)',
  },
  'humanities-social': {
    ja: '人文・社会科学（倫理・法律等）の有識者がいない',
    en: 'nobody learned in humanities or social science (ethics, law)',
  },
  lay: { ja: '一般の立場の委員がいない', en: 'no lay member' },
  distinct: {
    ja: '三つの立場を別々の委員で満たせない',
    en: 'the three standpoints are not held by different people',
  },
  outside: {
    ja: '設置機関に所属しない委員が{have}人（{need}人以上必要）',
    en: '{have} of {need} members from outside the establishing institution',
  },
  sexes: { ja: '男女両性がそろっていない', en: 'both sexes are not present' },
  members: { ja: '出席{have}人（{need}人以上必要）', en: '{have} of {need} members present' },
}

/** What a meeting lacks of its quorum, in words of one language. */
export const quorumWords = (lacks: readonly QuorumLack[], language: Language): string =>
  lacks
    .map(({ code, need, have }) => fill(QUORUM_WORDS[code][language], { need, have }))
    .join(language === 'ja' ? '、' : '; ')

/** Parts of a sentence, put in where it says why. */
export const WHY_NOT_DECIDE_WORDS: Record<WhyNotDecide, Pair> = {
  'not-a-member': { ja: '在任中の委員ではありません', en: 'you are not a member in office' },
  'on-the-application': { ja: 'この申請の当事者です', en: 'you are on this application' },
  'same-institution': {
    ja: 'この申請と同じ機関に所属しています',
    en: 'you belong to one of its institutions',
  },
  'conflict-declared': {
    ja: '利益相反を申告しています',
    en: 'you have declared a conflict of interest',
  },
}
