/**
 * Notifiable diseases beside the epidemic: yearly rates as Japan's surveillance gives them in order of magnitude, by
 * age and season. None of them carries a planted truth.
 */
import { periodFrom } from './nation-table.ts'

/** Cases a year in 100,000 persons of the ages named; `peak`: month around which the cases lie, 0 for none. */
const diseases = [
  { code: 'TB', ja: '結核', from: 15, until: 69, yearly: 6, peak: 0, method: '塗抹・培養検査' },
  { code: 'TB', ja: '結核', from: 70, until: 110, yearly: 32, peak: 0, method: '塗抹・培養検査' },
  { code: 'SYPHILIS', ja: '梅毒', from: 18, until: 55, yearly: 14, peak: 0, method: '抗体検査' },
  {
    code: 'EHEC',
    ja: '腸管出血性大腸菌感染症',
    from: 0,
    until: 110,
    yearly: 3,
    peak: 8,
    method: '分離・同定',
  },
  { code: 'LEGIONELLOSIS', ja: 'レジオネラ症', from: 45, until: 110, yearly: 3, peak: 7, method: '尿中抗原' },
  { code: 'HEPATITIS-A', ja: 'Ａ型肝炎', from: 20, until: 80, yearly: 0.5, peak: 3, method: '抗体検査' },
] as const

const rows = diseases
  .map(
    ({ code, ja, from, until, yearly, peak, method }, n) =>
      `(${n}, '${code}', '${ja}', ${from}, ${until}, ${yearly * 5e-5}, ${peak}, '${method}')`,
  )
  .join(', ')

/** In the columns of idb.notification. */
export const otherNotifications = `
SELECT person_id, code, ja, CASE WHEN u(k, 'note.grave') < 0.12 THEN '重症' ELSE '軽症' END, onset_date,
  onset_date + 3 + floor(u(k, 'note.visit') * 10)::INTEGER AS first_visit_date,
  first_visit_date + floor(u(k, 'note.diagnosis') * 6)::INTEGER AS diagnosis_date,
  diagnosis_date + floor(u(k, 'note.notify') * 3)::INTEGER, method, hospital_id, prefecture_code
FROM (
  SELECT *, person_id * 8 + n AS k,
    -- A year at random; within it any day, or a day around the peak.
    DATE '${periodFrom}' + 365 * floor(u(person_id * 8 + n, 'note.year') * 5)::INTEGER
      + CASE WHEN peak = 0 THEN floor(u(person_id * 8 + n, 'note.day') * 364)::INTEGER
        ELSE ((peak + 8) % 12 * 30 + round(35 * clamp(gauss(person_id * 8 + n, 'note.day'), -2.5, 2.5))::INTEGER + 365) % 365 END AS onset_date
  FROM person JOIN (VALUES ${rows}) AS d(n, code, ja, age_from, age_until, share, peak, method)
    ON age >= age_from AND age < age_until + 1 AND u(person_id * 8 + n, 'note') < share)
WHERE onset_date BETWEEN seen_from AND seen_until - 20`
