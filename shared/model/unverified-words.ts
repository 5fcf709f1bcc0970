/**
 * Why what a result rests on could not be followed, in words a researcher can act on. One entry for each code of
 * `UnverifiedReason`; `{name}` parameters are names the researcher wrote, never values. Long because it is one table of words.
 */
import type { UnverifiedReason } from './facts.ts'
import { fill, type Language } from './words.ts'

interface Words {
  /** What could not be followed. */
  title: string
  /** What to write instead. */
  next: string
}

export const UNVERIFIED = {
  'table-unknown': {
    ja: {
      title: '表「{table}」の由来が分かりません。',
      next: '利用許可の表か、作業領域の表を使ってください。',
    },
    en: {
      title: 'Nothing is known about where the table “{table}” comes from.',
      next: 'Use a table of the permit or of your workspace.',
    },
  },
  'workspace-unverified': {
    ja: {
      title: '作業領域の表「{table}」は、何人に基づくかが分からない結果から作られています。',
      next: '元の問合せを直し、表「{table}」を作り直してください。',
    },
    en: {
      title: 'The workspace table “{table}” was made from a result whose persons are not known.',
      next: 'Correct the query it was made with and make “{table}” again.',
    },
  },
  'workspace-lower-minimum': {
    ja: {
      title: '作業領域の表「{table}」は、最小人数が今より少なかったときに作られています。',
      next: '同じ問合せで表「{table}」を作り直してください。',
    },
    en: {
      title: 'The workspace table “{table}” was made when the minimum number of persons was lower than now.',
      next: 'Make “{table}” again with the same query.',
    },
  },
  'person-lost': {
    ja: {
      title: '表「{table}」の行が誰のものか分かりません。',
      next: '表「{table}」に person_id を加えて作り直してください。',
    },
    en: {
      title: 'It cannot be told to whom the rows of “{table}” belong.',
      next: 'Add person_id to “{table}” and make it again.',
    },
  },
  'name-unknown': {
    ja: {
      title: '名前「{name}」がどの列を指すか決められません。',
      next: '列の前に表の別名を付け（c.{name} など）、副問合せの式には AS で名前を付けてください。',
    },
    en: {
      title: 'It cannot be told which column “{name}” means.',
      next: 'Put the table’s alias before it (such as c.{name}) and name expressions of subqueries with AS.',
    },
  },
  'databases-not-linked': {
    ja: {
      title:
        '連結が承認されていない利用許可では、データベースごとに識別子が異なり、行を合わせると同じ人を二度数えます。',
      next: 'データベースごとに集計してから、結果を UNION ALL で並べてください。',
    },
    en: {
      title:
        'Without approved linkage a person has another identifier in each database and would be counted twice.',
      next: 'Aggregate each database on its own and put the results under each other with UNION ALL.',
    },
  },
  'membership-with-null': {
    ja: {
      title: 'IN の副問合せに、person_id が NULL の行が含まれるかもしれません。',
      next: '副問合せに WHERE person_id IS NOT NULL を加えてください。',
    },
    en: {
      title: 'Rows of the subquery behind IN may have no person_id.',
      next: 'Add WHERE person_id IS NOT NULL to the subquery.',
    },
  },
  'subquery-of-persons': {
    ja: {
      title: '式の中の副問合せが、個人の値を返しています。',
      next: 'person_id で結合するか、副問合せの中で集計してください。',
    },
    en: {
      title: 'A subquery in an expression returns values of single persons.',
      next: 'Join it on person_id, or aggregate inside the subquery.',
    },
  },
  'correlated-subquery': {
    ja: {
      title: '相関副問合せが、行の本人以外のデータを参照しています。',
      next: '条件に「内側.person_id = 外側.person_id」を加えるか、CTE で集計して結合してください。',
    },
    en: {
      title: 'A correlated subquery looks at persons other than the row’s own.',
      next: 'Add inner.person_id = outer.person_id to its condition, or aggregate in a CTE and join that.',
    },
  },
  'subquery-in-open-groups': {
    ja: {
      title: '公開データの集計の中で、個人データの集計値が使われています。',
      next: '個人データの集計を CTE に分け、結合してから選んでください。',
    },
    en: {
      title: 'Numbers about persons are used while grouping open data.',
      next: 'Put the numbers about persons into a CTE and join it.',
    },
  },
  'window-across-persons': {
    ja: {
      title: 'ウィンドウ関数「{function}」が複数の人の行にまたがっています。',
      next: 'PARTITION BY に person_id を加えるか、GROUP BY で集計した CTE を結合してください。順位で分けるときは、境目を quantile_cont で求めた CTE と値を比べてください。',
    },
    en: {
      title: 'The window function “{function}” looks across several persons’ rows.',
      next: 'Add person_id to PARTITION BY, or make the number in a CTE with GROUP BY and join it. For bands by rank, compare the value with cut points made in a CTE with quantile_cont.',
    },
  },
  'rank-across-persons': {
    ja: {
      title: '人の順位「{function}」を、群分けと絞り込みのほかに使っています。',
      next: '順位は GROUP BY、WHERE、FILTER、QUALIFY で使ってください。一人の行をまとめた後の条件（HAVING）は、外側の WHERE に移してください。ジニ係数やローレンツ曲線は、ntile(10) などの群ごとの合計から求められます。',
    },
    en: {
      title: 'Ranks over persons (“{function}”) are used for more than making groups and choosing rows.',
      next: 'Use ranks in GROUP BY, WHERE, FILTER or QUALIFY; move a HAVING by person to a WHERE around it. A Gini coefficient or Lorenz curve can be made of the sums of groups, such as by ntile(10).',
    },
  },
  'rank-as-value': {
    ja: {
      title:
        '人の順位「{function}」を、ほかの値と計算または比較しています。一人を除いた順位の合計から、その人の順位がわかります。',
      next: '順位は数とだけ比べ（WHERE 順位 <= 100 など）、GROUP BY、WHERE、FILTER、QUALIFY で使ってください。ジニ係数やローレンツ曲線は、ntile(10) などの群ごとの合計から求められます。対応のある比較は、性・年齢階級などの層ごとに両群を集計してください。',
    },
    en: {
      title:
        'Ranks over persons (“{function}”) are computed or compared with other values. The sum of all ranks but one tells that one.',
      next: 'Compare ranks with numbers alone (WHERE rank <= 100) and use them in GROUP BY, WHERE, FILTER or QUALIFY. A Gini coefficient or Lorenz curve can be made of the sums of groups, such as by ntile(10). Instead of matching, aggregate both groups by strata (sex, age band …).',
    },
  },
  'window-over-pairs': {
    ja: {
      title:
        'ウィンドウ関数「{function}」が、二人以上に基づく行（症例と対照の対など）に順位や値を付けています。',
      next: '対を選ぶ代わりに、性・年齢階級などの層ごとに両群を GROUP BY で集計し、層で結合してください。',
    },
    en: {
      title:
        'The window function “{function}” ranks or fills rows that rest on two or more persons, such as pairs of case and control.',
      next: 'Instead of choosing pairs, aggregate both groups by strata (sex, age band …) with GROUP BY and join the strata.',
    },
  },
  'weights-by-person': {
    ja: {
      title:
        '「{function}」で、誰であるか（person_id）によって変わる値を合計しています。合計から一人ひとりの値がわかります。',
      next: '標本や群に分けるときは、WHERE、FILTER、GROUP BY の条件に hash(person_id) を使い、合計する値には person_id を入れないでください。',
    },
    en: {
      title:
        '“{function}” takes in a value that depends on who somebody is (person_id); single persons could be told from it.',
      next: 'To sample or split persons, use hash(person_id) in WHERE, FILTER or GROUP BY, and leave person_id out of the values added up.',
    },
  },
  'rows-by-person': {
    ja: {
      title:
        '一人あたりの行数が、誰であるか（person_id）によって変わります。行数から一人ひとりのことがわかります。',
      next: '標本や群に分けるときは、WHERE、FILTER、GROUP BY の条件に hash(person_id) を使い、range や unnest、VALUES で行を増やす条件には person_id を入れないでください。',
    },
    en: {
      title:
        'How many rows a person has depends on who somebody is (person_id); single persons could be told from their number.',
      next: 'To sample or split persons, use hash(person_id) in WHERE, FILTER or GROUP BY, and leave person_id out of what multiplies the rows (range, unnest, VALUES).',
    },
  },
  'rows-by-number': {
    ja: {
      title:
        '集団の数で選んだ行を集計しています。同じ集団が何行にもあるので、どの行が残るかで少ない人の値が分かります。',
      next: '集団が1行ずつのうちに条件を付けるか、行を選ばずに数を示してください。',
    },
    en: {
      title:
        'Rows chosen by a number of groups are aggregated, where the same group stands in several rows; which ones remain can tell a value of few persons.',
      next: 'Put the condition on groups while each stands in one row, or show the numbers without choosing rows.',
    },
  },
  'limit-in-subquery': {
    ja: {
      title: 'LIMIT で選んだ行を集計しています。どの行が残るかは他の人のデータで決まります。',
      next: '内側の LIMIT を WHERE の条件に置き換えてください。',
    },
    en: {
      title: 'Rows chosen by LIMIT are aggregated; which ones remain depends on other persons’ data.',
      next: 'Replace the inner LIMIT by a condition in WHERE.',
    },
  },
  'limit-by-data': {
    ja: {
      title: 'LIMIT または OFFSET の数が、データから計算されています。',
      next: '数を直接書いてください。',
    },
    en: { title: 'LIMIT or OFFSET is computed from data.', next: 'Write the number itself.' },
  },
  'distinct-on': {
    ja: {
      title: 'DISTINCT ON が複数の人の行から選んでいます。',
      next: 'DISTINCT ON (person_id) とするか、GROUP BY を使ってください。',
    },
    en: {
      title: 'DISTINCT ON chooses among the rows of several persons.',
      next: 'Use DISTINCT ON (person_id), or GROUP BY.',
    },
  },
  'order-by': {
    ja: {
      title: 'ORDER BY の式を結果の列にたどれません。',
      next: '並べ替えの式を SELECT の列にし、その名前か番号で並べてください。',
    },
    en: {
      title: 'The ORDER BY expression cannot be traced to a column of the result.',
      next: 'Make it a column of the SELECT list and order by its name or position.',
    },
  },
  'union-of-pairs': {
    ja: {
      title: '一行に複数の人が入る結果を UNION で重ねています。',
      next: '先にそれぞれを集計してから重ねてください。',
    },
    en: {
      title: 'UNION puts together rows that each rest on several persons.',
      next: 'Aggregate each half first.',
    },
  },
  'union-mixed': {
    ja: {
      title: '個人単位の行と集計した行が UNION で混ざっています。',
      next: '両方を同じ単位（個人または集計）にそろえてください。',
    },
    en: {
      title: 'UNION mixes rows of single persons with grouped rows.',
      next: 'Bring both halves to the same level.',
    },
  },
  'set-operation': {
    ja: {
      title: '{operation} で比べる行が誰のものか分かりません。',
      next: '両方の同じ位置に person_id を入れるか、person_id IN (…) を使ってください。',
    },
    en: {
      title: 'It cannot be told whose rows {operation} compares.',
      next: 'Put person_id at the same place of both halves, or use person_id IN (…).',
    },
  },
  recursive: {
    ja: {
      title: '再帰 CTE「{name}」が個人データを使っています。',
      next: '再帰は公開データや連番だけで行い、結果を person_id で結合してください。続いた処方や入院は、lag と累積和（PARTITION BY person_id）で期間にまとめられます。',
    },
    en: {
      title: 'The recursive CTE “{name}” uses persons’ data.',
      next: 'Recurse over open data or number series only, and join the result. Runs of prescriptions or stays are put together with lag and a running sum (PARTITION BY person_id).',
    },
  },
  join: {
    ja: {
      title: '結合の種類「{join}」はたどれません。',
      next: 'person_id を条件に含む INNER または LEFT JOIN に書き換えてください。',
    },
    en: {
      title: 'The join “{join}” cannot be followed.',
      next: 'Write it as an INNER or LEFT JOIN with person_id in its condition.',
    },
  },
  'positional-join': {
    ja: {
      title: 'POSITIONAL JOIN は行を並び順だけで対にするため、どの行が誰のものと並ぶかがたどれません。',
      next: '1 行どうしなら CROSS JOIN、そうでなければ共通の列による JOIN … USING (…) に書き換えてください。',
    },
    en: {
      title: 'POSITIONAL JOIN pairs rows by their place alone, so that it cannot be told whose rows meet.',
      next: 'Use CROSS JOIN for results of one row each, otherwise JOIN … USING (…) on a column both have.',
    },
  },
  'asof-join': {
    ja: {
      title: 'ASOF JOIN が、行の本人以外のデータから最も近い行を選んでいます。',
      next: '結合条件に「左.person_id = 右.person_id」を加えてください。',
    },
    en: {
      title: 'An ASOF JOIN picks the nearest row among other persons’ rows.',
      next: 'Add left.person_id = right.person_id to its condition.',
    },
  },
  'full-join': {
    ja: {
      title: 'FULL JOIN の両側の人が person_id で対応していません。',
      next: '結合条件に person_id を加えてください。',
    },
    en: {
      title: 'The persons of both sides of a FULL JOIN are not matched on person_id.',
      next: 'Add person_id to the join condition.',
    },
  },
  'semi-join': {
    ja: {
      title: 'SEMI / ANTI JOIN が、行の本人以外のデータを参照しています。',
      next: '結合条件に person_id を加えてください。',
    },
    en: {
      title: 'A SEMI or ANTI JOIN looks at persons other than the row’s own.',
      next: 'Add person_id to its condition.',
    },
  },
  lateral: {
    ja: {
      title: 'LATERAL の副問合せが、行の本人以外のデータを参照しています。',
      next: '条件に person_id を加えるか、CTE で集計して結合してください。群ごとの上位は、集計に QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) <= n を付けて選べます。',
    },
    en: {
      title: 'A LATERAL subquery looks at persons other than the row’s own.',
      next: 'Add person_id to its condition, or aggregate in a CTE and join that. The first few of each group are chosen by QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) <= n in the aggregating query.',
    },
  },
  'unnest-over-groups': {
    ja: {
      title: '集計した行を unnest で展開しています。',
      next: '展開を集計の前に行ってください。分位点などのリストは、要素ごとに別の列として書いてください（quantile_cont(x, 0.25) AS q1 など）。',
    },
    en: {
      title: 'Grouped rows are unfolded with unnest.',
      next: 'Unfold before you aggregate. Write the members of a list, such as quantiles, as columns of their own (quantile_cont(x, 0.25) AS q1 …).',
    },
  },
  'lambda-over-groups': {
    ja: {
      title: '集計した値にラムダ式を使っています。',
      next: 'ラムダ式の計算を集計の前に行ってください。',
    },
    en: { title: 'A lambda works on aggregated values.', next: 'Compute it before you aggregate.' },
  },
  'columns-expression': {
    ja: {
      title: '「*」や COLUMNS(…) のこの形はたどれません。',
      next: '列の名前を書いてください。',
    },
    en: {
      title: 'This form of * or COLUMNS(…) cannot be followed.',
      next: 'Write the names of the columns.',
    },
  },
  'table-function': {
    ja: {
      title: '表関数「{function}」はたどれません。',
      next: 'range、generate_series、unnest を使うか、作業領域の表にしてください。',
    },
    en: {
      title: 'The table function “{function}” cannot be followed.',
      next: 'Use range, generate_series or unnest, or make a workspace table.',
    },
  },
  'volatile-function': {
    ja: {
      title: '関数「{function}」は呼ぶたびに値が変わります。',
      next: '先に作業領域の表へ保存してから集計してください。',
    },
    en: {
      title: 'The function “{function}” gives another value at each call.',
      next: 'Keep its values in a workspace table first, then aggregate that.',
    },
  },
  pivot: {
    ja: {
      title: 'この形の PIVOT / UNPIVOT はたどれません。',
      next: '値ごとの集計を FILTER (WHERE …) で書くか、COLUMNS(…) の代わりに列の名前を書いてください。',
    },
    en: {
      title: 'This form of PIVOT or UNPIVOT cannot be followed.',
      next: 'Write an aggregate with FILTER (WHERE …) for each value, or name the columns instead of COLUMNS(…).',
    },
  },
  sample: {
    ja: {
      title: '無作為抽出（SAMPLE）の結果は、数え直すと変わります。',
      next: '抽出した行を作業領域の表に保存してから集計してください。',
    },
    en: {
      title: 'A SAMPLE differs each time it is drawn.',
      next: 'Keep the sample in a workspace table first, then aggregate that.',
    },
  },
  summarize: {
    ja: {
      title: 'SUMMARIZE は個人の値（最小・最大など）を含みます。',
      next: '必要な統計量を SELECT と GROUP BY で書いてください。',
    },
    en: {
      title: 'SUMMARIZE shows single persons’ values, such as the smallest and the largest.',
      next: 'Write the statistics you need with SELECT and GROUP BY.',
    },
  },
  describe: {
    ja: { title: 'DESCRIBE を式の中で使っています。', next: 'DESCRIBE は単独の文として実行してください。' },
    en: { title: 'DESCRIBE is used inside a query.', next: 'Run DESCRIBE as a statement of its own.' },
  },
  'not-measured': {
    ja: {
      title: 'この問合せが何人に基づくかを測れませんでした。',
      next: '途中の結果を作業領域の表に分けて、問合せを短くしてください。',
    },
    en: {
      title: 'It could not be measured on how many persons this query rests.',
      next: 'Make the query shorter through tables in your workspace.',
    },
  },
  explain: {
    ja: {
      title: '実行計画（EXPLAIN）には、データから得た件数や範囲が現れます。',
      next: '計画は画像でご覧ください。',
    },
    en: {
      title: 'A plan (EXPLAIN) shows counts and bounds taken from the data.',
      next: 'Look at the plan as a picture.',
    },
  },
  'mixed-rows': {
    ja: {
      title: 'この表には、由来の異なる行が混ざっています。',
      next: '由来ごとに別の表に分けて作り直してください。',
    },
    en: {
      title: 'This table holds rows of different standing.',
      next: 'Make one table for each kind of rows.',
    },
  },
  'being-changed': {
    ja: {
      title: 'この表の変更が最後まで記録されていません。',
      next: '変更が終わるのを待つか、CREATE OR REPLACE TABLE で作り直してください。',
    },
    en: {
      title: 'A change of this table was not recorded to its end.',
      next: 'Wait for it to end, or make the table again with CREATE OR REPLACE TABLE.',
    },
  },
  shape: {
    ja: {
      title: 'この書き方（{shape}）はまだたどれません。',
      next: 'JOIN と GROUP BY を使った書き方に直してください。',
    },
    en: {
      title: 'This construct ({shape}) cannot be followed yet.',
      next: 'Write it with JOIN and GROUP BY.',
    },
  },
} as const satisfies Record<string, Record<Language, Words>>

export type UnverifiedCode = keyof typeof UNVERIFIED

/** The words of a reason; a code from a newer environment gets the words of `shape`. */
export function unverifiedWords(reason: UnverifiedReason, language: Language): Words {
  const known = Object.hasOwn(UNVERIFIED, reason.code)
  const words: Words = UNVERIFIED[known ? (reason.code as UnverifiedCode) : 'shape'][language]
  const params = known ? reason.params : { shape: reason.code }
  return { title: fill(words.title, params), next: fill(words.next, params) }
}
