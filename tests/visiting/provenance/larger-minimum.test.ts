/** A permit may ask for more persons than any dated rule: then more are few. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench, TABLES, whole } from './persons-bench.ts'

const PERSONS = 150
const asking = (minimumPersons: number) => TABLES.map((table) => ({ ...table, minimumPersons }))

describe.each([
  ['as small tables are', null],
  ['as large tables are', { spacing: 1 }],
])('measured %s', (_how, numbered) => {
  let bench: Bench
  let least: number
  let few: number
  beforeAll(async () => {
    bench = await openBench(7, PERSONS, { numbered })
    const { rows } = await bench.run(
      whole(
        'SELECT age, count(*) OVER (ORDER BY age DESC) AS n FROM ndb.person WHERE age IS NOT NULL ORDER BY n DESC',
      ),
    )
    const [age, n] = rows.find(([, older]) => Number(older) > 22 && Number(older) < 48)!
    least = Number(age)
    few = Number(n)
  })
  afterAll(() => bench.close())

  test.each([
    ['one number in the place of another', 'sum(CASE WHEN age >= $age THEN 7 ELSE 3 END)'],
    ['weights of which the digits tell how many', 'sum(CASE WHEN age >= $age THEN 1 ELSE 1000 END)'],
    ['the same as a mean', 'avg(CASE WHEN age >= $age THEN 1 ELSE 1000 END)'],
  ])('%s rests on those it tells of', async (_what, aggregate) => {
    const sql = whole(`SELECT ${aggregate.replace('$age', String(least))} AS v FROM ndb.person`)
    const persons = async (minimum: number): Promise<number> => {
      const measured = await bench.measured(sql, asking(minimum))
      const { names, rows } = await bench.run(measured.sql)
      if (measured.plan.kind !== 'aggregated') throw new Error('not followed')
      return Number(rows[0]![names.indexOf(measured.plan.columns[0]!.persons!)])
    }
    expect(await persons(10)).toBe(PERSONS)
    expect(await persons(50)).toBe(few)
  })
})
