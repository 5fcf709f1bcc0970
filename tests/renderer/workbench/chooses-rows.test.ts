import { expect, test } from 'vitest'
import { choosesRows } from '../../../renderer/workbench/chooses-rows.ts'

const GROUPS =
  'SELECT municipality_code, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY 1 ORDER BY n'

test.each([
  `${GROUPS} LIMIT 5`,
  `${GROUPS} limit 5 offset 2`,
  `${GROUPS}\nOFFSET 3`,
  'SELECT sex, n FROM (SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex) QUALIFY row_number() OVER (ORDER BY n) <= 3',
  `SELECT sum(n) FROM (${GROUPS} LIMIT 5)`,
])('rows are chosen by %s', (sql) => expect(choosesRows(sql)).toBe(true))

test.each([
  GROUPS,
  `${GROUPS} -- LIMIT 5`,
  `${GROUPS} /* offset */`,
  "SELECT sex, count(*) AS n FROM ndb.person WHERE sex = 'no LIMIT' GROUP BY sex",
  'SELECT count(*) AS "QUALIFY" FROM ndb.person',
  'SELECT count(*) AS limited FROM ndb.person',
])('rows are not chosen by %s', (sql) => expect(choosesRows(sql)).toBe(false))
