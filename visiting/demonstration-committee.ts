/** The demonstration's committee and an application half written, so that a newcomer can walk from wish to permit. */
import type { ApplicationForm } from '../shared/model/application-form.ts'
import type { CommitteeMember } from '../shared/model/committee.ts'
import type { VisitorId } from '../shared/model/ids.ts'

const member = (
  login: string,
  fields: CommitteeMember['fields'],
  { outside, sex }: Pick<CommitteeMember, 'outside' | 'sex'>,
): CommitteeMember => ({
  id: `usr_demo${login}` as VisitorId,
  fields,
  outside,
  sex,
  from: '2026-04-01',
  until: null,
})

/** Satisfies the rule without Ogawa, who works where the demonstration's applicants work and stays out. */
export const DEMO_COMMITTEE: CommitteeMember[] = [
  member('hayashi', ['natural-science'], { outside: false, sex: 'male' }),
  member('ito', ['natural-science'], { outside: true, sex: 'female' }),
  member('watanabe', ['humanities-social'], { outside: true, sex: 'male' }),
  member('nakamura', ['humanities-social'], { outside: false, sex: 'female' }),
  member('kimura', ['lay'], { outside: true, sex: 'female' }),
  member('ogawa', ['natural-science'], { outside: true, sex: 'male' }),
]

const columns = (reason: string, ...names: string[]) => names.map((name) => ({ name, reason }))

/** Written by Tanaka, confirmed by Sato; linkage, outputs, security and terms are still open. */
export const DEMO_DRAFT = {
  by: 'tanaka',
  confirmedBy: 'sato',
  form: {
    titleJa: '脳卒中入院後の早期リハビリテーションと退院後の介護度に関する連結研究',
    titleEn: 'Early rehabilitation after stroke and care level after discharge: a linked study',
    purpose:
      '脳卒中で入院した人について、入院早期のリハビリテーションの実施と、退院時のADL、退院後の要介護度との関連を明らかにし、医療と介護の切れ目のない提供体制の検討に役立てる。',
    purposeEn:
      'To learn how early rehabilitation relates to activities of daily living at discharge and to care level afterwards, for seamless provision of medical and long-term care.',
    benefit:
      '早期リハビリテーションの効果が示されれば、診療報酬・介護報酬の検討と地域の提供体制の整備に資する。',
    method:
      '入院後3日以内の開始を曝露、退院時のBarthel Indexと1年後の要介護度を結果とし、年齢と入院時のBarthel Indexで調整する。10人未満のセルは公表しない。',
    tables: [
      {
        database: 'dpc',
        schema: 'dpc',
        name: 'admission',
        columns: [
          ...columns('対象の入院を主傷病で特定するため', 'main_icd10_code'),
          ...columns('観察の起点と期間を定めるため', 'admission_date', 'discharge_date'),
          ...columns('調整に用いるため', 'age', 'barthel_in'),
          ...columns('主要な結果のため', 'barthel_out'),
          { name: 'discharge_to', reason: '' },
        ],
        conditions: [{ column: 'admission_date', from: '2022-04-01', until: '2024-03-31', in: null }],
      },
      {
        database: 'dpc',
        schema: 'dpc',
        name: 'procedure',
        columns: columns(
          'リハビリテーションの開始日と量を求めるため',
          'procedure_date',
          'procedure_code',
          'units',
        ),
        conditions: [],
      },
      {
        database: 'kaigo',
        schema: 'kaigo',
        name: 'certification',
        columns: columns('退院後の要介護度とその時期を求めるため', 'certified_from', 'care_level'),
        conditions: [],
      },
    ],
    linkage: { wanted: null, why: '' },
    people: [
      { login: 'tanaka', part: 'responsible', duty: '研究の統括' },
      { login: 'sato', part: 'researcher', duty: '統計解析' },
    ],
    outputs: [],
    measures: ['own-account', 'supervision', 'training'],
    measuresNote: '',
    until: '',
    retention: '',
    feeUnderstood: false,
    ethicsReference: '',
    conflicts: { none: null, statement: '' },
  } satisfies ApplicationForm,
}
