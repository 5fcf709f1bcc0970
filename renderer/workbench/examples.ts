/** Statements to begin with, offered where a permit holds all they read; each can be looked at as grid and chart. */
import { LINKED_COHORT_SQL } from '../../shared/model/linked-cohort.ts'
import type { Permit } from '../../shared/model/permit.ts'

interface Example {
  /** Names its words: `example.<id>`. */
  id: 'notified' | 'onset'
  /** Columns it reads, by table. */
  reads: Record<string, string[]>
  sql: string
}

const EXAMPLES: readonly Example[] = [
  {
    id: 'notified',
    reads: {
      'ndb.person': ['person_id', 'birth_year'],
      'idb.notification': ['person_id', 'severity'],
    },
    sql: `${LINKED_COHORT_SQL}\n`,
  },
  {
    id: 'onset',
    reads: {
      'vaccination.record': ['person_id', 'vaccine_type', 'vaccination_date'],
      'idb.notification': ['person_id', 'diagnosis_date'],
    },
    sql: `WITH first_dose AS (
  SELECT person_id, min(vaccination_date) AS given_on
  FROM vaccination.record
  WHERE vaccine_type = 'COV'
  GROUP BY person_id
)
SELECT
  CAST(date_trunc('month', n.diagnosis_date) AS DATE) AS month,
  CASE WHEN v.given_on < n.diagnosis_date THEN 'vaccinated' ELSE 'not yet vaccinated' END AS status,
  count(DISTINCT n.person_id) AS persons
FROM idb.notification AS n
LEFT JOIN first_dose AS v ON v.person_id = n.person_id
GROUP BY 1, 2
ORDER BY 1, 2
`,
  },
]

/** The examples that run under a permit. */
export function examplesFor(permit: Permit): Pick<Example, 'id' | 'sql'>[] {
  const columns = new Map(
    permit.tables.map(({ schema, name, columns }) => [
      `${schema}.${name}`,
      columns.map((column) => column.name),
    ]),
  )
  return EXAMPLES.filter(({ reads }) =>
    Object.entries(reads).every(([table, needed]) =>
      needed.every((name) => columns.get(table)?.includes(name)),
    ),
  )
}

/** Where no example fits: how much there is in the first table that has persons. */
export function countOf(permit: Permit): string {
  const table = permit.tables.find(({ level }) => level === 'person') ?? permit.tables[0]
  if (!table) return ''
  const person = table.columns.find(({ identity }) => identity === 'person')
  const counted = person ? `count(DISTINCT ${person.name}) AS persons` : 'count(*) AS n'
  return `SELECT ${counted}\nFROM ${table.schema}.${table.name}\n`
}
