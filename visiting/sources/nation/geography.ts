/**
 * Prefectures are real (JIS code, rough share of the population); secondary medical areas and municipalities are
 * invented, with populations in every tier that the disclosure rules know (under 2,000; 2,000–24,999; 25,000 and over).
 */

/** JIS code, name, population in thousands (census 2020, rounded). */
export const prefectures: readonly (readonly [string, string, number])[] = [
  ['01', '北海道', 5225],
  ['02', '青森県', 1238],
  ['03', '岩手県', 1211],
  ['04', '宮城県', 2302],
  ['05', '秋田県', 960],
  ['06', '山形県', 1068],
  ['07', '福島県', 1833],
  ['08', '茨城県', 2867],
  ['09', '栃木県', 1933],
  ['10', '群馬県', 1939],
  ['11', '埼玉県', 7345],
  ['12', '千葉県', 6284],
  ['13', '東京都', 14048],
  ['14', '神奈川県', 9237],
  ['15', '新潟県', 2201],
  ['16', '富山県', 1035],
  ['17', '石川県', 1133],
  ['18', '福井県', 767],
  ['19', '山梨県', 810],
  ['20', '長野県', 2048],
  ['21', '岐阜県', 1979],
  ['22', '静岡県', 3633],
  ['23', '愛知県', 7542],
  ['24', '三重県', 1770],
  ['25', '滋賀県', 1414],
  ['26', '京都府', 2578],
  ['27', '大阪府', 8838],
  ['28', '兵庫県', 5465],
  ['29', '奈良県', 1324],
  ['30', '和歌山県', 923],
  ['31', '鳥取県', 553],
  ['32', '島根県', 671],
  ['33', '岡山県', 1888],
  ['34', '広島県', 2800],
  ['35', '山口県', 1342],
  ['36', '徳島県', 720],
  ['37', '香川県', 950],
  ['38', '愛媛県', 1335],
  ['39', '高知県', 692],
  ['40', '福岡県', 5135],
  ['41', '佐賀県', 811],
  ['42', '長崎県', 1312],
  ['43', '熊本県', 1738],
  ['44', '大分県', 1124],
  ['45', '宮崎県', 1070],
  ['46', '鹿児島県', 1588],
  ['47', '沖縄県', 1467],
]

const rows = prefectures.map(([code, name, thousands]) => `('${code}', '${name}', ${thousands})`).join(', ')

/**
 * Makes the table `municipality`: one row each, with the population it is said to have and `p_from`, the lower end of
 * its share of the nation, for an ASOF join against a uniform draw.
 */
export const municipalityTable = `
CREATE OR REPLACE TEMP TABLE municipality AS
WITH prefecture(prefecture_code, prefecture_name, thousands) AS (VALUES ${rows}),
area AS (
  SELECT *, greatest(2, round(thousands / 370)::INTEGER) AS areas,
    unnest(range(1, greatest(2, round(thousands / 370)::INTEGER) + 1)) AS area
  FROM prefecture
),
shape(rank, share, suffix) AS (VALUES (1, 0.640, '市'), (2, 0.250, '市'), (3, 0.085, '市'), (4, 0.020, '町'), (5, 0.0035, '村')),
town AS (
  SELECT prefecture_code, prefecture_name, thousands, prefecture_code || lpad(area::VARCHAR, 2, '0') AS medical_area_code,
    prefecture_name || '第' || area || '医療圏' AS medical_area_name,
    prefecture_code || lpad((100 + (area - 1) * 5 + rank)::VARCHAR, 3, '0') AS municipality_code,
    prefecture_name || '架空' || ((area - 1) * 5 + rank) || suffix AS municipality_name,
    round(thousands * 1000.0 / areas * share * (0.8 + 0.4 * u(area * 10 + rank, 'town' || prefecture_code)))::INTEGER
      AS population
  FROM area, shape
)
SELECT *,
  CASE WHEN population < 2000 THEN 'under-2000' WHEN population < 25000 THEN '2000-24999' ELSE '25000-plus' END
    AS population_tier,
  coalesce(sum(population) OVER (ORDER BY municipality_code ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
    / sum(population) OVER () AS p_from
FROM town;
`
