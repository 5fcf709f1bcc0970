/**
 * The demonstration: invented people and one permit over the invented nation. Everything in it is made up, and it
 * listens on loopback only, so its passwords are no secrets.
 */
import type { PermitId, VisitorId } from '../shared/model/ids.ts'
import type { Role } from '../shared/model/visitor.ts'

export interface DemoAccount {
  id: VisitorId
  login: string
  password: string
  nameJa: string
  nameEn: string
  institutionJa: string
  institutionEn: string
  roles: Role[]
}

const account = (
  login: string,
  names: [ja: string, en: string],
  institution: [ja: string, en: string],
  ...roles: Role[]
): DemoAccount => ({
  id: `usr_demo${login}` as VisitorId,
  login,
  password: `${login}-demo-2026`,
  nameJa: names[0],
  nameEn: names[1],
  institutionJa: institution[0],
  institutionEn: institution[1],
  roles,
})

const TOTO: [string, string] = ['東都大学 公衆衛生学教室', 'Toto University, Department of Public Health']
const KIKO: [string, string] = [
  '国民健康データ機構 審査室',
  'National Health Data Organisation, Review Office',
]
const SAIGAKU: [string, string] = ['西海大学 医療情報学', 'Saikai University, Medical Informatics']

/** Somebody of every role. */
export const DEMO_ACCOUNTS: DemoAccount[] = [
  account('sato', ['佐藤 美咲', 'Misaki Sato'], TOTO, 'researcher'),
  account('tanaka', ['田中 健', 'Ken Tanaka'], TOTO, 'researcher'),
  account('suzuki', ['鈴木 一郎', 'Ichiro Suzuki'], KIKO, 'reviewer'),
  account('takahashi', ['高橋 由美', 'Yumi Takahashi'], SAIGAKU, 'reviewer'),
  // Works where the researchers work: may open the desk, but not vote on their outputs.
  account('mori', ['森 大輔', 'Daisuke Mori'], TOTO, 'reviewer'),
  account('hayashi', ['林 直樹', 'Naoki Hayashi'], KIKO, 'committee'),
  account(
    'ito',
    ['伊藤 恵子', 'Keiko Ito'],
    ['北陽大学 疫学', 'Hokuyo University, Epidemiology'],
    'committee',
  ),
  account(
    'watanabe',
    ['渡辺 康弘', 'Yasuhiro Watanabe'],
    ['中央法科大学 医事法', 'Chuo University of Law, Medical Law'],
    'committee',
  ),
  account('nakamura', ['中村 千尋', 'Chihiro Nakamura'], KIKO, 'committee'),
  account(
    'kimura',
    ['木村 和子', 'Kazuko Kimura'],
    ['患者と家族の会', 'Association of Patients and Families'],
    'committee',
  ),
  // Works where the researchers work: takes no part in deciding their applications.
  account('ogawa', ['小川 隆', 'Takashi Ogawa'], TOTO, 'committee'),
  account('yamada', ['山田 花子', 'Hanako Yamada'], KIKO, 'officer'),
  account('kobayashi', ['小林 誠', 'Makoto Kobayashi'], KIKO, 'operator'),
]

const idOf = (login: string): VisitorId => DEMO_ACCOUNTS.find((one) => one.login === login)!.id

/** Of linked databases, with the two invented researchers on it. */
export const DEMO_PERMIT = {
  id: 'prm_demolinked2026' as PermitId,
  titleJa: 'ワクチン接種後の受診と重症化に関する連結解析',
  titleEn: 'Linked analysis of care and severe outcomes after vaccination',
  purposeJa:
    '予防接種記録・感染症発生届・レセプト・死亡情報を連結し、接種と重症化の関連を都道府県・年齢階級別に調べる。',
  purposeEn:
    'Link vaccination records, infectious disease notifications, claims and deaths to study vaccination and severe outcomes by prefecture and age band.',
  people: [idOf('sato'), idOf('tanaka')],
  institutions: [TOTO[0]],
  databases: ['ndb', 'vaccination', 'idb', 'pmh', 'master'],
  linkageApproved: true,
  minimumPersons: 10,
  picturePagesPerDay: 500,
}

/** What the demonstration calls itself. */
export const DEMO_NAME = {
  nameJa: '健康・医療データ Visiting 解析環境（デモ）',
  nameEn: 'Health Data Visiting Environment (demonstration)',
}

export { LINKED_COHORT_SQL as DEMO_SQL } from '../shared/model/linked-cohort.ts'
