/** Twelve invented people of the catalog's own tables, linked across databases; few enough to be taken out one by one. */
import { figures } from './persons-bench.ts'

export const PEOPLE = Array.from({ length: 12 }, (_, n) => `p${String(n + 1).padStart(2, '0')}`)

/** Rows of each table, columns as named; what is not named is NULL. */
export interface Rows {
  table: string
  columns: string
  rows: string[]
}

/** Irregular numbers, so that no sum or mean stays what it is by chance when somebody goes. */
export function peopleRows(seed: number): Rows[] {
  const chance = figures(seed)
  const next = (): number => chance.next().value
  const whole = (below: number): number => Math.floor(next() * below)
  const pick = <T>(...values: T[]): T => values[whole(values.length)]!
  const maybe = (share: number, value: string): string => (next() < share ? 'NULL' : value)
  const day = (from: string, within: number): string =>
    `DATE '${new Date(Date.parse(from) + 86_400_000 * whole(within)).toISOString().slice(0, 10)}'`
  const month = (): string => `DATE '2022-${String(4 + whole(6)).padStart(2, '0')}-01'`
  const times = (most: number, row: (n: number) => string): string[] =>
    Array.from({ length: whole(most + 1) }, (_, n) => row(n + 1))
  const each = (rows: (id: string, n: number) => string[]): string[] => PEOPLE.flatMap(rows)
  const some = (share: number, row: (id: string) => string): string[] =>
    PEOPLE.flatMap((id) => (next() < share ? [row(id)] : []))
  const hospital = (): string => `'h${1 + whole(4)}'`

  return [
    {
      table: 'ndb.person',
      columns:
        'person_id, sex, birth_year, birth_month, prefecture_code, medical_area_code, municipality_code, insurer_type, observed_from, observed_until',
      rows: each((id, n) => {
        const area = pick(['13', '1301', '13101'], ['13', '1302', '13103'], ['27', '2701', '27102'])
        const until = n % 5 === 4 ? day('2022-09-20', 100) : "DATE '2023-03-31'"
        const from = n % 4 === 3 ? day('2022-04-01', 60) : "DATE '2021-04-01'"
        return [
          `('${id}', '${1 + (n % 2)}', ${1936 + 4 * n + whole(4)}, ${1 + whole(12)}, '${area.join("', '")}', '${pick(1, 3)}', ${from}, ${until})`,
        ]
      }),
    },
    {
      table: 'ndb.death',
      columns: 'person_id, death_date, registered_date, cause_icd10, prefecture_code',
      rows: PEOPLE.filter((_, n) => n % 5 === 4).map(
        (id) => `('${id}', ${day('2022-09-20', 100)}, NULL, '${pick('I219', 'C220')}', '13')`,
      ),
    },
    {
      table: 'ndb.medical_claim',
      columns:
        'person_id, claim_no, service_month, institution_id, setting, specialty_code, insurer_type, first_service_date, service_days, points',
      rows: each((id) =>
        times(5, (n) => {
          const at = month()
          return `('${id}', ${n}, ${at}, ${hospital()}, '${pick(1, 2, 2)}', '01', '3', ${at} + ${whole(28)}, ${1 + whole(9)}, ${97 + whole(4_900)})`
        }),
      ),
    },
    {
      table: 'ndb.medical_diagnosis',
      columns:
        'person_id, claim_no, diagnosis_no, service_month, icd10_code, suspected, main, start_date, outcome_code',
      rows: each((id) =>
        times(5, (n) => {
          const at = month()
          const code = pick('I10', 'I10', 'E119', 'E112', 'I219', 'J459', 'C220')
          return `('${id}', ${n}, 1, ${at}, '${code}', ${next() < 0.15}, ${next() < 0.7}, ${at} + ${whole(28)}, '1')`
        }),
      ),
    },
    {
      table: 'ndb.drug',
      columns:
        'person_id, claim_no, drug_no, service_month, dispensed_date, drug_code, atc_code, quantity, days_supplied',
      rows: each((id) =>
        times(5, (n) => {
          const at = month()
          const [code, atc] = pick(
            ['610000013', 'C10AA05'],
            ['610000013', 'C10AA05'],
            ['610000014', 'C10AA07'],
            ['610000017', 'N02BE01'],
          )
          return `('${id}', ${n}, 1, ${at}, ${at} + ${whole(28)}, '${code}', '${atc}', ${7 + whole(50)}, ${pick(14, 28, 30, 56)})`
        }),
      ),
    },
    {
      table: 'ndb.dpc_claim',
      columns:
        'person_id, claim_no, service_month, institution_id, dpc_code, icd10_code, admission_date, service_days, points',
      rows: each((id) =>
        times(3, (n) => {
          const at = month()
          return `('${id}', ${100 + n}, ${at}, ${hospital()}, '060050xx0301xx', '${pick('C220', 'I219')}', ${at} + ${whole(28)}, ${2 + whole(20)}, ${9_000 + whole(40_000)})`
        }),
      ),
    },
    {
      table: 'ndb.checkup',
      columns:
        'person_id, checkup_date, bmi, systolic_mmhg, diastolic_mmhg, hba1c_percent, ldl_mg_dl, ast_u_l, gamma_gt_u_l, smoker, institution_id',
      rows: each((id) =>
        times(2, () => {
          const bmi = (180 + whole(130)) / 10
          return `('${id}', ${day('2022-04-01', 300)}, ${bmi}, ${101 + whole(60)}, ${61 + whole(40)}, ${maybe(0.3, String((50 + whole(30)) / 10))}, ${81 + whole(90)}, ${11 + whole(60)}, ${13 + whole(90)}, ${next() < 0.4}, ${hospital()})`
        }),
      ),
    },
    {
      table: 'vaccination.record',
      columns:
        'person_id, vaccination_date, vaccine_type, vaccine_name, dose_number, lot_number, institution_id, municipality_code',
      rows: each((id) => {
        const name = pick('甲', '甲', '乙')
        return times(3, (n) => {
          const from = `2022-0${2 + 2 * n}-01`
          return `('${id}', ${day(from, 40)}, 'COV', '架空ワクチン${name}', ${n}, 'VW${whole(3)}', ${hospital()}, '13101')`
        })
      }),
    },
    {
      table: 'vaccination.adverse_report',
      columns:
        'person_id, vaccine_name, dose_number, vaccination_date, onset_date, symptom, severity, outcome, institution_id',
      rows: some(0.5, (id) => {
        const at = day('2022-05-01', 60)
        return `('${id}', '架空ワクチン甲', 1, ${at}, ${at} + ${1 + whole(20)}, '${pick('発熱', '頭痛')}', '${pick('重い', '重くない')}', '回復', ${hospital()})`
      }),
    },
    {
      table: 'idb.notification',
      columns:
        'person_id, disease_code, disease_name, severity, onset_date, first_visit_date, diagnosis_date, notified_date, diagnosis_method, institution_id, prefecture_code',
      rows: some(0.75, (id) => {
        const at = day('2022-05-01', 150)
        return `('${id}', 'COVID-19', '新型コロナウイルス感染症', '${pick('軽症', '軽症', '重症')}', ${maybe(0.2, at)}, ${at} + 1, ${at} + 2, ${at} + ${3 + whole(4)}, '核酸検出', ${hospital()}, '13')`
      }),
    },
    {
      table: 'kaigo.certification',
      columns:
        'person_id, certification_no, applied_date, certified_from, certified_until, care_level, dementia_independence, daily_independence, municipality_code',
      rows: each((id, n) =>
        n < 8
          ? times(2, (k) => {
              const from = `2022-0${1 + 3 * k}-01`
              return `('${id}', ${k}, DATE '${from}', DATE '${from}' + ${whole(20)}, DATE '${from}' + ${100 + whole(300)}, '${pick(12, 21, 22)}', 'Ⅱb', 'B1', '13101')`
            })
          : [],
      ),
    },
    {
      table: 'kaigo.claim',
      columns: 'person_id, claim_no, service_month, institution_id, service_code, units, care_level',
      rows: each((id, n) =>
        n < 9
          ? times(
              4,
              (k) =>
                `('${id}', ${k}, ${month()}, ${hospital()}, '${pick(15, 16)}', ${1_003 + whole(8_000)}, '${pick(12, 21, 22)}')`,
            )
          : [],
      ),
    },
    {
      table: 'cancer.registration',
      columns:
        'person_id, diagnosis_date, icd10_code, topography_code, morphology_code, extent, detection, surgery, chemotherapy, radiotherapy, death_date, institution_id, prefecture_code, municipality_code',
      rows: some(
        0.6,
        (id) =>
          `('${id}', ${day('2022-04-10', 120)}, '${pick('C220', 'C189')}', 'C220', '81703', '${pick('限局', '領域')}', '検診', ${next() < 0.5}, ${next() < 0.5}, false, ${maybe(0.6, day('2022-10-01', 150))}, ${hospital()}, '13', '13101')`,
      ),
    },
    {
      table: 'open.municipality',
      columns:
        'municipality_code, municipality_name, prefecture_code, prefecture_name, medical_area_code, medical_area_name, population, population_tier',
      rows: [
        "('13101', '架空区', '13', '東京都', '1301', '第1', 61003, '25000-plus')",
        "('13103', '架空市', '13', '東京都', '1302', '第2', 20011, '2000-25000')",
        "('27102', '架空町', '27', '大阪府', '2701', '第1', 9007, '2000-25000')",
      ],
    },
    {
      table: 'open.icd10',
      columns: 'icd10_code, name_ja, name_en',
      rows: [
        "('I10', '高血圧', 'Hypertension')",
        "('E119', '糖尿病', 'Diabetes')",
        "('I219', '心筋梗塞', 'Infarction')",
        "('C220', '肝癌', 'Liver cancer')",
      ],
    },
    {
      table: 'open.drug',
      columns: 'drug_code, atc_code, name_ja, name_en, route',
      rows: [
        "('610000013', 'C10AA05', 'A', 'Atorvastatin', '内服')",
        "('610000014', 'C10AA07', 'R', 'Rosuvastatin', '内服')",
        "('610000017', 'N02BE01', 'P', 'Paracetamol', '内服')",
      ],
    },
    {
      table: 'dpc.admission',
      columns:
        'person_id, admission_no, institution_id, admission_date, discharge_date, dpc_code, main_icd10_code, age, barthel_in, barthel_out, discharge_to, emergency_score',
      rows: each((id) =>
        times(2, (n) => {
          const at = day(`2022-0${3 + 2 * n}-01`, 50)
          return `('${id}', ${n}, ${hospital()}, ${at}, ${at} + ${3 + whole(25)}, '060050xx0301xx', '${pick('C220', 'I219')}', ${45 + whole(45)}, ${5 * whole(20)}, ${5 * whole(20)}, '${pick('自宅', '施設')}', ${whole(4)})`
        }),
      ),
    },
    {
      table: 'ehr.lab_result',
      columns: 'person_id, sampled_date, analyte_code, analyte_name, value, unit, institution_id',
      rows: each((id) =>
        times(4, () => {
          const [code, name, value] = pick(
            ['3F015', 'eGFR', 31 + whole(60)],
            ['3D046', 'HbA1c', (52 + whole(30)) / 10],
          )
          return `('${id}', ${day('2022-04-01', 300)}, '${code}', '${name}', ${value}, '単位', ${hospital()})`
        }),
      ),
    },
  ]
}
