/** Habits of researchers in Japan: Japanese names, fiscal years, bands, stays, adherence, linkage of claims with registries and records. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- 年齢階級5歳と性別の人数 | keys 2 | masked 12 of 12 | exact 人数
SELECT sex AS "性別", floor((2022 - birth_year) / 5) * 5 AS "年齢階級", count(*) AS "人数" FROM ndb.person GROUP BY 1, 2 ORDER BY 1, 2
-- 年齢階級20歳: 文字で | keys 1 | masked 2 of 6 | exact 人数
SELECT printf('%d-%d歳', (2022 - birth_year) // 20 * 20, (2022 - birth_year) // 20 * 20 + 19) AS "年齢階級", count(*) AS "人数", round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS "割合(%)" FROM ndb.person GROUP BY 1 ORDER BY 1
-- 年度別・入外別の受診者数 | keys 2 | masked 0 of 6 | exact 件数, 医療費(円), 患者数
SELECT CASE WHEN month(service_month) >= 4 THEN year(service_month) ELSE year(service_month) - 1 END AS "年度", CASE setting WHEN '1' THEN '入院' WHEN '2' THEN '入院外' END AS "入外", count(DISTINCT person_id) AS "患者数", count(*) AS "件数", sum(points) * 10 AS "医療費(円)" FROM ndb.medical_claim GROUP BY ALL ORDER BY ALL
-- 都道府県別の1人当たり医療費 | keys 1 | masked 2 of 6 | exact 1人当たり医療費, 総医療費, 被保険者数
SELECT p.prefecture_code AS "都道府県", count(DISTINCT p.person_id) AS "被保険者数", sum(c.points) * 10 AS "総医療費", sum(c.points) * 10 / count(DISTINCT p.person_id) AS "1人当たり医療費" FROM ndb.person p LEFT JOIN ndb.medical_claim c ON c.person_id = p.person_id GROUP BY p.prefecture_code ORDER BY p.prefecture_code
-- 二次医療圏の名称を引いて患者数 | keys 1 | masked 1 of 2 | exact 患者数
SELECT m.medical_area_name AS "二次医療圏", count(DISTINCT c.person_id) AS "患者数" FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) JOIN (SELECT DISTINCT medical_area_code, medical_area_name, prefecture_code FROM open.municipality) m ON m.medical_area_code = p.medical_area_code GROUP BY m.medical_area_name ORDER BY 2 DESC
-- 人口10万人当たり患者数（公開人口） | keys 1 | masked 0 of 4 | exact n, 人口10万対
WITH pop AS (SELECT prefecture_code, sum(population) AS pop FROM open.municipality GROUP BY 1) SELECT p.prefecture_code, count(DISTINCT c.person_id) AS n, 100000.0 * count(DISTINCT c.person_id) / max(pop.pop) AS "人口10万対" FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) JOIN pop ON pop.prefecture_code = p.prefecture_code GROUP BY 1 ORDER BY 1
-- 平均在院日数と中央値 | keys 1 | masked 0 of 6 | exact 平均在院日数, 退院数 | steady 平均在院日数
SELECT sex AS "性別", count(*) AS "退院数", round(avg(service_days), 1) AS "平均在院日数", median(service_days) AS "中央値" FROM ndb.dpc_claim a JOIN ndb.person p ON p.person_id = a.person_id GROUP BY sex
-- 在院日数の階級 | keys 1 | masked 0 of 6 | exact 件数, 患者数
SELECT CASE WHEN service_days <= 7 THEN '1週間以内' WHEN service_days <= 14 THEN '2週間以内' ELSE '2週間超' END AS "在院日数", count(*) AS "件数", count(DISTINCT person_id) AS "患者数" FROM ndb.dpc_claim GROUP BY 1
-- レセプト単位から患者単位へ | keys 1 | masked 0 of 8 | exact 平均受診月数, 平均点数, 延べ日数, 患者数
WITH rece AS (SELECT person_id, service_month, sum(points) AS ten, sum(service_days) AS nissu FROM ndb.medical_claim WHERE setting = '2' GROUP BY 1, 2), kanja AS (SELECT person_id, count(*) AS months, sum(ten) AS ten, sum(nissu) AS nissu FROM rece GROUP BY 1) SELECT p.sex, count(*) AS "患者数", avg(k.months) AS "平均受診月数", avg(k.ten) AS "平均点数", sum(k.nissu) AS "延べ日数" FROM kanja k JOIN ndb.person p ON p.person_id = k.person_id GROUP BY p.sex
-- 標準化死亡比 SMR 全国を基準 | keys 1 | masked 6 of 6
WITH base AS (SELECT p.person_id, p.prefecture_code, p.sex, (2022 - p.birth_year) // 20 AS ageg, CASE WHEN d.person_id IS NOT NULL THEN 1 ELSE 0 END AS died FROM ndb.person p LEFT JOIN ndb.death d ON d.person_id = p.person_id), std AS (SELECT sex, ageg, avg(died) AS rate FROM base GROUP BY 1, 2) SELECT b.prefecture_code, sum(b.died) AS observed, sum(s.rate) AS expected, sum(b.died) / sum(s.rate) * 100 AS smr FROM base b JOIN std s ON s.sex = b.sex AND s.ageg = b.ageg GROUP BY 1 ORDER BY 1
-- PDC: 服薬日数を観察期間で割る | keys 1 | masked 1 of 8 | exact adherent, n, p03 | steady p03
WITH rx AS (SELECT person_id, min(dispensed_date) AS s, sum(days_supplied) AS supplied FROM ndb.drug WHERE starts_with(atc_code, 'C10') GROUP BY person_id), pdc AS (SELECT rx.person_id, p.sex, least(1.0, rx.supplied / 180.0) AS pdc FROM rx JOIN ndb.person p USING (person_id)) SELECT sex, count(*) AS n, avg(pdc) AS mean_pdc, count(*) FILTER (WHERE pdc >= 0.8) AS adherent, count(*) FILTER (WHERE pdc >= 0.3) / count(*) AS p03 FROM pdc GROUP BY sex
-- MPR: 最後の処方までの日数で割る | keys 1 | masked 1 of 4 | exact n
WITH rx AS (SELECT person_id, min(dispensed_date) AS f, max(dispensed_date) AS l, sum(days_supplied) AS ds, arg_max(days_supplied, dispensed_date) AS last_ds FROM ndb.drug GROUP BY person_id HAVING count(*) >= 2) SELECT p.sex, count(*) AS n, avg((ds - last_ds) / nullif(l - f, 0)) AS mpr FROM rx JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- Charlson: LIKE ANY の代わりに regexp_matches | keys 1 | masked 1 of 2 | exact n
WITH dx AS (SELECT person_id, max(CASE WHEN regexp_matches(icd10_code, '^I2[12]') THEN 1 ELSE 0 END) AS mi, max(CASE WHEN regexp_matches(icd10_code, '^E1[0-4]') THEN 1 ELSE 0 END) AS dm, max(CASE WHEN regexp_matches(icd10_code, '^(J4[0-7])') THEN 1 ELSE 0 END) AS pulm, max(CASE WHEN regexp_matches(icd10_code, '^C[0-7]') THEN 2 ELSE 0 END) AS ca FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY person_id) SELECT CASE WHEN mi + dm + pulm + ca >= 2 THEN '2+' ELSE CAST(mi + dm + pulm + ca AS VARCHAR) END AS cci, count(*) AS n FROM dx GROUP BY 1 ORDER BY 1
-- Charlson: 全員を分母に | keys 1 | masked 3 of 8
WITH dx AS (SELECT DISTINCT person_id, CASE WHEN icd10_code LIKE 'I21%' OR icd10_code LIKE 'I22%' THEN 'mi' WHEN icd10_code LIKE 'E11%' THEN 'dm' WHEN icd10_code LIKE 'C22%' THEN 'ca' END AS cond FROM ndb.medical_diagnosis), w(cond, pt) AS (VALUES ('mi', 1), ('dm', 1), ('ca', 2)), s AS (SELECT p.person_id, p.sex, coalesce(sum(w.pt), 0) AS cci FROM ndb.person p LEFT JOIN dx ON dx.person_id = p.person_id LEFT JOIN w ON w.cond = dx.cond GROUP BY p.person_id, p.sex) SELECT sex, count(*) AS n, avg(cci) AS mean_cci, count(*) FILTER (WHERE cci = 0) AS none, count(*) FILTER (WHERE cci >= 1) AS any1 FROM s GROUP BY sex
-- 傷病: LIKE ANY の一覧 | keys 1 | masked 0 of 2 | exact n
SELECT p.sex, count(DISTINCT d.person_id) AS n FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id) WHERE list_bool_or([starts_with(d.icd10_code, x) for x in ['I10', 'I21', 'E11']]) AND coalesce(d.suspected, false) = false GROUP BY p.sex
-- 傷病群を VALUES の表で引く | keys 1 | masked 0 of 4 | exact 患者数
WITH codes(grp, pat) AS (VALUES ('高血圧', 'I10'), ('糖尿病', 'E11'), ('癌', 'C22'), ('喘息', 'J45')) SELECT codes.grp AS "傷病群", count(DISTINCT d.person_id) AS "患者数" FROM codes JOIN ndb.medical_diagnosis d ON starts_with(d.icd10_code, codes.pat) GROUP BY 1 ORDER BY 2 DESC, 1
-- 新規処方: 30日の washout | keys 1 | masked 3 of 5 | exact 新規患者数
WITH f AS (SELECT person_id, min(dispensed_date) AS first_date FROM ndb.drug WHERE atc_code IN ('C10AA05', 'C10AA07') GROUP BY person_id) SELECT strftime(f.first_date, '%Y-%m') AS "処方月", count(*) AS "新規患者数" FROM f JOIN ndb.person p ON p.person_id = f.person_id WHERE date_diff('day', p.observed_from, f.first_date) >= 30 GROUP BY 1 ORDER BY 1
-- 投与間隔の分布 | keys 1 | masked 0 of 9 | exact 人数, 回数, 平均
WITH x AS (SELECT person_id, date_diff('day', lag(dispensed_date) OVER w, dispensed_date) AS d FROM ndb.drug WINDOW w AS (PARTITION BY person_id ORDER BY dispensed_date, claim_no)) SELECT CASE WHEN d <= 30 THEN '30日以内' WHEN d <= 60 THEN '31-60日' ELSE '61日以上' END AS "間隔", count(*) AS "回数", count(DISTINCT person_id) AS "人数", avg(d) AS "平均" FROM x WHERE d IS NOT NULL GROUP BY 1
-- ポリファーマシー: 同月2剤以上 | keys 1 | masked 2 of 6 | exact 割合, 多剤, 対象者
WITH m AS (SELECT person_id, service_month, count(DISTINCT drug_code) AS k FROM ndb.drug GROUP BY 1, 2), mx AS (SELECT person_id, max(k) AS k FROM m GROUP BY 1) SELECT p.sex, count(*) AS "対象者", sum(CASE WHEN mx.k >= 2 THEN 1 ELSE 0 END) AS "多剤", round(100.0 * sum(CASE WHEN mx.k >= 2 THEN 1 ELSE 0 END) / count(*), 1) AS "割合" FROM mx JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- 死亡前30日の医療費 | keys 0 | masked 3 of 3 | exact 受診者, 死亡者, 点数
SELECT count(DISTINCT d.person_id) AS "死亡者", count(DISTINCT c.person_id) AS "受診者", sum(c.points) AS "点数" FROM ndb.death d LEFT JOIN ndb.medical_claim c ON c.person_id = d.person_id AND c.first_service_date BETWEEN d.death_date - INTERVAL 180 DAY AND d.death_date
-- 健診受診率 | keys 1 | masked 0 of 6 | exact 受診率, 受診者, 対象者 | steady 受診率
SELECT p.sex AS "性別", count(*) AS "対象者", count(k.person_id) AS "受診者", round(100.0 * count(k.person_id) / nullif(count(*), 0), 1) AS "受診率" FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM ndb.checkup WHERE checkup_date BETWEEN DATE '2022-04-01' AND DATE '2023-03-31') k ON k.person_id = p.person_id GROUP BY p.sex
-- ワクチン有効率 2x2 | keys 0 | masked 2 of 5 | exact a | steady ve
WITH t AS (SELECT p.person_id, (v.person_id IS NOT NULL)::INT AS vac, (i.person_id IS NOT NULL)::INT AS inf FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM vaccination.record WHERE dose_number >= 2) v USING (person_id) LEFT JOIN (SELECT DISTINCT person_id FROM idb.notification) i USING (person_id)), c AS (SELECT sum(vac * inf) AS a, sum(vac * (1 - inf)) AS b, sum((1 - vac) * inf) AS c, sum((1 - vac) * (1 - inf)) AS d FROM t) SELECT a, b, c, d, 1 - (a / nullif(a + b, 0)) / nullif(c / nullif(c + d, 0), 0) AS ve FROM c
-- 自己対照: 接種後21日と対照期間 | keys 1 | masked 0 of 4 | exact イベント数, 人数
WITH v AS (SELECT person_id, vaccination_date AS d FROM vaccination.record WHERE dose_number = 1), w(win, a, b) AS (VALUES ('リスク期間', 0, 60), ('対照期間', 61, 200)) SELECT w.win, count(c.claim_no) AS "イベント数", count(DISTINCT c.person_id) AS "人数" FROM v CROSS JOIN w LEFT JOIN ndb.medical_claim c ON c.person_id = v.person_id AND c.first_service_date BETWEEN v.d + w.a::INT AND v.d + w.b::INT GROUP BY w.win
-- カプランマイヤー: 月別の生存表 | keys 1 | masked 2 of 3 | exact d
WITH s AS (SELECT p.person_id, date_diff('month', DATE '2022-04-01', coalesce(d.death_date, p.observed_until)) // 6 AS t, (d.person_id IS NOT NULL)::INT AS ev FROM ndb.person p LEFT JOIN ndb.death d ON d.person_id = p.person_id), e AS (SELECT t, sum(ev) AS d, count(*) AS leaving FROM s GROUP BY t), r AS (SELECT t, d, leaving, sum(leaving) OVER (ORDER BY t DESC) AS n FROM e) SELECT t, n, d, exp(sum(ln(1 - d / n)) OVER (ORDER BY t)) AS surv FROM r ORDER BY t
-- 生存時間: product による累積 | keys 1 | masked 5 of 9 | exact n, 死亡
WITH s AS (SELECT coalesce(surgery, false) AS op, coalesce(death_date, DATE '2023-03-31') - diagnosis_date AS t, death_date IS NOT NULL AS ev FROM cancer.registration), g(d) AS (VALUES (90), (180), (365)) SELECT g.d AS "日数", count(*) AS n, count(*) FILTER (WHERE s.ev AND s.t <= g.d) AS "死亡", 1 - count(*) FILTER (WHERE s.ev AND s.t <= g.d) / count(*) AS "生存率" FROM s, g GROUP BY g.d ORDER BY g.d
-- 累積罹患率: 月ごとの累積 | keys 1 | masked 12 of 15 | exact 新規
WITH f AS (SELECT person_id, min(diagnosis_date) AS d FROM idb.notification GROUP BY 1), m AS (SELECT date_trunc('month', d) AS "月", count(*) AS "新規" FROM f GROUP BY 1) SELECT "月", "新規", sum("新規") OVER (ORDER BY "月" ROWS UNBOUNDED PRECEDING) AS "累積", 1.0 * sum("新規") OVER (ORDER BY "月") / (SELECT count(*) FROM ndb.person) AS "累積罹患率" FROM m ORDER BY "月"
-- 分割時系列: 月と介入後の変数 | keys 4 | masked 1 of 6 | exact y
SELECT service_month AS "診療月", (service_month >= DATE '2022-07-01')::INT AS post, date_diff('month', DATE '2022-04-01', service_month) AS t, greatest(date_diff('month', DATE '2022-07-01', service_month) + 1, 0) AS t_after, count(DISTINCT person_id) AS y FROM ndb.medical_claim GROUP BY service_month ORDER BY service_month
-- 分位点の表 | keys 2 | masked 10 of 10
SELECT setting, unnest([10, 25, 50, 75, 90]) AS p, unnest(quantile_cont(points, [0.1, 0.25, 0.5, 0.75, 0.9])) AS v FROM ndb.medical_claim GROUP BY setting
-- 処方上位20薬剤 | keys 2 | masked 3 of 9 | exact 患者数, 数量
SELECT d.atc_code, m.name_ja AS "薬剤名", count(DISTINCT d.person_id) AS "患者数", sum(d.quantity) AS "数量", rank() OVER (ORDER BY count(DISTINCT d.person_id) DESC) AS "順位" FROM ndb.drug d JOIN open.drug m ON m.drug_code = d.drug_code GROUP BY d.atc_code, m.name_ja ORDER BY "患者数" DESC LIMIT 20
-- 治療ライン: 1次から2次 | keys 2 | masked 2 of 5 | exact n
WITH l AS (SELECT person_id, atc_code, min(dispensed_date) AS s FROM ndb.drug GROUP BY 1, 2), r AS (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY s, atc_code) AS line FROM l) SELECT a.atc_code AS "1次", coalesce(b.atc_code, '(なし)') AS "2次", count(*) AS n FROM r a LEFT JOIN r b ON b.person_id = a.person_id AND b.line = 2 WHERE a.line = 1 GROUP BY 1, 2 ORDER BY n DESC
-- ケアカスケード | keys 1 | masked 0 of 4 | exact n
WITH k AS (SELECT p.person_id, bool_or(d.icd10_code LIKE 'E11%' OR d.icd10_code = 'I10') AS dx, max(r.person_id IS NOT NULL) AS rx, max(c.person_id IS NOT NULL) AS ck FROM ndb.person p LEFT JOIN ndb.medical_diagnosis d ON d.person_id = p.person_id LEFT JOIN ndb.drug r ON r.person_id = p.person_id LEFT JOIN ndb.checkup c ON c.person_id = p.person_id GROUP BY p.person_id) SELECT '1 全体' AS step, count(*) AS n FROM k UNION ALL SELECT '2 診断', count(*) FROM k WHERE dx UNION ALL SELECT '3 処方', count(*) FROM k WHERE dx AND rx UNION ALL SELECT '4 検査', count(*) FROM k WHERE dx AND rx AND ck ORDER BY 1
-- がん登録とレセプトの連結 | keys 1 | masked 4 of 6 | exact レセプトあり, 登録数
SELECT r.extent AS "進展度", count(*) AS "登録数", count(*) FILTER (WHERE EXISTS (SELECT 1 FROM ndb.medical_diagnosis d WHERE d.person_id = r.person_id AND d.icd10_code LIKE 'C%')) AS "レセプトあり", avg(date_diff('day', r.diagnosis_date, coalesce(r.death_date, DATE '2023-03-31'))) AS "平均追跡日数" FROM cancer.registration r GROUP BY r.extent
-- 要介護度別の介護費用 | keys 1 | masked 0 of 9 | exact 1人当たり, 利用者数, 単位数
SELECT CASE WHEN care_level = '12' THEN '要支援1' WHEN care_level = '21' THEN '要介護1' ELSE '要介護2以上' END AS "要介護度", count(DISTINCT person_id) AS "利用者数", sum(units) AS "単位数", sum(units) * 1.0 / count(DISTINCT person_id) AS "1人当たり" FROM kaigo.claim GROUP BY 1 ORDER BY 1
-- 医療と介護の両方を使う人 | keys 2 | masked 1 of 3 | exact 人数
SELECT CASE WHEN m.person_id IS NULL THEN '無' ELSE '有' END AS "医療", CASE WHEN k.person_id IS NULL THEN '無' ELSE '有' END AS "介護", count(*) AS "人数" FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM ndb.medical_claim) m USING (person_id) LEFT JOIN (SELECT DISTINCT person_id FROM kaigo.claim) k USING (person_id) GROUP BY 1, 2
-- 受診間隔の最大 | keys 1 | masked 2 of 6 | exact m, mx, n
SELECT sex, count(*) AS n, avg(maxgap) AS m, max(maxgap) AS mx FROM (SELECT c.person_id, p.sex, max(gap) AS maxgap FROM (SELECT person_id, first_service_date - lag(first_service_date) OVER (PARTITION BY person_id ORDER BY first_service_date) AS gap FROM ndb.medical_claim) c JOIN ndb.person p USING (person_id) GROUP BY 1, 2) WHERE maxgap IS NOT NULL GROUP BY sex
-- 接種回数の分布と割合 | keys 1 | masked 2 of 6 | exact 人数, ％
WITH d AS (SELECT p.person_id, count(v.person_id) AS doses FROM ndb.person p LEFT JOIN vaccination.record v ON v.person_id = p.person_id GROUP BY p.person_id) SELECT doses AS "接種回数", count(*) AS "人数", round(count(*) * 100.0 / (SELECT count(*) FROM d), 1) AS "％" FROM d GROUP BY doses ORDER BY doses
-- 発症から届出までの日数 | keys 1 | masked 1 of 6 | exact n, 診断から届出
SELECT severity, count(*) AS n, avg(notified_date - diagnosis_date) AS "診断から届出", median(notified_date - diagnosis_date) AS "中央値" FROM idb.notification GROUP BY severity
-- 副反応疑い報告: 接種者10万対 | keys 0 | masked 0 of 3 | exact 10万対, 報告者, 接種者
SELECT (SELECT count(DISTINCT person_id) FROM vaccination.record WHERE vaccine_name = '架空ワクチン甲') AS "接種者", (SELECT count(DISTINCT person_id) FROM vaccination.adverse_report WHERE vaccine_name = '架空ワクチン甲') AS "報告者", 100000.0 * (SELECT count(DISTINCT person_id) FROM vaccination.adverse_report WHERE vaccine_name = '架空ワクチン甲') / (SELECT count(DISTINCT person_id) FROM vaccination.record WHERE vaccine_name = '架空ワクチン甲') AS "10万対"
-- 年齢調整受療率 (基準人口を VALUES で) | keys 1 | masked 2 of 6
WITH std(ag, w) AS (VALUES (0, 60000), (1, 40000)), r AS (SELECT p.sex, (2022 - p.birth_year >= 60)::INT AS ag, count(*) AS n, count(DISTINCT c.person_id) AS x FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM ndb.dpc_claim) c ON c.person_id = p.person_id GROUP BY 1, 2) SELECT r.sex, sum(r.x) AS x, sum(r.n) AS n, sum(w * x / n) / sum(w) AS adj FROM r JOIN std USING (ag) GROUP BY r.sex
-- 患者当たりの年間受診日数の階級 | keys 1 | masked 0 of 6 | exact days, n
SELECT CASE WHEN d BETWEEN 0 AND 5 THEN 'a: 0-5' WHEN d BETWEEN 6 AND 15 THEN 'b: 6-15' ELSE 'c: 16+' END AS "日数", count(*) AS n, sum(d) AS days FROM (SELECT p.person_id, coalesce(sum(service_days), 0) AS d FROM ndb.person p LEFT JOIN ndb.medical_claim c USING (person_id) GROUP BY 1) GROUP BY 1 ORDER BY 1
-- 複数年度の患者の継続率 | keys 0 | masked 0 of 3 | exact 前期, 継続, 継続率
WITH a AS (SELECT DISTINCT person_id FROM ndb.medical_claim WHERE service_month BETWEEN DATE '2022-04-01' AND DATE '2022-06-01'), b AS (SELECT DISTINCT person_id FROM ndb.medical_claim WHERE service_month BETWEEN DATE '2022-07-01' AND DATE '2022-09-01') SELECT count(*) AS "前期", count(b.person_id) AS "継続", count(b.person_id) * 100.0 / count(*) AS "継続率" FROM a LEFT JOIN b USING (person_id)
-- 新規透析などの初回処置 (手技なし) は DPC で | keys 1 | masked 1 of 10 | exact 入院数, 平均点数, 患者数, 最長, 点数 | steady 最長
SELECT icd10_code AS "主傷病", count(*) AS "入院数", count(DISTINCT person_id) AS "患者数", sum(points) AS "点数", avg(points) AS "平均点数", max(service_days) AS "最長" FROM ndb.dpc_claim GROUP BY icd10_code HAVING count(DISTINCT person_id) >= 3
-- 再入院率 30日以内 (自己結合) | keys 1 | masked 1 of 4 | exact 入院数, 再入院
SELECT p.sex, count(DISTINCT a.person_id || '-' || a.claim_no) AS "入院数", count(DISTINCT CASE WHEN b.person_id IS NOT NULL THEN a.person_id || '-' || a.claim_no END) AS "再入院" FROM ndb.dpc_claim a JOIN ndb.person p ON p.person_id = a.person_id LEFT JOIN ndb.dpc_claim b ON b.person_id = a.person_id AND b.admission_date > a.admission_date AND b.admission_date <= a.admission_date + 60 GROUP BY p.sex
-- 和暦の年で集計 | keys 1 | masked 4 of 5 | exact 件数
SELECT '令和' || (year(diagnosis_date) - 2018) || '年' || month(diagnosis_date) || '月' AS "診断月", count(*) AS "件数" FROM idb.notification GROUP BY ALL ORDER BY ALL
-- メタボ判定の人数 | keys 2 | masked 1 of 4 | exact 人数
SELECT CASE WHEN 2022 - p.birth_year >= 60 THEN '60歳以上' ELSE '60歳未満' END AS "年齢", CASE WHEN k.bmi >= 25 AND (k.systolic_mmhg >= 130 OR k.ldl_mg_dl >= 140) THEN '該当' ELSE '非該当' END AS "判定", count(DISTINCT k.person_id) AS "人数" FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY 1, 2 ORDER BY 1, 2
-- 施設数と患者数の対応 | keys 1 | masked 2 of 6 | exact 件数, 患者数
SELECT n_inst AS "受診施設数", count(*) AS "患者数", sum(n_claim) AS "件数" FROM (SELECT person_id, count(DISTINCT institution_id) AS n_inst, count(*) AS n_claim FROM ndb.medical_claim GROUP BY person_id) GROUP BY 1 ORDER BY 1
-- DPC 様式1: 入退院時 Barthel と在院日数 | keys 1 | masked 0 of 8 | exact Barthel 改善, 件数, 平均在院日数, 患者数
SELECT discharge_to AS "退院先", count(*) AS "件数", count(DISTINCT person_id) AS "患者数", avg(date_diff('day', admission_date, discharge_date)) AS "平均在院日数", avg(barthel_out - barthel_in) AS "Barthel 改善" FROM dpc.admission GROUP BY 1 ORDER BY 1
-- DPC 様式1: 退院後30日以内の再入院 | keys 1 | masked 0 of 4 | exact 再入院, 退院
WITH a AS (SELECT person_id, main_icd10_code, discharge_date, lead(admission_date) OVER (PARTITION BY person_id ORDER BY admission_date) AS nxt FROM dpc.admission) SELECT main_icd10_code AS "主傷病", count(*) AS "退院", count(*) FILTER (WHERE date_diff('day', discharge_date, nxt) BETWEEN 0 AND 60) AS "再入院" FROM a GROUP BY 1 ORDER BY 1
-- 電子カルテ: 直近の HbA1c とレセプトの糖尿病 | keys 1 | masked 4 of 6 | exact 6.5以上, n, 平均
WITH l AS (SELECT person_id, arg_max(value, sampled_date) AS a1c FROM ehr.lab_result WHERE analyte_name = 'HbA1c' GROUP BY person_id) SELECT coalesce(d.dm, 0) AS "糖尿病", count(*) AS n, avg(a1c) AS "平均", count(*) FILTER (WHERE a1c >= 6.5) AS "6.5以上" FROM l LEFT JOIN (SELECT DISTINCT person_id, 1 AS dm FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'E11%') d USING (person_id) GROUP BY 1 ORDER BY 1
-- 電子カルテ: eGFR の低下と介護認定 | keys 1 | masked 4 of 6 | exact 人数, 認定あり
WITH e AS (SELECT person_id, min(value) AS egfr FROM ehr.lab_result WHERE analyte_name = 'eGFR' GROUP BY person_id) SELECT CASE WHEN egfr < 45 THEN 'G3b-5' WHEN egfr < 60 THEN 'G3a' ELSE 'G1-2' END AS "区分", count(*) AS "人数", count(k.person_id) AS "認定あり" FROM e LEFT JOIN (SELECT DISTINCT person_id FROM kaigo.certification) k ON k.person_id = e.person_id GROUP BY 1 ORDER BY 1
-- 検査項目ごとの件数・平均・標準偏差・信頼区間 | keys 2 | masked 0 of 12 | exact 人数, 件数, 平均 | steady 標準偏差
SELECT analyte_name AS "項目", unit AS "単位", count(*) AS "件数", count(DISTINCT person_id) AS "人数", round(avg(value), 2) AS "平均", round(stddev_samp(value), 2) AS "標準偏差", round(avg(value) - 1.96 * stddev_samp(value) / sqrt(count(*)), 2) AS "下限", round(avg(value) + 1.96 * stddev_samp(value) / sqrt(count(*)), 2) AS "上限" FROM ehr.lab_result GROUP BY analyte_name, unit ORDER BY 1
`

export const HABITS: BookStudy[] = readBook(BOOK)
