/**
 * The cohort queries of the bench: the same text runs in the workbench and, with the same names, in plain DuckDB;
 * beside it the same question in PostgreSQL's words.
 */
export interface BenchQuery {
  name: string
  sql: string
  postgres: string
}

export const QUERIES: BenchQuery[] = [
  {
    name: 'drug users by class and sex',
    sql: `SELECT substr(d.atc_code, 1, 3) AS class, p.sex, count(DISTINCT d.person_id) AS persons
FROM ndb.drug AS d JOIN ndb.person AS p ON p.person_id = d.person_id
GROUP BY 1, 2 ORDER BY 1, 2`,
    postgres: `SELECT substr(d.atc_code, 1, 3) AS class, p.sex, count(DISTINCT d.person_id) AS persons
FROM ndb.drug AS d JOIN ndb.person AS p ON p.person_id = d.person_id
GROUP BY 1, 2 ORDER BY 1, 2`,
  },
  {
    name: 'new users: window, two joins, person-years',
    sql: `WITH first_use AS (
  SELECT person_id, min(dispensed_date) AS started FROM ndb.drug WHERE atc_code LIKE 'C%' GROUP BY person_id
), followed AS (
  SELECT f.person_id, p.sex, (2024 - p.birth_year) // 10 AS decade,
    date_diff('day', f.started, least(p.observed_until, coalesce(x.death_date, p.observed_until))) / 365.25 AS years,
    x.person_id IS NOT NULL AS died
  FROM first_use AS f
  JOIN ndb.person AS p ON p.person_id = f.person_id
  LEFT JOIN ndb.death AS x ON x.person_id = f.person_id
)
SELECT decade, sex, count(*) AS persons, sum(years) AS person_years, sum(CASE WHEN died THEN 1 ELSE 0 END) AS deaths
FROM followed WHERE years > 0 GROUP BY decade, sex ORDER BY decade, sex`,
    postgres: `WITH first_use AS (
  SELECT person_id, min(dispensed_date) AS started FROM ndb.drug WHERE atc_code LIKE 'C%' GROUP BY person_id
), followed AS (
  SELECT f.person_id, p.sex, (2024 - p.birth_year) / 10 AS decade,
    (least(p.observed_until, coalesce(x.death_date, p.observed_until)) - f.started) / 365.25 AS years,
    x.person_id IS NOT NULL AS died
  FROM first_use AS f
  JOIN ndb.person AS p ON p.person_id = f.person_id
  LEFT JOIN ndb.death AS x ON x.person_id = f.person_id
)
SELECT decade, sex, count(*) AS persons, sum(years) AS person_years, sum(CASE WHEN died THEN 1 ELSE 0 END) AS deaths
FROM followed WHERE years > 0 GROUP BY decade, sex ORDER BY decade, sex`,
  },
  {
    name: 'claim points by month and setting',
    sql: `SELECT service_month, setting, count(*) AS claims, sum(points) AS points
FROM ndb.medical_claim GROUP BY service_month, setting ORDER BY service_month, setting`,
    postgres: `SELECT service_month, setting, count(*) AS claims, sum(points) AS points
FROM ndb.medical_claim GROUP BY service_month, setting ORDER BY service_month, setting`,
  },
]

/** What the queries read, for PostgreSQL: columns with their types there, and those a cohort study would index. */
export const POSTGRES_TABLES: { name: string; columns: [name: string, type: string][]; indexes: string[] }[] =
  [
    {
      name: 'ndb.person',
      columns: [
        ['person_id', 'text'],
        ['sex', 'text'],
        ['birth_year', 'integer'],
        ['observed_until', 'date'],
      ],
      indexes: ['person_id'],
    },
    {
      name: 'ndb.death',
      columns: [
        ['person_id', 'text'],
        ['death_date', 'date'],
      ],
      indexes: ['person_id'],
    },
    {
      name: 'ndb.drug',
      columns: [
        ['person_id', 'text'],
        ['dispensed_date', 'date'],
        ['atc_code', 'text'],
      ],
      indexes: ['person_id', 'atc_code text_pattern_ops'],
    },
    {
      name: 'ndb.medical_claim',
      columns: [
        ['person_id', 'text'],
        ['service_month', 'date'],
        ['setting', 'text'],
        ['points', 'integer'],
      ],
      indexes: ['person_id', 'service_month'],
    },
  ]
