/**
 * Words for what the disclosure checks find. The codes are closed: a finding carries one of these. Long because it is one
 * table of words.
 */
import { NOT_COMPARED_WORDS, type NotCompared } from './ledger.ts'
import { fill, type Language } from './words.ts'

const notCompared = (why: NotCompared) => ({
  ja: `過去の公開結果と比べられませんでした。${NOT_COMPARED_WORDS[why].ja}`,
  en: `It could not be compared with earlier releases. ${NOT_COMPARED_WORDS[why].en}`,
})

/** One code for each reason why an output could not be compared. */
const NOT_COMPARED_FINDINGS = {
  'not-compared-shape': notCompared('shape'),
  'not-compared-stored-groups': notCompared('stored-groups'),
  'not-compared-unverified': notCompared('unverified'),
  'not-compared-data-changed': notCompared('data-changed'),
  'not-compared-not-gathered': notCompared('not-gathered'),
  'not-compared-too-large': notCompared('too-large'),
  'not-compared-before-ledger': notCompared('before-ledger'),
  'not-compared-recoded': notCompared('recoded'),
} as const satisfies Record<`not-compared-${NotCompared}`, { ja: string; en: string }>

export const FINDING_WORDS = {
  'rules-newer': {
    ja: '審査基準{set}の版{now}が{from}から適用されています。この表は提出時の版{before}で検査されています。',
    en: 'Edition {now} of the rules {set} is in force since {from}; this table was checked by {before}, the edition of the day it was submitted.',
  },
  'round-newly-shown': {
    ja: '前の版では秘匿されていました。示してよくなった理由を確認してください。',
    en: 'Was hidden in the version before. Check why it may be shown now.',
  },
  'round-moved-by-few': {
    ja: '前の版との差が{threshold}未満です。両方を知る人には、差にあたる人が分かります。',
    en: 'Differs from the version before by fewer than {threshold}: whoever knows both learns of those few.',
  },
  'below-minimum': {
    ja: '{threshold}未満の人数に基づくため、示せません。',
    en: 'Rests on fewer than {threshold} persons and may not be shown.',
  },
  'zero-hidden': {
    ja: 'この基準では0も示せません。',
    en: 'This rule set hides zeros too.',
  },
  'municipality-too-small': {
    ja: '人口2,000人未満の市区町村のため、人数を示せません。',
    en: 'The municipality has fewer than 2,000 people; no count may be shown.',
  },
  'population-unknown': {
    ja: '「{column}」に人口の分からない市区町村があります。段階の基準を確認してください。',
    en: 'Some municipalities of "{column}" have no known population. Check which tier applies.',
  },
  'institutions-few': {
    ja: '機関または保険者が{threshold}未満のため、示せません。',
    en: 'Rests on fewer than {threshold} institutions or insurers and may not be shown.',
  },
  'institutions-linkable': {
    ja: '機関または保険者が{threshold}未満です。関連情報との照合で個人が特定されないか確認してください。',
    en: 'Rests on fewer than {threshold} institutions or insurers. Check whether related information could identify a person.',
  },
  dominance: {
    ja: '上位の寄与者が値の大部分を占めるため、示せません。',
    en: 'The largest contributors hold most of this value; it may not be shown.',
  },
  'extreme-not-allowed': {
    ja: '最大値・最小値などの個別の値は示せません。',
    en: 'Minimum, maximum and other single values may not be shown.',
  },
  'extreme-review': {
    ja: '最大値・最小値などは一人の値であることがあります。示してよいか確認してください。',
    en: 'A minimum or maximum may be one person’s value. Judge whether it may be shown.',
  },
  'individual-value': {
    ja: '一人ひとりの値は持ち出せません。集計してください。',
    en: 'Values of single persons may not leave. Aggregate them.',
  },
  'drug-quantity': {
    ja: '患者数が{threshold}未満のため、薬剤の数量を示せません。',
    en: 'Fewer than {threshold} patients: the quantity of the drug may not be shown.',
  },
  'drug-quantity-unknown': {
    ja: '患者数が分からず、数量が{minimum}未満のため、示せません。',
    en: 'Patients unknown and quantity under {minimum}: it may not be shown.',
  },
  'denominator-small': {
    ja: '分母が{threshold}未満のため、率を示せません。',
    en: 'The denominator is under {threshold} persons; the rate may not be shown.',
  },
  'complement-small': {
    ja: '該当しない人が{threshold}未満のため、率から人数が分かります。',
    en: 'Fewer than {threshold} persons are on the other side of this rate, so it gives them away.',
  },
  'one-category': {
    ja: '集団の全員がここに入ります（「{by}」）。',
    en: 'Everybody of the group is in this one ("{by}").',
  },
  'one-category-judge': {
    ja: '「{column}」に、「{by}」が全員同じ（または率が100%）の集団があります。人数が多くても、属する人は該当すると分かります。示してよいか確認してください。',
    en: 'In "{column}" there are groups of whom everybody is in one category of "{by}", or whose rate is all. However many they are, whoever belongs to such a group is known to be in it. Judge whether that may be told.',
  },
  'persons-unknown': {
    ja: '「{column}」は、基づく人数を確かめられません。',
    en: 'How many persons stand behind "{column}" is not known.',
  },
  unverified: {
    ja: 'この結果の人数は環境で測れていません。審査者の判断が必要です。',
    en: 'The environment could not measure this result. A reviewer must judge it.',
  },
  'linked-to-hidden': {
    ja: '秘匿した「{column}」を計算できるため、ともに示せません。',
    en: 'Would give away the hidden "{column}" and goes with it.',
  },
  secondary: {
    ja: 'ほかの秘匿した値を差し引きで求められないよう、ともに秘匿しました。',
    en: 'Hidden so that other hidden values cannot be worked out by subtraction.',
  },
  'attack-exact': {
    ja: '示した値から、秘匿した値がちょうど分かります。',
    en: 'What is shown gives this hidden value exactly.',
  },
  'attack-narrow': {
    ja: '示した値から、秘匿した値が狭い範囲（幅{width}）に絞れます。',
    en: 'What is shown narrows this hidden value to a width of {width}, which is less than the rules ask.',
  },
  'needed-by-other': {
    ja: 'ともに提出するほかの表の秘匿を守るには、このセルも隠す必要があります。この表にも秘匿を適用してください。',
    en: 'This cell must be hidden too, for what another table of the submission hides. Apply suppression to this table.',
  },
  'linked-methods-differ': {
    ja: '「{column}」は、ともに提出するほかの表と同じセルを含みますが、保護の方法が違います。同じ方法にそろえてください。',
    en: '"{column}" has cells in common with another table of the submission that is protected in another way. Choose one way for both.',
  },
  'structure-declined': {
    ja: '「{columns}」の間に見つかった関係を、申請者は関係ではないとしています。数値は関係に合っています。確認してください。',
    en: 'The researcher says that what was found between "{columns}" is no relation, though the numbers keep it. Judge whether that is so.',
  },
  'declared-differs': {
    ja: '申告された関係（{columns}）に数値が合いません。関係ないものとして扱いました。行と列を確認してください。',
    en: 'The numbers do not keep the relation that was declared ({columns}). It was left out of account: check rows and columns.',
  },
  'declared-untold': {
    ja: '申告された関係（{columns}）には秘匿する値が含まれます。成り立つものとして保護しました。数値が合うかどうかは示さず、推測の範囲にも使っていません。',
    en: 'The relation that was declared ({columns}) holds cells that are hidden. They are protected as if it held; whether the numbers keep it is not told, and the attack intervals leave it out.',
  },
  'declared-not-additive': {
    ja: '申告された関係（{columns}）に、足し算できない値（率・平均など）か表にない値が含まれるため、考慮していません。',
    en: 'The relation that was declared ({columns}) names cells that are not in the table or cannot be added up, such as rates and means. It was left out of account.',
  },
  'recode-not-possible': {
    ja: '「{column}」の区分はまとめられませんでした（区分を読み取れないか、まとめても基準に満ちません）。',
    en: 'Categories of "{column}" could not be merged: they cannot be read as bands, or merging is not enough.',
  },
  'recode-left-out': {
    ja: '「{column}」は区分をまとめると計算し直せないため、除きました。',
    en: '"{column}" cannot be computed again for merged categories and was left out.',
  },
  'recode-unproven': {
    ja: '「{column}」の区分に同じ人が重なっていないことを確かめられません。まとめた行の人数は、最も多い区分の人数以上とみなしています。',
    en: 'It is not certain that nobody stands in two categories of "{column}". Merged rows are judged by their largest part alone.',
  },
  'attack-unfinished': {
    ja: '時間内に推測の範囲をすべて求められませんでした。一部は実際より狭く表示しています。',
    en: 'Time ran out before all attack intervals were found; some are shown narrower than they are.',
  },
  'attack-in-fractions': {
    ja: '推測の範囲の一部は、小数も許して求めたものです。人数が整数であることを使うと、実際はもっと狭い可能性があります。区分をまとめるか、表を分けて確認してください。',
    en: 'Some attack intervals allow for fractions: whoever uses that counts are whole may know more. Merge categories or divide the table to be sure.',
  },
  'pattern-heuristic': {
    ja: '二次秘匿は安全ですが、最小とは限りません（差は最大{gap}%）。',
    en: 'The pattern is safe but may hide more than needed (up to {gap}% of its cost).',
  },
  'cannot-protect': {
    ja: '残すよう指定した値を示したままでは、「{column}」の秘匿した値を守れません。',
    en: 'While the cells to keep stay shown, hidden values of "{column}" cannot be protected.',
  },
  'structure-unclear': {
    ja: '「{column}」の合計の関係を読み取れません。差し引きで分かる値がないか確認してください。',
    en: 'The totals of "{column}" could not be read. Check that nothing follows by subtraction.',
  },
  'not-additive': {
    ja: '「{column}」は「{key}」の合計と内訳が一致しません（重複する人がいる場合など）。足し算の関係はないものとして扱いました。',
    en: 'Totals of "{column}" over "{key}" do not equal their parts (persons may count twice). They are treated as unrelated.',
  },
  'negative-values': {
    ja: '「{column}」は負の値も取る合計です。秘匿した値には上限も下限もないものとして守りました。',
    en: '"{column}" is a sum that takes negative values. What is hidden in it is protected as a number without bounds.',
  },
  'no-rule-set': {
    ja: 'データベース「{database}」の基準がありません。許可の最小集計単位（{threshold}）で判定しました。',
    en: 'No rule set speaks for the database "{database}". The permit’s minimum of {threshold} was used.',
  },
  'rule-unconfirmed': {
    ja: '基準「{rule}」は原文で未確認です。',
    en: 'The rule "{rule}" has not been confirmed in its source.',
  },
  'crossing-forbidden': {
    ja: '「{first}」と「{second}」の掛け合わせは認められていません。',
    en: 'Crossing "{first}" with "{second}" is not allowed.',
  },
  'age-too-fine': {
    ja: '「{column}」の年齢は{years}歳階級より細かくできません。',
    en: 'Ages in "{column}" may not be finer than bands of {years} years.',
  },
  'age-top-open': {
    ja: '「{column}」の{top}歳以上は1つの階級にまとめてください。',
    en: 'Group ages of {top} and over in "{column}" into one band.',
  },
  'age-bottom-open': {
    ja: '「{column}」の{bottom}歳未満は1つの階級にまとめてください。',
    en: 'Group ages under {bottom} in "{column}" into one band.',
  },
  'band-too-fine': {
    ja: '「{column}」の階級は{band}より細かくできません。規則が定める両端（出生時体重の300g以下と4,000g以上など）は1つずつにまとめます。',
    en: 'Bands of "{column}" may not be finer than {band}; where the rule names ends (300 g and under, 4,000 g and over for birth weight) each is one band.',
  },
  'geography-review': {
    ja: '「{column}」が二次医療圏・市区町村より狭くないか確認してください。',
    en: 'Check that "{column}" is no narrower than secondary medical area or municipality.',
  },
  rounded: {
    ja: '丸めた値です（{method}）。',
    en: 'A rounded value ({method}).',
  },
  'rate-from-unrounded': {
    ja: '「{column}」は丸める前の数から計算されています。丸めた数から計算し直してください。',
    en: '"{column}" was computed from unrounded counts. Compute it from rounded ones.',
  },
  'difference-small': {
    ja: '成果物「{release}」との差が{threshold}人未満になり、差し引きで分かります。',
    en: 'Differs from the output "{release}" by fewer than {threshold} persons, who follow by subtraction.',
  },
  'difference-small-elsewhere': {
    ja: 'この環境の過去の公開結果との差が{threshold}人未満になり、差し引きで分かります。',
    en: 'Differs from an earlier release of this environment by fewer than {threshold} persons, who follow by subtraction.',
  },
  'difference-small-beside': {
    ja: 'ともに提出する別の表との差が{threshold}人未満になり、差し引きで分かります。',
    en: 'Differs from another table of this submission by fewer than {threshold} persons, who follow by subtraction.',
  },
  'difference-small-here': {
    ja: 'この成果物の「{other}」との差が{threshold}人未満になり、差し引きで分かります。',
    en: 'Differs from "{other}" of this output by fewer than {threshold} persons, who follow by subtraction.',
  },
  'difference-other-quantity': {
    ja: '対象者が過去の公開結果と{threshold}人未満しか違いません（値の種類は異なります）。差し引きで分かることがないか確認してください。',
    en: 'Its persons differ from those of an earlier release by fewer than {threshold}, though the numbers measure other things. Check that nothing follows from both.',
  },
  'hidden-by-choice': {
    ja: '提出者の選択で隠しています（過去の公開結果との差し引きを防ぐ場合など）。',
    en: 'Hidden by the submitter’s choice, for example against subtraction from an earlier release.',
  },
  'combination-small': {
    ja: '成果物「{releases}」の値と合わせて計算すると、{threshold}人未満の人数や合計が分かります。',
    en: 'Together with the numbers of the outputs "{releases}", a number about fewer than {threshold} persons follows.',
  },
  'combination-small-elsewhere': {
    ja: 'この環境の過去の複数の公開結果の値と合わせて計算すると、{threshold}人未満の人数や合計が分かります。',
    en: 'Together with several earlier releases of this environment, a number about fewer than {threshold} persons follows.',
  },
  'combination-small-here': {
    ja: 'ともに提出する値どうしを足し引きすると、{threshold}人未満の人数や合計が分かります。',
    en: 'The numbers of this submission together give a number about fewer than {threshold} persons.',
  },
  'combination-narrow': {
    ja: '成果物「{releases}」の値と合わせると、少数の人の数が{threshold}未満の幅で推定できます。',
    en: 'Together with the outputs "{releases}", a count of a few persons is held in a range of less than {threshold}.',
  },
  'combination-narrow-elsewhere': {
    ja: 'この環境の過去の公開結果の値と合わせると、少数の人の数が{threshold}未満の幅で推定できます。',
    en: 'Together with earlier releases of this environment, a count of a few persons is held in a range of less than {threshold}.',
  },
  'combination-narrow-here': {
    ja: 'ともに提出する値どうしを合わせると、少数の人の数が{threshold}未満の幅で推定できます。',
    en: 'The numbers of this submission together hold a count of a few persons in a range of less than {threshold}.',
  },
  'combination-other-quantity': {
    ja: '過去の公開結果の値と合わせると、{threshold}人未満だけが残る組合せがあります（値の種類は異なります）。分かることがないか確認してください。',
    en: 'Together with earlier releases, fewer than {threshold} persons remain, though the numbers measure other things. Check that nothing follows from them.',
  },
  'combination-bounded': {
    ja: '過去の公開結果との組合せは、対象者の重なりが近い{most}個までの値について調べました。その先の組合せは調べていません。',
    en: 'Combinations with earlier releases were looked at for the {most} numbers that lie closest by their persons, not for others.',
  },
  'not-compared-earlier': {
    ja: '対象者の集合が残っていない過去の公開結果が{count}件あり、それらとは比べていません。',
    en: 'Earlier releases without sets of persons on record, not compared: {count}.',
  },
  ...NOT_COMPARED_FINDINGS,
  'curve-step-merged': {
    ja: '{from}から{to}までの{count}時点は、イベント・打ち切り・リスク集合のいずれかが{threshold}未満になるため、1段にまとめました。',
    en: 'The {count} times from {from} to {to} are one step, because events, censored or people at risk were under {threshold}.',
  },
  'curve-merged': {
    ja: '{before}時点を{after}段にまとめ、生存率と信頼区間をまとめた数から計算し直しました。',
    en: '{before} times are {after} steps now; survival and its interval were computed again from the merged numbers.',
  },
  'curve-no-step': {
    ja: '{count}本の曲線は、まとめても{threshold}以上のイベントとリスク集合を持つ段がないため、示せません。層を減らすか、対象の人数や追跡期間を広げてください。',
    en: '{count} curves have no step with at least {threshold} events and people at risk even when merged, and are not shown. Use fewer strata, or more people or a longer follow-up.',
  },
  'curve-ended': {
    ja: '追跡を{times}で打ち切りました。最後まで示すと、イベントのない人が{threshold}人未満であることが計算できるためです。その時点で残る人は打ち切りとして数えます。',
    en: 'Follow-up ends at {times}: shown to its end, the curve would tell that fewer than {threshold} people never had the event. Whoever is left at that time is counted as censored.',
  },
  'curve-time': {
    ja: '「{column}」を時点として読み取れません。層ごとに重複のない、集計の区分となる数値にしてください。',
    en: '"{column}" cannot be read as times. It must be a number that rows are grouped by, once for each stratum.',
  },
  'curve-not-counts': {
    ja: '「{column}」は人数ではありません。人数を数えた列を指定してください。',
    en: '"{column}" is no count of people. Name a column that counts them.',
  },
  'curve-not-persons': {
    ja: '「{column}」には同じ人が何度も数えられている行があります。人数（DISTINCT）で数えてください。',
    en: 'Some rows of "{column}" count the same person more than once. Count distinct persons.',
  },
  'curve-inconsistent': {
    ja: '「{column}」が、前の時点の人数からイベント数を引いた数より多い時点があります。途中から加わる人がいる曲線は、生存曲線としては保護できません。',
    en: '"{column}" is higher at some time than the people at risk before it less their events. Curves that people join late cannot be protected as survival curves.',
  },
  'curve-censored-differs': {
    ja: '「{column}」が、リスク集合の減り方から求めた打ち切り数と一致しません。環境が求めた数を示します。',
    en: '"{column}" is not what the numbers at risk leave for the censored. The numbers computed by the environment are shown.',
  },
  'curve-column-left-out': {
    ja: '「{column}」は、まとめた曲線には計算し直せないため、除きました。',
    en: '"{column}" cannot be computed again for a merged curve and was left out.',
  },
  'curve-unproven': {
    ja: 'まとめた段に同じ人が重なっていないか、環境で確かめられませんでした。各段の人数は、最も多い時点の人数以上とみなしています。',
    en: 'The environment could not list the people behind merged steps. Each is judged by its largest part alone.',
  },
  'curve-same-people': {
    ja: 'まとめた段に同じ人が重なっています（{column}）。1人が1度だけ数えられるようにしてください。',
    en: 'The same people stand behind several times of a merged step ({column}). Count each person once.',
  },
  'curve-hidden': {
    ja: '秘匿する値を含む曲線は、ほかの値から計算できるため、曲線ごと示せません。',
    en: 'A curve with a hidden value is hidden as a whole: its other numbers would give the value away.',
  },
  'looks-like-curve': {
    ja: '生存曲線の表のように見えますが、表として提出されています。時点ごとの人数が差し引きで分からないか確認してください。',
    en: 'This looks like the table of a survival curve but is submitted as a table. Check that nobody follows from one time to the next by subtraction.',
  },
  'looks-like-model': {
    ja: '回帰モデルの結果のように見えますが、表として提出されています。残差自由度と飽和は確かめられていません。',
    en: 'This looks like the output of a model but is submitted as a table. Residual degrees of freedom and saturation were not checked.',
  },
  'model-few-df': {
    ja: '残差自由度が{df}です（{threshold}以上が必要）。',
    en: 'Residual degrees of freedom are {df}; at least {threshold} are needed.',
  },
  'model-saturated': {
    ja: 'モデルが飽和しており、元の集計値を再現します。',
    en: 'The model is saturated and reproduces the counts behind it.',
  },
  'model-small-indicator': {
    ja: '説明変数「{term}」の区分が{threshold}人未満に基づきます。',
    en: 'The indicator "{term}" rests on fewer than {threshold} persons.',
  },
  'fit-few-df': {
    ja: '回帰または相関の値です。{persons}人に一つずつの観測とみると残差自由度は{df}で、{threshold}に足りません。示してよいか確認してください。',
    en: 'A regression or correlation of {persons} persons: with one observation each, {df} residual degrees of freedom, fewer than {threshold}. Judge whether it may be shown.',
  },
  'fit-exact': {
    ja: '相関または決定係数が1（または−1）です。全員の値が一直線上にあり、一方の値を知る人には他方も分かります。示してよいか確認してください。',
    en: 'A correlation or coefficient of determination of 1 (or −1): everybody is on one line, so whoever knows one value of a person knows the other. Judge whether it may be shown.',
  },
  'spread-none': {
    ja: 'ばらつきが0です。全員が同じ値なので、その集団の人であれば値が分かります。示してよいか確認してください。',
    en: 'A spread of zero: everybody has the same value, so it is known of whoever belongs to the group. Judge whether it may be shown.',
  },
  'model-unmeasured': {
    ja: 'この結果は環境で測れないため、残差自由度、飽和、区分の人数を確かめていません。審査者の判断が必要です。',
    en: 'The environment could not measure this result: residual degrees of freedom, saturation and indicators were not checked. A reviewer must judge.',
  },
  'model-observations-missing': {
    ja: '対象数が分かりません。対象数の列を指定するか、数を記入してください。',
    en: 'The number of observations is not known. Name its column or state the number.',
  },
  'model-observations-stated': {
    ja: '対象数{count}は申請者の記載で、環境は確かめていません。審査者の判断が必要です。',
    en: 'The {count} observations are the researcher’s word, not measured. A reviewer must judge.',
  },
  'model-indicator-unmeasured': {
    ja: '「{term}」の区分に基づく人数が示されていません。人数の列か表を指定するか、区分でない項としてください。',
    en: 'The people behind the indicator "{term}" are not counted anywhere. Name a column or table that counts them, or mark it as no indicator.',
  },
  'model-saturation-unknown': {
    ja: '説明変数の組み合わせの数が分からないため、飽和していないかを確かめていません。審査者の判断が必要です。',
    en: 'How many combinations of the explanatory variables there are is not known, so saturation was not checked. A reviewer must judge.',
  },
  'figure-hover-value': {
    ja: '図に、秘匿した値でありうる数が入っています（{place}）。',
    en: 'The figure holds a number that a hidden value could be ({place}).',
  },
  'figure-axis-extreme': {
    ja: '図の軸の端が最大値・最小値と一致しています（{place}）。',
    en: 'An axis of the figure ends at the minimum or maximum ({place}).',
  },
  'figure-bin-small': {
    ja: '図の階級に{threshold}人未満のものがあります（{place}）。',
    en: 'A bin of the figure holds fewer than {threshold} persons ({place}).',
  },
  'figure-individual-points': {
    ja: '図の点が一人ひとりの値を表しています（{place}）。',
    en: 'Points of the figure stand for single persons ({place}).',
  },
  'figure-annotation-value': {
    ja: '図に、秘匿した値でありうる数が入っています（{place}）。',
    en: 'The figure holds a number that a hidden value could be ({place}).',
  },
  'figure-axis-not-round': {
    ja: '図の{place}は{unit}の倍数にしてください。切りのよくない端や境界は、一人の値を示すことがあります。',
    en: 'Make {place} of the figure a multiple of {unit}. An end or edge that is no round number may be one person’s value.',
  },
  'figure-time-not-round': {
    ja: '図の{place}は月の初日にしてください。半端な日付は、一人の日付を示すことがあります。',
    en: 'Make {place} of the figure the first day of a month. Another day may be one person’s.',
  },
  'figure-annotation-place': {
    ja: '図の注記（{place}）の位置は、表に示す値か、切りのよい数にしてください。',
    en: 'Place the annotation ({place}) at a value that the table shows, or at a round number.',
  },
  'figure-unaccounted': {
    ja: '図の{place}にある「{literal}」は、表に示すどの値とも一致しません。出所を確認してください。',
    en: '"{literal}" in {place} of the figure equals no value that the table shows. Check where it comes from.',
  },
  'figure-names-hidden': {
    ja: '図の{place}が、秘匿した値のある「{key}」に触れています。値が推測されないか確認してください。',
    en: '{place} of the figure speaks of "{key}", of which a value is hidden. Check that it tells nothing of the value.',
  },
  'figure-bins-not-additive': {
    ja: '「{column}」は足し合わせられないため、図の階級にまとめられません。',
    en: '"{column}" cannot be added up, so the figure cannot show it in bins.',
  },
  'figure-bin-hidden': {
    ja: '図の階級{place}には秘匿した値が含まれるため、棒を描かず印で示します。',
    en: 'The bin {place} holds hidden values; a mark stands in place of its bar.',
  },
  'text-holds-value': {
    ja: '文中の「{literal}」がデータの値と一致しています。',
    en: 'The text holds "{literal}", which equals a value of the data.',
  },
  'text-unaccounted': {
    ja: '文中の「{literal}」は、ともに提出する表のどの値とも一致しません。出所を確認してください。',
    en: 'The text holds "{literal}", which stands in none of the tables beside it. Check where it comes from.',
  },
  'text-completes': {
    ja: '文中の「{literal}」が「{line}」の合計であれば、示した値を差し引くと、秘匿した{cells}セルの合計が{rest}と分かります。合計でないことを確かめるか、消してください。',
    en: 'If "{literal}" in the text is the sum of "{line}", what its hidden cells ({cells}) come to follows by subtraction: {rest}. Check that it is not, or take it out.',
  },
  'text-small-count': {
    ja: '文中の「{literal}」は{least}未満の人数と読めます。',
    en: 'The text holds "{literal}", which reads as a count of fewer than {least} people.',
  },
} as const satisfies Record<string, { ja: string; en: string }>

export type FindingCode = keyof typeof FINDING_WORDS

/** Parts of a figure as its specification names them, in words. */
const PLACES: readonly [RegExp, { ja: string; en: string }][] = [
  [/^layout\.annotations\[(\d+)\]$/, { ja: '注記{number}', en: 'annotation {number}' }],
  [/^layout\.xaxis\.title$/, { ja: '横軸の名前', en: 'the title of x' }],
  [/^layout\.yaxis\.title$/, { ja: '縦軸の名前', en: 'the title of y' }],
  [/\.hovertemplate$/, { ja: '吹き出し', en: 'the hover text' }],
  [/^xaxis\.range$/, { ja: '横軸の範囲', en: 'the range of x' }],
  [/^yaxis\.range$/, { ja: '縦軸の範囲', en: 'the range of y' }],
  [/\.xbins$/, { ja: '階級の境界', en: 'the edges of the bins' }],
]

function placeWords(place: string, language: Language): string {
  for (const [pattern, words] of PLACES) {
    const match = pattern.exec(place)
    if (match) return fill(words[language], { number: Number(match[1] ?? 0) + 1 })
  }
  return place
}

/** The sentence for a finding; an unknown code stays visible as it is. */
export function findingWords(
  { code, params }: { code: string; params: Record<string, string | number> },
  language: Language,
): string {
  const words = (FINDING_WORDS as Record<string, { ja: string; en: string }>)[code]
  if (!words) return code
  const { place } = params
  const named = typeof place === 'string' ? { ...params, place: placeWords(place, language) } : params
  return fill(words[language], named)
}

/** What the environment could not check: approving an output with one of these takes a reviewer's own judgement. */
const JUDGED: ReadonlySet<string> = new Set<FindingCode>([
  'curve-unproven',
  'model-unmeasured',
  'model-observations-stated',
  'model-indicator-unmeasured',
  'model-saturation-unknown',
])

/** Whether one of the findings is of those a reviewer has to judge in words. */
export const needsJudgement = (findings: readonly { code: string }[]): boolean =>
  findings.some(({ code }) => JUDGED.has(code))
