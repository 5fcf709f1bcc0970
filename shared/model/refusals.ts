/**
 * Refusals: everything the environment expects to say no to, as one closed table with HTTP status and words.
 * `{name}` stands for a safe parameter (a name the caller wrote or the catalog holds; never a value of the data).
 * Each text says what happened and, in `next`, the way out. Long because it is one table of words.
 */
import { fill, type Language } from './words.ts'

export interface Words {
  title: string
  next: string
}
interface RefusalKind {
  status: number
  ja: Words
  en: Words
}

export const REFUSALS = {
  'not-signed-in': {
    status: 401,
    ja: { title: 'サインインしていません。', next: 'サインインしてください。' },
    en: { title: 'You are not signed in.', next: 'Sign in and try again.' },
  },
  'session-expired': {
    status: 401,
    ja: { title: 'サインインの有効期限が切れました。', next: 'もう一度サインインしてください。' },
    en: { title: 'Your sign-in has expired.', next: 'Sign in again.' },
  },
  'act-done': {
    status: 401,
    ja: {
      title: '操作は実行されましたが、その間にサインインまたは役割がなくなったため、結果を表示できません。',
      next: '繰り返さずに、もう一度サインインして結果を確かめてください。',
    },
    en: {
      title: 'This was done, but your sign-in or role ended meanwhile, so that the outcome is not shown.',
      next: 'Do not repeat it: sign in again and look at what came of it.',
    },
  },
  'wrong-credentials': {
    status: 401,
    ja: {
      title: '利用者名またはパスワードが違います。',
      next: '入力を確かめてください。続けて失敗するとアカウントが一時停止します。',
    },
    en: {
      title: 'The user name or the password is wrong.',
      next: 'Check what you typed. The account is locked for a while after repeated failures.',
    },
  },
  'account-locked': {
    status: 423,
    ja: {
      title: '失敗が続いたため、このアカウントは一時停止しています。',
      next: '{minutes}分後にもう一度お試しになるか、運用者に連絡してください。',
    },
    en: {
      title: 'This account is locked after repeated failures.',
      next: 'Try again in {minutes} minutes, or ask the operator.',
    },
  },
  'account-disabled': {
    status: 403,
    ja: { title: 'このアカウントは停止されています。', next: '環境の運用者に連絡してください。' },
    en: { title: 'This account is disabled.', next: 'Ask the operator of the environment.' },
  },
  'first-password-expired': {
    status: 403,
    ja: {
      title: '最初のパスワードの期限（{days}日）が過ぎています。',
      next: '新しいパスワードの発行を環境の運用者に依頼してください。',
    },
    en: {
      title: 'This first password has expired: it was valid for {days} days.',
      next: 'Ask the operator of the environment for a new one.',
    },
  },
  'password-change-needed': {
    status: 403,
    ja: {
      title: '最初のパスワードのままでは、この操作はできません。',
      next: '先にパスワードを変更してください。',
    },
    en: {
      title: 'This cannot be done with the first password.',
      next: 'Change your password, then go on.',
    },
  },
  'current-password-wrong': {
    status: 422,
    ja: {
      title: '今のパスワードが違います。',
      next: '入力を確かめてください。続けて失敗するとアカウントが一時停止します。',
    },
    en: {
      title: 'The present password is wrong.',
      next: 'Check what you typed. The account is locked for a while after repeated failures.',
    },
  },
  'password-not-accepted': {
    status: 422,
    ja: { title: 'そのパスワードは使えません。', next: '{whyJa}。' },
    en: { title: 'That password cannot be used.', next: 'The reason: {whyEn}.' },
  },
  'role-needed': {
    status: 403,
    ja: { title: 'この操作には役割「{role}」が必要です。', next: '運用者に役割の付与を依頼してください。' },
    en: { title: 'This needs the role “{role}”.', next: 'Ask the operator for the role.' },
  },
  'input-invalid': {
    status: 400,
    ja: { title: '入力「{field}」が正しくありません。', next: '値を直してもう一度お送りください。' },
    en: { title: 'The input “{field}” is not valid.', next: 'Correct it and send it again.' },
  },
  'text-unseen': {
    status: 400,
    ja: {
      title: '入力「{field}」に、画面に見えない文字（{code}）が含まれています。',
      next: 'その文字を取り除いて、もう一度お送りください。',
    },
    en: {
      title: 'The input “{field}” holds a character that nobody sees on a screen ({code}).',
      next: 'Take it out and send it again.',
    },
  },
  'not-found': {
    status: 404,
    ja: { title: '見つかりません。', next: '番号か宛先を確かめてください。' },
    en: { title: 'There is no such thing here.', next: 'Check the identifier or the address.' },
  },
  'too-many-requests': {
    status: 429,
    ja: { title: '要求が多すぎます。', next: '{seconds}秒待ってからもう一度お試しください。' },
    en: { title: 'Too many requests.', next: 'Wait {seconds} seconds and try again.' },
  },
  'protocol-mismatch': {
    status: 426,
    ja: {
      title: 'アプリケーションと環境の版が合いません（アプリ {client}、環境 {service}）。',
      next: '古い方を更新してください。',
    },
    en: {
      title:
        'The application and the environment speak different versions (application {client}, environment {service}).',
      next: 'Update the older of the two.',
    },
  },
  'permit-not-found': {
    status: 404,
    ja: { title: 'その利用許可はありません。', next: 'ご自分の利用許可の一覧から選んでください。' },
    en: { title: 'There is no such permit for you.', next: 'Choose one from your list of permits.' },
  },
  'permit-not-ready': {
    status: 409,
    ja: { title: 'この利用許可はまだ使えません。', next: '利用開始日とデータ準備の状況を確かめてください。' },
    en: {
      title: 'This permit cannot be used yet.',
      next: 'Check its first day and whether its data is ready.',
    },
  },
  'extract-unusable': {
    status: 503,
    ja: {
      title: 'この利用許可の抽出データを開けません。',
      next: '作業領域は残っています。運用者に、抽出データの作り直しを依頼してください（許可 {permit}、permits.change）。',
    },
    en: {
      title: 'The extract of this permit cannot be opened.',
      next: 'Your workspace is still there. Ask the operator to provision the extract again (permit {permit}, permits.change).',
    },
  },
  'permit-ended': {
    status: 403,
    ja: { title: 'この利用許可は終了しています。', next: '続けるには、利用申請をしてください。' },
    en: { title: 'This permit has ended.', next: 'To go on, apply for use.' },
  },
  'sql-syntax': {
    status: 422,
    ja: {
      title: 'SQLの文法の誤りです（{line}行{column}文字目付近）。',
      next: '「{near}」の前後を確かめてください。',
    },
    en: { title: 'SQL syntax error near line {line}, column {column}.', next: 'Look around “{near}”.' },
  },
  'statement-not-permitted': {
    status: 403,
    ja: { title: '「{statement}」文はここでは使えません。', next: '{hintJa}' },
    en: { title: 'The statement “{statement}” is not available here.', next: '{hintEn}' },
  },
  'several-statements': {
    status: 422,
    ja: { title: '一度に実行できる文は一つです。', next: '実行する文を選ぶか、文を分けてください。' },
    en: {
      title: 'Only one statement can be run at a time.',
      next: 'Select the statement to run, or split them.',
    },
  },
  'no-plan': {
    status: 422,
    ja: {
      title: '「{statement}」には実行計画がありません。',
      next: 'SELECT 文、または SELECT を含む CREATE TABLE … AS、INSERT の計画を表示できます。',
    },
    en: {
      title: 'There is no plan for “{statement}”.',
      next: 'Plans are shown of SELECT, and of CREATE TABLE … AS and INSERT with a SELECT in them.',
    },
  },
  'function-not-permitted': {
    status: 403,
    ja: { title: '{kindJa}「{function}」はここでは使えません。', next: '{hintJa}' },
    en: { title: 'The {kindEn} “{function}” is not available here.', next: '{hintEn}' },
  },
  'table-not-permitted': {
    status: 403,
    ja: { title: '表「{table}」はこの利用許可にありません。', next: '{hintJa}' },
    en: { title: 'The table “{table}” is not part of this permit.', next: '{hintEn}' },
  },
  'name-reserved': {
    status: 422,
    ja: { title: '名前「{name}」は環境が使うため、使えません。', next: '別の名前を付けてください。' },
    en: { title: 'The name “{name}” is reserved by the environment.', next: 'Choose another name.' },
  },
  'query-too-complex': {
    status: 422,
    ja: { title: 'SQLが複雑すぎます（{what}）。', next: '途中の結果を作業領域の表に分けてください。' },
    en: { title: 'The SQL is too complex ({what}).', next: 'Split it through tables in your workspace.' },
  },
  'query-failed': {
    status: 422,
    ja: { title: '実行できませんでした: {kind} {names}', next: '{candidates}' },
    en: { title: 'The query could not be run: {kind} {names}', next: '{candidates}' },
  },
  'query-running': {
    status: 409,
    ja: {
      title: 'この利用許可で待っているクエリが多すぎます。',
      next: '先のクエリが終わるまで待つか、中止してください。',
    },
    en: {
      title: 'Too many of your queries are waiting under this permit.',
      next: 'Wait for it, or cancel it.',
    },
  },
  'result-expired': {
    status: 410,
    ja: { title: 'この結果の保存期限が過ぎました。', next: '同じSQLをもう一度実行してください。' },
    en: { title: 'This result has expired.', next: 'Run the same SQL again.' },
  },
  'picture-pages-used-up': {
    status: 429,
    ja: {
      title: '今日の画像表示の上限（{limit}ページ）に達しました。',
      next: '集計した結果をご覧になるか、明日お試しください。',
    },
    en: {
      title: 'Today’s limit of {limit} picture pages is used up.',
      next: 'Look at aggregated results, or come back tomorrow.',
    },
  },
  'comparisons-used-up': {
    status: 429,
    ja: {
      title: '過去の公開結果との今日の照合回数の上限（{limit}回）に達しました。',
      next: '明日もう一度お試しください。急ぐときは運用担当者に連絡してください。',
    },
    en: {
      title: 'Today’s limit of {limit} comparisons with earlier releases is used up.',
      next: 'Try again tomorrow, or ask the operator if it cannot wait.',
    },
  },
  'ledger-difference': {
    status: 409,
    ja: {
      title: '提出の後に公開された結果との差が最小集計単位を下回るため、承認できません（{count}件）。',
      next: '返却し、集計の単位や条件を見直すよう伝えてください。台帳の欄で該当するセルを確認できます。',
    },
    en: {
      title:
        'It cannot be approved: {count} cells differ by too few persons from what was released meanwhile.',
      next: 'Return it and ask for other groups or conditions. The ledger panel shows the cells.',
    },
  },
  'form-column-unknown': {
    status: 422,
    ja: {
      title: '成果物の種類に指定した列「{column}」は結果にありません。',
      next: '列の対応づけを結果の列から選び直してください。',
    },
    en: {
      title: 'The column “{column}” named for the kind of output is not in the result.',
      next: 'Choose the columns again from those of the result.',
    },
  },
  'chart-column-unknown': {
    status: 422,
    ja: { title: 'グラフの列「{column}」は結果にありません。', next: '結果の列から選んでください。' },
    en: {
      title: 'The chart’s column “{column}” is not in the result.',
      next: 'Choose one of the result’s columns.',
    },
  },
  'output-individual': {
    status: 422,
    ja: { title: '個人単位の行は成果物として持ち出せません。', next: '集計してから提出してください。' },
    en: { title: 'Rows about single persons can never leave.', next: 'Aggregate them, then submit.' },
  },
  'output-empty': {
    status: 422,
    ja: {
      title: '提出できる行がありません（行がないか、結果全体が最小集計単位を下回ります）。',
      next: '条件や集計の単位を見直してください。',
    },
    en: {
      title:
        'There is nothing to submit (no rows, or the whole result rests on fewer persons than the minimum).',
      next: 'Check the conditions of the query, or aggregate more coarsely.',
    },
  },
  'output-too-large': {
    status: 422,
    ja: { title: '成果物は{limit}行までです。', next: '集計の単位を粗くしてください。' },
    en: {
      title: 'An output may have up to {limit} rows; this result has more.',
      next: 'Aggregate more coarsely.',
    },
  },
  'output-result-twice': {
    status: 422,
    ja: {
      title: '同じ結果が{first}番目と{second}番目の両方にあります。',
      next: '一つにまとめてください。一つの結果を二通りに保護すると、比べて元の値が分かることがあります。',
    },
    en: {
      title: 'Items {first} and {second} are the same result.',
      next: 'Keep one of them: one result protected in two ways may give its values away by comparison.',
    },
  },
  'output-permits-mixed': {
    status: 422,
    ja: {
      title: '異なる利用許可の結果は、一つの成果物にまとめられません。',
      next: '利用許可ごとに分けて提出してください。',
    },
    en: {
      title: 'Results of different permits cannot go into one output.',
      next: 'Submit them separately, one output for each permit.',
    },
  },
  'preview-cancelled': {
    status: 409,
    ja: { title: '確認を取りやめました。', next: '必要なら、もう一度確認してください。' },
    en: { title: 'The check was cancelled.', next: 'Check again when you need it.' },
  },
  'output-blocked': {
    status: 422,
    ja: {
      title: '未解決の指摘が{count}件あります。',
      next: '秘匿処理を適用するか、結果を作り直してください。',
    },
    en: { title: 'Findings not yet resolved: {count}.', next: 'Apply protection, or make the result anew.' },
  },
  'output-not-found': {
    status: 404,
    ja: { title: 'その成果物はありません。', next: '成果物の一覧から選んでください。' },
    en: { title: 'There is no such output for you.', next: 'Choose one from the list of outputs.' },
  },
  'output-state': {
    status: 409,
    ja: {
      title: '成果物の状態が「{state}」のため、この操作はできません。',
      next: '一覧を更新して状態を確かめてください。',
    },
    en: {
      title: 'The output is “{state}”, so this cannot be done.',
      next: 'Refresh the list and look at its state.',
    },
  },
  'review-not-allowed': {
    status: 403,
    ja: { title: 'この成果物の審査はできません（{reasonJa}）。', next: 'ほかの審査者に任せてください。' },
    en: { title: 'You cannot review this output ({reasonEn}).', next: 'Leave it to another reviewer.' },
  },
  'conflict-words-missing': {
    status: 422,
    ja: {
      title: '利益相反の内容が書かれていません。',
      next: '「その他」を選んだときは内容を書いてください。',
    },
    en: { title: 'The conflict of interest is not described.', next: 'Where it is “other”, say what it is.' },
  },
  'conflict-not-found': {
    status: 404,
    ja: { title: '有効な利益相反の申告はありません。', next: '一覧を読み直してください。' },
    en: { title: 'No such declaration stands.', next: 'Load the list again.' },
  },
  'conflict-own': {
    status: 403,
    ja: { title: '自分の申告は解除できません。', next: 'ほかの監視担当に依頼してください。' },
    en: { title: 'You cannot lift your own declaration.', next: 'Ask another officer.' },
  },
  'review-judgement-missing': {
    status: 422,
    ja: {
      title: '未検証の成果物には、審査者自身の判断の記入が必要です。',
      next: '判断の理由を書いてから承認してください。',
    },
    en: {
      title: 'An unverified output needs your own judgement in words.',
      next: 'Write why it is safe, then approve.',
    },
  },
  'review-unopened': {
    status: 422,
    ja: {
      title: 'まだ開いていないものがあるため、承認できません。',
      next: '次を開いてから承認してください: {leftJa}',
    },
    en: {
      title: 'You cannot approve what you have not opened.',
      next: 'Open these, then approve: {leftEn}',
    },
  },
  'changes-unanswered': {
    status: 422,
    ja: {
      title: '審査者が求めた修正のうち {count} 件に回答がありません。',
      next: '修正ごとに、対応したこと、または対応しない理由を書いてから再提出してください。',
    },
    en: {
      title: 'Required changes without an answer: {count}.',
      next: 'Say for each what you did or why not, then submit again.',
    },
  },
  'figure-missing': {
    status: 404,
    ja: { title: 'この項目に図はありません。', next: '図のある項目を選んでください。' },
    en: { title: 'This item has no figure.', next: 'Choose an item with a figure.' },
  },
  'figure-unverified': {
    status: 403,
    ja: {
      title: '未検証の表の図は、公開されるまで審査者だけが見られます。',
      next: '解析の画面で、結果を画像のページとして確かめてください。',
    },
    en: {
      title: 'Until it is released, only reviewers see the figure of an unverified table.',
      next: 'Look at the result page by page in the workbench.',
    },
  },
  'review-policy-class-unknown': {
    status: 422,
    ja: {
      title: '出力の分類「{class}」はありません。',
      next: 'statbarn の識別子（Frequencies など）を指定してください。',
    },
    en: {
      title: 'There is no output class “{class}”.',
      next: 'Name statbarns by their identifiers, such as Frequencies.',
    },
  },
  'rule-edition-exists': {
    status: 409,
    ja: {
      title: '審査基準「{set}」には、同じ名前か同じ適用開始日の版（{edition}）がすでにあります。',
      next: '版は置き換えられません。別の名前と適用開始日で追加してください。',
    },
    en: {
      title: 'The rule set “{set}” already has an edition of this name or first day ({edition}).',
      next: 'Editions are never replaced. Add one under another name and from another day.',
    },
  },
  'rule-edition-backdated': {
    status: 422,
    ja: {
      title: '適用開始日 {from} は過ぎています（今日は {today}）。',
      next: '今日以降の日付にしてください。すでに提出された成果物は、その日の版で審査されます。',
    },
    en: {
      title: 'The edition would be in force from {from}, which has passed (today is {today}).',
      next: 'Let it begin today or later. What was submitted is judged by the edition of its day.',
    },
  },
  'rule-edition-narrower': {
    status: 422,
    ja: {
      title: 'この版には、これまでの版が定めていたデータベース（{databases}）がありません。',
      next: 'databases に加えてください。基準のないデータベースを残さないためです。',
    },
    en: {
      title: 'This edition no longer speaks for {databases}, which an earlier one did.',
      next: 'Add them to its databases, so that none is left without rules.',
    },
  },
  'comment-missing': {
    status: 422,
    ja: { title: '返却には、求める修正が必要です。', next: '直すべき点を一つずつ書いてください。' },
    en: { title: 'A return needs the changes you require.', next: 'Write what has to change, one by one.' },
  },
  'release-not-found': {
    status: 404,
    ja: { title: 'その公開物はありません。', next: '審査を通った成果物から選んでください。' },
    en: { title: 'There is no such release for you.', next: 'Choose one of your cleared outputs.' },
  },
  'release-recalled': {
    status: 410,
    ja: { title: 'この成果物は回収されました。', next: '手元の写しを消去し、審査者に連絡してください。' },
    en: { title: 'This release was recalled.', next: 'Erase your copies and contact the reviewers.' },
  },
  'application-not-found': {
    status: 404,
    ja: { title: 'その利用申請はありません。', next: '利用申請の一覧から選んでください。' },
    en: { title: 'There is no such application for you.', next: 'Choose one from the list of applications.' },
  },
  'application-state': {
    status: 409,
    ja: {
      title: '利用申請の状態が「{stateJa}」のため、この操作はできません。',
      next: '画面を更新して状態を確かめてください。',
    },
    en: {
      title: 'The application is “{stateEn}”, so this cannot be done.',
      next: 'Refresh and look at its state.',
    },
  },
  'application-moved': {
    status: 409,
    ja: {
      title: 'この利用申請は別の画面で書き換えられています。',
      next: '最新の内容を読み込んでから、続けてください。',
    },
    en: { title: 'This application was changed in another window.', next: 'Load it again, then go on.' },
  },
  'application-incomplete': {
    status: 422,
    ja: { title: '利用申請に足りないところが{count}件あります。', next: '{firstJa}' },
    en: { title: 'Missing from the application: {count}.', next: '{firstEn}' },
  },
  'application-not-yours': {
    status: 403,
    ja: { title: 'この操作は申請者だけができます。', next: '申請者に依頼してください。' },
    en: { title: 'Only the applicant can do this.', next: 'Ask the applicant.' },
  },
  'application-too-many': {
    status: 409,
    ja: {
      title: '作成中の利用申請は{limit}件までです。',
      next: '使わない下書きを取り下げてから作成してください。',
    },
    en: {
      title: 'You can have up to {limit} applications in writing.',
      next: 'Withdraw drafts you do not need, then start another.',
    },
  },
  'amendment-pending': {
    status: 409,
    ja: {
      title: 'この利用許可の変更申請がすでにあります。',
      next: '先の変更申請が決まるか、取り下げてから申請してください。',
    },
    en: {
      title: 'There is an amendment of this permit already.',
      next: 'Wait until it is decided, or have it withdrawn.',
    },
  },
  'committee-not-allowed': {
    status: 403,
    ja: { title: 'この利用申請の審査には加われません（{reasonJa}）。', next: 'ほかの委員に任せてください。' },
    en: {
      title: 'You take no part in deciding this application ({reasonEn}).',
      next: 'Leave it to other members.',
    },
  },
  'meeting-not-found': {
    status: 404,
    ja: { title: 'その会議はありません。', next: '利用申請の画面から選んでください。' },
    en: { title: 'There is no such meeting.', next: 'Choose it at the application.' },
  },
  'meeting-closed': {
    status: 409,
    ja: { title: 'この会議は終わっています。', next: '必要なら新しい会議を開いてください。' },
    en: { title: 'This meeting is over.', next: 'Open another one if needed.' },
  },
  'meeting-day-invalid': {
    status: 422,
    ja: {
      title: '会議の日付は、申請日（{from}）から今日（{until}）までにしてください。',
      next: '開催した日を入れてください。',
    },
    en: {
      title: 'A meeting is held between the submission ({from}) and today ({until}).',
      next: 'Enter the day it was held.',
    },
  },
  'meeting-voting': {
    status: 409,
    ja: {
      title: 'すでに議決が始まっています。',
      next: '出席と条件は変えられません。必要なら会議を閉じ、新しい会議を開いてください。',
    },
    en: {
      title: 'Voting has begun.',
      next: 'Attendance and terms stand now. If needed, adjourn and open another meeting.',
    },
  },
  'meeting-not-attending': {
    status: 403,
    ja: { title: 'この会議に出席していません。', next: '議決の前に、ご自分で出席を記録してください。' },
    en: { title: 'You do not attend this meeting.', next: 'Record your attendance yourself, before voting.' },
  },
  'meeting-voted': {
    status: 409,
    ja: { title: 'すでに議決に署名しています。', next: '署名した議決は変えられません。' },
    en: { title: 'You have signed your vote.', next: 'A signed vote cannot be changed.' },
  },
  'meeting-without-quorum': {
    status: 422,
    ja: {
      title: '会議の成立要件を満たしていません: {lacksJa}',
      next: '足りない委員の出席を得てから議決してください。',
    },
    en: {
      title: 'The meeting has no quorum: {lacksEn}',
      next: 'Vote once the missing members attend.',
    },
  },
  'meeting-terms-moved': {
    status: 409,
    ja: {
      title: 'ご覧になった後で、許可の条件が変わりました。',
      next: '画面を更新し、条件を確かめてから議決してください。',
    },
    en: {
      title: 'The terms changed after you looked.',
      next: 'Refresh, read the terms, then vote.',
    },
  },
  'meeting-terms-invalid': {
    status: 422,
    ja: {
      title: '許可の終了日は、今日より後で、申請の終了日（{until}）以前にしてください。',
      next: '終了日を直してください。',
    },
    en: {
      title: 'The permit’s last day lies after today and not after the one applied for ({until}).',
      next: 'Correct the last day.',
    },
  },
  busy: {
    status: 503,
    ja: { title: '環境が混み合っています。', next: '{seconds}秒ほど待ってからもう一度お試しください。' },
    en: { title: 'The environment is busy.', next: 'Try again in about {seconds} seconds.' },
  },
  'storage-full': {
    status: 507,
    ja: {
      title: '環境の保存領域に空きがないため、完了できませんでした。',
      next: '運用者に連絡し、空きができてから状態を確かめて、もう一度お試しください。これまでに受け付けたものは残っています。',
    },
    en: {
      title: 'This could not be completed: the environment has no room left to store it.',
      next: 'Tell the operator; once there is room, look at where it stands and try again. What was accepted before is kept.',
    },
  },
  'dataset-not-found': {
    status: 404,
    ja: { title: 'そのデータセットはカタログにありません。', next: 'カタログで検索してください。' },
    en: { title: 'There is no such dataset in the catalog.', next: 'Search the catalog.' },
  },
  'open-table-not-found': {
    status: 404,
    ja: {
      title: '「{table}」という公開の表はありません。',
      next: '公開データの表から選んでください。個人単位の表の集計には利用許可が必要です。',
    },
    en: {
      title: 'There is no open table “{table}”.',
      next: 'Choose a table of the open data. Tables at person level need a permit.',
    },
  },
  'open-table-empty': {
    status: 404,
    ja: {
      title: '表「{table}」のデータはまだ読み込まれていません。',
      next: '環境の運用者に連絡してください。',
    },
    en: {
      title: 'The data of “{table}” has not been loaded yet.',
      next: 'Ask the operator of the environment.',
    },
  },
  'open-column-unknown': {
    status: 422,
    ja: { title: '表「{table}」にない項目が指定されました。', next: '表の項目一覧から選び直してください。' },
    en: { title: 'The table “{table}” does not have such a variable.', next: 'Choose from its variables.' },
  },
  'open-column-twice': {
    status: 422,
    ja: { title: '同じ項目が行と列に重ねて指定されました。', next: '行と列に別の項目を選んでください。' },
    en: {
      title: 'One variable stands in the rows or columns twice.',
      next: 'Choose different variables for rows and columns.',
    },
  },
  'open-not-a-quantity': {
    status: 422,
    ja: { title: '数量でない項目は合計・平均・範囲に使えません。', next: '数量の項目を選んでください。' },
    en: {
      title: 'Only a quantity has a sum, a mean or a range.',
      next: 'Choose a variable that holds a quantity.',
    },
  },
  'open-answer-too-large': {
    status: 422,
    ja: {
      title: '集計結果が{cells}セルを超えるため、一つのファイルにできません。',
      next: '絞り込むか、行の項目を減らしてください。',
    },
    en: {
      title: 'The answer has more than {cells} cells, so the file would not be whole.',
      next: 'Filter it or take fewer row variables.',
    },
  },
} as const satisfies Record<string, RefusalKind>

export type RefusalCode = keyof typeof REFUSALS
export const REFUSAL_CODES = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]
export type RefusalParams = Record<string, string | number>

/** An expected no. Thrown inside the environment, sent as problem details at the door, audited on the way. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly params: RefusalParams
  constructor(code: RefusalCode, params: RefusalParams = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.params = params
  }
}

/** The words of a refusal in a language, with its parameters filled in. */
export function wordsFor(code: RefusalCode, params: RefusalParams, language: Language): Words {
  const words: Words = REFUSALS[code][language]
  return { title: fill(words.title, { ...UNSAID, ...params }), next: fill(words.next, params) }
}

/** Of refusals that were written down before they said what kind of thing they refuse. */
const UNSAID: RefusalParams = { kindJa: '関数', kindEn: 'function' }
