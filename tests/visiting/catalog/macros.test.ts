import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { LibraryMacro } from '../../../shared/model/macro.ts'
import { loadMacros, readMacro } from '../../../visiting/catalog/load-macros.ts'
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from '../../../visiting/policy/allowed-functions.ts'
import { measure } from '../../../visiting/provenance/rewrite.ts'
import { RESOURCES } from '../../../visiting/resources.ts'
import { aResearcher, type Researcher } from '../../fixtures/a-researcher.ts'

let library: LibraryMacro[]
let researcher: Researcher
beforeAll(async () => {
  library = await loadMacros(join(RESOURCES, 'macros'))
  researcher = await aResearcher({ measure, library })
})

const value = async (expression: string): Promise<unknown> =>
  (await researcher.run(`SELECT ${expression} AS v`)).rows[0]?.[0]

describe('a file of the library', () => {
  test('is called after what it defines', () => {
    expect(() => readMacro('other.sql', 'CREATE MACRO one(a) AS a')).toThrow('other.sql: defines one')
  })

  test('has a title in both languages and an example', () => {
    expect(() => readMacro('one.sql', '-- ja: 一\n-- example: one(1)\nCREATE MACRO one(a) AS a')).toThrow(
      'title.en',
    )
  })
})

describe('the library', () => {
  test('takes no name that a function of the engine has', () => {
    const taken = library.filter(
      ({ name }) => ALLOWED_FUNCTIONS.has(name) || ALLOWED_TABLE_FUNCTIONS.has(name),
    )
    expect(taken).toEqual([])
  })

  test.each([
    ["fiscal_year(DATE '2024-03-31')", 2023],
    ["fiscal_year(DATE '2024-04-01')", 2024],
    ["japanese_era(DATE '2019-04-30')", '平成31年'],
    ["japanese_era(DATE '2019-05-01')", '令和元年'],
    ["japanese_era(DATE '2024-11-07')", '令和6年'],
    ["japanese_era(DATE '1989-01-07')", '昭和64年'],
    ["japanese_era(DATE '1989-01-08')", '平成元年'],
    ["age_in_years(1950, 6, DATE '2024-05-31')", '73'],
    ["age_in_years(1950, 6, DATE '2024-06-01')", '74'],
    ['age_band_5(4)', '00–04'],
    ['age_band_5(67)', '65–69'],
    ['age_band_5(90)', '90+'],
    ['age_band_5(NULL)', null],
    ['age_band_10(67)', '60–69'],
    ['kaigo_age_band(64)', '<65'],
    ['kaigo_age_band(94)', '90–94'],
    ['kaigo_age_band(95)', '95+'],
    ["person_years(DATE '2020-01-01', DATE '2024-01-01')", 4],
    ["person_years(DATE '2020-01-02', DATE '2020-01-01')", 0],
    ['rate_per_1000(5, 2500)', 2],
    ['rate_per_1000(5, 0)', null],
    ["atc_level('C10AA05', 3)", 'C10A'],
    ["has_prefix('K709', ['K71', 'K70.9'])", true],
    ["has_prefix('K70', ['K70.9'])", false],
    ["icd10_chapter('D48')", 'II'],
    ["icd10_chapter('D500')", 'III'],
    ["icd10_chapter('U071')", 'XXII'],
    ["care_level_name('25')", '要介護5'],
    ["care_level_rank('12')", 1],
  ])('%s is %s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected)
  })

  test('has the 2015 standard population whole', async () => {
    const { rows } = await researcher.run(
      'SELECT sum(standard_population_2015(age_band_5(age * 5))) FROM range(19) AS t(age)',
    )
    expect(Number(rows[0]?.[0])).toBe(125_319_000)
  })

  // Breslow & Day 1987, table 2.11: exact limits of 10 events are 4.80 and 18.39; Byar's come within 0.01.
  test('gives Byar’s limits of a count', async () => {
    expect(Number(await value('poisson_low(10)'))).toBeCloseTo(4.79, 1)
    expect(Number(await value('poisson_high(10)'))).toBeCloseTo(18.39, 1)
    expect(Number(await value('poisson_low(0)'))).toBe(0)
  })

  // Newcombe 1998, table I: 81 of 263, score interval 0.2553 to 0.3662.
  test('gives Wilson’s limits of a proportion', async () => {
    expect(Number(await value('wilson_low(81, 263)'))).toBeCloseTo(0.2553, 4)
    expect(Number(await value('wilson_high(81, 263)'))).toBeCloseTo(0.3662, 4)
    expect(Number(await value('wilson_low(0, 20)'))).toBeCloseTo(0, 10)
  })

  // The bands of the SQL standard's WIDTH_BUCKET: six of ten from 100 on, one before them and one after.
  test.each([
    ['99.9', 0],
    ['100', 1],
    ['109.9', 1],
    ['110', 2],
    ['159.9', 6],
    ['160', 7],
  ])('puts %s into band %i of six', async (given, band) => {
    expect(Number(await value(`width_bucket(${given}, 100, 160, 6)`))).toBe(band)
  })

  test.each([
    ['I21.4', 'myocardial infarction'],
    ['I252', 'myocardial infarction'],
    ['K703', 'mild liver disease'],
    ['K704', 'moderate or severe liver disease'],
    ['E112', 'diabetes with chronic complication'],
    ['E119', 'diabetes without chronic complication'],
    ['C169', 'any malignancy'],
    ['C44', null],
    ['C787', 'metastatic solid tumor'],
    ['N189', 'renal disease'],
    ['U071', null],
  ])('takes %s for %s', async (code, condition) => {
    expect(await value(`charlson_condition('${code}')`)).toBe(condition)
  })

  test('a macro of one’s own goes before one of the library', async () => {
    const own = await aResearcher({ measure, library })
    await own.run("CREATE MACRO fiscal_year(day) AS 'mine'")
    expect((await own.run("SELECT fiscal_year(DATE '2024-03-31')")).rows).toEqual([['mine']])
    await own.run('DROP MACRO fiscal_year')
    expect((await own.run("SELECT fiscal_year(DATE '2024-03-31')")).rows).toEqual([[2023]])
  })

  test('cannot be dropped', async () => {
    await expect(researcher.approve('DROP MACRO fiscal_year')).rejects.toMatchObject({
      code: 'table-not-permitted',
    })
  })

  test('is followed: a number behind a macro rests on the persons behind its arguments', async () => {
    const { query } = await researcher.run(
      'SELECT age_band_10(2024 - birth_year) AS band, count(DISTINCT person_id) AS persons, poisson_low(count(*)) AS low FROM ndb.person GROUP BY 1',
    )
    expect(query.plan.kind).toBe('aggregated')
  })
})
