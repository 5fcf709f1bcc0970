/** The way out for statements that are not available: by what was written, in both languages. */

export interface Hint {
  ja: string
  en: string
}

const AVAILABLE: Hint = {
  ja: 'SELECT のほか、作業領域の表・ビュー・マクロに CREATE、INSERT、UPDATE、DELETE、ALTER TABLE、DROP が使えます。',
  en: 'You can use SELECT and, on tables, views and macros of your workspace, CREATE, INSERT, UPDATE, DELETE, ALTER TABLE and DROP.',
}

/** The first pattern that a statement's name meets speaks. */
const HINTS: [RegExp, Hint][] = [
  [
    /RETURNING$/,
    {
      ja: '実行してから、続けて SELECT で表を見てください。',
      en: 'Run it without RETURNING, then SELECT from the table.',
    },
  ],
  [
    /^EXPLAIN ANALYZE/,
    {
      ja: 'EXPLAIN が使えます。かかった時間は履歴にあります。',
      en: 'You can use EXPLAIN. How long a query took is in its history.',
    },
  ],
  [
    /^(COPY|EXPORT)\b/,
    {
      ja: '集計した結果を成果物として提出すると、審査の後に持ち出せます。',
      en: 'Submit a result as an output; it can leave after review.',
    },
  ],
  [
    /^(ATTACH|DETACH|USE|IMPORT)\b/,
    {
      ja: '使えるのは許可の表と自分の作業領域だけです。SHOW TABLES で一覧が出ます。',
      en: 'You have the tables of your permit and your workspace. SHOW TABLES lists them.',
    },
  ],
  [
    /^(SET|RESET|PRAGMA|CALL|INSTALL|LOAD|UPDATE EXTENSIONS)\b/,
    {
      ja: '設定と拡張は環境が決めています。',
      en: 'Settings and extensions are fixed by the environment.',
    },
  ],
  [
    /^(BEGIN|START|COMMIT|ROLLBACK|ABORT|END|CHECKPOINT|FORCE|VACUUM|ANALYZE)\b/,
    {
      ja: '文は一つずつ確定され、まとめる必要はありません。',
      en: 'Each statement is kept by itself when it is done; nothing needs to be said.',
    },
  ],
  [
    /^(PREPARE|EXECUTE|DEALLOCATE)\b/,
    {
      ja: '値を直接書くか、マクロを作ってください（CREATE MACRO）。',
      en: 'Write the values themselves, or make a macro (CREATE MACRO).',
    },
  ],
  [
    /^CREATE TABLE \(/,
    {
      ja: '列は名前と型だけで書いてください。条件は SELECT で確かめられます。',
      en: 'Give columns a name and a type only; check conditions with SELECT.',
    },
  ],
  [
    /^CREATE\b/,
    {
      ja: '作れるのは TABLE、VIEW、MACRO です。連番は row_number()、分類は CASE で書けます。',
      en: 'You can create a TABLE, VIEW or MACRO. row_number() gives serial numbers, CASE gives classes.',
    },
  ],
  [
    /^ALTER\b/,
    {
      ja: '作業領域の表に ADD、DROP、RENAME COLUMN、ALTER COLUMN … TYPE が使えます。表の名前を変えるには CREATE TABLE 新 AS FROM 旧 の後で旧を DROP してください。',
      en: 'On a table of your workspace: ADD, DROP, RENAME COLUMN, ALTER COLUMN … TYPE. To rename a table, CREATE TABLE new AS FROM old, then DROP old.',
    },
  ],
  [
    /^(UPDATE|DELETE|INSERT|TRUNCATE|MERGE)\b/,
    {
      ja: '許可の表は読み取り専用です。CREATE TABLE … AS で作業領域に写すと、UPDATE … SET … WHERE、DELETE FROM … WHERE、INSERT INTO … が使えます。',
      en: 'Tables of a permit are read-only. Copy into your workspace with CREATE TABLE … AS; there UPDATE … SET … WHERE, DELETE FROM … WHERE and INSERT INTO … work.',
    },
  ],
  [
    /^DROP\b/,
    {
      ja: '消せるのは自分の作業領域のものだけで、種類に合わせて DROP TABLE、DROP VIEW、DROP MACRO と書きます。許可の表は読み取り専用です。',
      en: 'You can drop what is in your workspace, by its kind: DROP TABLE, DROP VIEW or DROP MACRO. Tables of a permit are read-only.',
    },
  ],
  [
    /^COMMENT\b/,
    {
      ja: '説明は SQL の注釈（-- …）に書けます。SQL は履歴に残ります。',
      en: 'Write notes as comments in your SQL (-- …); your SQL stays in the history.',
    },
  ],
  [
    /^PIVOT\b/,
    {
      ja: '列にする値を IN (…) で書いてください。値の一覧は SELECT DISTINCT で分かります。',
      en: 'Write the values that become columns as IN (…); SELECT DISTINCT lists them.',
    },
  ],
]

/** By the first pattern that fits; what is available at all where none does. */
export const hintFor = (statement: string): Hint =>
  HINTS.find(([pattern]) => pattern.test(statement))?.[1] ?? AVAILABLE
