import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { literal } from '../../../shared/model/sql-text.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import { openLoader } from '../../../visiting/engine/loader.ts'
import { type Generation, generateNation } from '../../../visiting/sources/generate.ts'
import { parquetGlob } from '../../../visiting/sources/layout.ts'
import type { Loader } from '../../../visiting/sources/loader-port.ts'

const openDataFolder = join(import.meta.dirname, '../../../resources/open-data')
const catalogFolder = join(import.meta.dirname, '../../../resources/catalog')

let folder: string
let loader: Loader

async function generate(
  name: string,
  { seed, chunkPersons, threads = 2 }: { seed: number; chunkPersons: number; threads?: number },
): Promise<Generation> {
  const own = await openLoader({
    memoryBytes: 500_000_000,
    threads,
    tempFolder: join(folder, 'spill', name),
  })
  try {
    return await generateNation({
      loader: own,
      dataFolder: join(folder, name),
      openDataFolder,
      persons: 3000,
      seed,
      chunkPersons,
    })
  } finally {
    await own.close()
  }
}
const from = (schema: string, table: string) =>
  `read_parquet(${literal(parquetGlob(join(folder, 'whole'), schema, table))}, hive_partitioning = false)`
const one = async (sql: string) => Number((await loader.rows(sql))[0]?.[0])

let whole: Generation

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nation-'))
  loader = await openLoader({ memoryBytes: 500_000_000, threads: 2, tempFolder: join(folder, 'spill', 'q') })
  whole = await generate('whole', { seed: 7, chunkPersons: 3000 })
})
afterAll(async () => {
  await loader.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the invented nation', () => {
  test('has the same content for the same seed, whatever the chunks and the threads', async () => {
    const inChunks = await generate('chunks', { seed: 7, chunkPersons: 1100, threads: 1 })
    expect(inChunks.digest).toBe(whole.digest)
    expect(inChunks.tables.map(({ rows }) => rows)).toEqual(whole.tables.map(({ rows }) => rows))
  })

  test('differs for another seed', async () => {
    const other = await generate('other', { seed: 8, chunkPersons: 3000 })
    expect(other.digest).not.toBe(whole.digest)
  })

  test('has the columns and types that the catalog promises, table by table', async () => {
    for (const table of (await loadCatalog(catalogFolder)).flatMap((dataset) => dataset.tables)) {
      const found = await loader.rows(
        `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${from(table.schema, table.name)})`,
      )
      // The store keeps its own person key as a number; extracts replace it with a text.
      const promised = table.variables.map(({ name, type, identity }) => [
        name,
        identity === 'person' ? 'BIGINT' : type,
      ])
      expect([table.name, found]).toEqual([table.name, promised])
    }
  })

  test('leaves no table out of the catalog and promises none that is not there', async () => {
    const promised = (await loadCatalog(catalogFolder)).flatMap(({ tables }) =>
      tables.map(({ schema, name }) => `${schema}.${name}`),
    )
    expect(whole.tables.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual(promised.sort())
  })

  test('has every person of other tables in the register of persons', async () => {
    const datasets = await loadCatalog(catalogFolder)
    for (const table of datasets.flatMap(({ tables }) => tables).filter(({ level }) => level === 'person')) {
      const strangers = await one(
        `SELECT count(*)::DOUBLE FROM ${from(table.schema, table.name)} ANTI JOIN ${from('ndb', 'person')} USING (person_id)`,
      )
      expect([table.name, strangers]).toEqual([table.name, 0])
    }
  })

  test('ages, falls ill and dies as Japan does, in order of magnitude', async () => {
    const share = (condition: string) =>
      one(`SELECT avg((${condition})::INTEGER)::DOUBLE FROM ${from('ndb', 'person')}`)
    expect(await share('birth_year <= 1954')).toBeGreaterThan(0.24)
    expect(await share('birth_year <= 1954')).toBeLessThan(0.34)
    const deaths = await one(`
      SELECT count(*) * 1000 / (SELECT sum(date_diff('day', observed_from, observed_until)) / 365.25 FROM ${from('ndb', 'person')})
      FROM ${from('ndb', 'death')}`)
    // 11 to 13 in 1,000 a year in Japan; 3,000 persons scatter by a tenth or so.
    expect(deaths).toBeGreaterThan(9)
    expect(deaths).toBeLessThan(16)
    const ratio = await one(`
      SELECT count(*) FILTER (month(service_month) = 1)::DOUBLE / greatest(1, count(*) FILTER (month(service_month) = 8))
      FROM ${from('ndb', 'medical_diagnosis')} WHERE icd10_code = 'J111'`)
    expect(ratio).toBeGreaterThan(5)
    const childKnees = await one(`
      SELECT count(*)::DOUBLE FROM ${from('ndb', 'medical_diagnosis')} JOIN ${from('ndb', 'person')} USING (person_id)
      WHERE icd10_code IN ('M179', 'G470') AND birth_year > 2009`)
    expect(childKnees).toBe(0)
    const wrongSex = await one(`
      SELECT count(*)::DOUBLE FROM ${from('cancer', 'registration')} JOIN ${from('ndb', 'person')} USING (person_id)
      WHERE (icd10_code = 'C61' AND sex = '2') OR (icd10_code IN ('C539', 'C541') AND sex = '1')`)
    expect(wrongSex).toBe(0)
    const stays = await one(
      `SELECT avg(discharge_date - admission_date + 1)::DOUBLE FROM ${from('dpc', 'admission')}`,
    )
    expect(stays).toBeGreaterThan(8)
    expect(stays).toBeLessThan(18)
  })

  test('lets one in 32 be born within the period, whom nothing happens to before', async () => {
    const born = await one(
      `SELECT avg((observed_from > DATE '2019-04-01')::INTEGER)::DOUBLE FROM ${from('ndb', 'person')}`,
    )
    expect(born).toBeGreaterThan(0.02)
    expect(born).toBeLessThan(0.045)
    const tables = (await loadCatalog(catalogFolder)).flatMap((dataset) => dataset.tables)
    for (const table of tables.filter(({ level }) => level === 'person'))
      for (const { name } of table.variables.filter(({ type }) => type === 'DATE')) {
        const early = await one(`
          SELECT count(*)::DOUBLE FROM ${from(table.schema, table.name)} AS t JOIN ${from('ndb', 'person')} AS p USING (person_id)
          WHERE t.${name} < make_date(p.birth_year, p.birth_month, 1)`)
        expect([table.name, name, early]).toEqual([table.name, name, 0])
      }
  })

  test('has everybody insured all the time, the claims with the same insurer, and at 75 with that of the old', async () => {
    const gaps = await one(`
      SELECT count(*)::DOUBLE FROM (
        SELECT person_id, sum(enrolled_until - enrolled_from + 1) AS days, min(enrolled_from) AS first, max(enrolled_until) AS last
        FROM ${from('ndb', 'enrolment')} GROUP BY person_id) RIGHT JOIN ${from('ndb', 'person')} AS p USING (person_id)
      WHERE days IS DISTINCT FROM observed_until - observed_from + 1 OR first <> observed_from OR last <> observed_until`)
    expect(gaps).toBe(0)
    const claims = `${from('ndb', 'medical_claim')} AS m JOIN ${from('ndb', 'enrolment')} AS e
      ON e.person_id = m.person_id AND m.first_service_date BETWEEN e.enrolled_from AND e.enrolled_until`
    expect(await one(`SELECT count(*)::DOUBLE FROM ${claims}`)).toBe(
      await one(`SELECT count(*)::DOUBLE FROM ${from('ndb', 'medical_claim')}`),
    )
    expect(await one(`SELECT count(*)::DOUBLE FROM ${claims} WHERE e.insurer_type <> m.insurer_type`)).toBe(0)
    const wrong = await one(`
      SELECT count(*)::DOUBLE FROM ${from('ndb', 'medical_claim')} AS m JOIN ${from('ndb', 'person')} AS p USING (person_id)
      WHERE year(service_month) - birth_year <> 75 AND (m.insurer_type = '5') <> (year(service_month) - birth_year > 75)`)
    expect(wrong).toBe(0)
  })

  test('tells the age at admission, not that of the first day', async () => {
    const other = await one(`
      SELECT count(*)::DOUBLE FROM ${from('dpc', 'admission')} AS a JOIN ${from('ndb', 'person')} USING (person_id)
      WHERE abs(a.age - (year(admission_date) - birth_year)) > 1`)
    expect(other).toBe(0)
  })

  test('lets nobody be treated after death', async () => {
    const late = await one(`
      SELECT count(*)::DOUBLE FROM ${from('ndb', 'drug')} AS d JOIN ${from('ndb', 'death')} USING (person_id)
      WHERE d.dispensed_date > death_date`)
    expect(late).toBe(0)
  })

  test('has municipalities in every population tier of the disclosure rules', async () => {
    const tiers = await loader.rows(
      `SELECT DISTINCT population_tier FROM ${from('open', 'municipality')} ORDER BY 1`,
    )
    expect(tiers.flat()).toEqual(['2000-24999', '25000-plus', 'under-2000'])
  })

  test('has the dirt of real claims: repeated lines, missing values, suspected diagnoses, late registrations', async () => {
    const diagnosis = from('ndb', 'medical_diagnosis')
    expect(
      await one(
        `SELECT count(*)::DOUBLE - (SELECT count(*) FROM (SELECT DISTINCT * FROM ${diagnosis})) FROM ${diagnosis}`,
      ),
    ).toBeGreaterThan(0)
    expect(await one(`SELECT count(*)::DOUBLE FROM ${diagnosis} WHERE start_date IS NULL`)).toBeGreaterThan(0)
    expect(await one(`SELECT avg(suspected::INTEGER)::DOUBLE FROM ${diagnosis}`)).toBeGreaterThan(0.03)
    expect(
      await one(
        `SELECT count(*)::DOUBLE FROM ${from('ndb', 'death')} WHERE registered_date - death_date > 60`,
      ),
    ).toBeGreaterThan(0)
    expect(
      await one(
        `SELECT count(*)::DOUBLE FROM (SELECT person_id FROM ${from('ndb', 'enrolment')} GROUP BY 1 HAVING count(*) > 1)`,
      ),
    ).toBeGreaterThan(0)
  })

  test('keeps claims in one folder a year, each file sorted by person', async () => {
    const folders = await readdir(join(folder, 'whole', 'ndb', 'drug'))
    expect(folders.sort()).toEqual([2019, 2020, 2021, 2022, 2023, 2024].map((year) => `year=${year}`))
    const unsorted = await one(`
      SELECT count(*)::DOUBLE FROM (
        SELECT person_id < lag(person_id) OVER (PARTITION BY filename ORDER BY file_row_number) AS back
        FROM read_parquet(${literal(parquetGlob(join(folder, 'chunks'), 'ndb', 'drug'))}, filename = true, file_row_number = true))
      WHERE back`)
    expect(unsorted).toBe(0)
  })

  test('keeps the published sums of the prefectures, and the transcription of the municipalities as it is', async () => {
    const sums = (table: string) =>
      loader.rows(`
        SELECT sum(intractable)::INTEGER, sum(paediatric_chronic)::INTEGER, sum(tuberculosis)::INTEGER,
          sum(premature_infant)::INTEGER, sum(psychiatric_outpatient)::INTEGER, sum(rehabilitation)::INTEGER,
          sum(upbringing)::INTEGER, sum(children)::INTEGER, sum(disability)::INTEGER, sum(single_parent)::INTEGER,
          sum(other)::INTEGER
        FROM ${from('open', table)}`)
    expect(await sums('pmh_prefectures')).toEqual([[19, 18, 4, 0, 13, 0, 0, 0, 0, 0, 2]])
    expect(await sums('pmh_municipalities')).toEqual([[1, 9, 3, 11, 5, 18, 41, 137, 132, 122, 47]])
  })

  test('sets the printed totals of PMH beside the sums of the transcription', async () => {
    const differing = await loader.rows(`
      SELECT program, published, transcribed, difference FROM ${from('open', 'pmh_totals')}
      WHERE list = 'pmh_municipalities' AND difference <> 0 ORDER BY program`)
    expect(differing).toEqual([
      ['children', 149, 137, -12],
      ['disability', 131, 132, 1],
      ['other', 48, 47, -1],
      ['premature_infant', 15, 11, -4],
      ['psychiatric_outpatient', 1, 5, 4],
      ['rehabilitation', 33, 18, -15],
      ['single_parent', 141, 122, -19],
      ['upbringing', 33, 41, 8],
    ])
    expect(
      await one(`SELECT count(*)::DOUBLE FROM ${from('open', 'pmh_totals')}
        WHERE list = 'pmh_prefectures' AND published = transcribed`),
    ).toBe(11)
  })

  test('publishes no count under ten persons, and no count that is not rounded', async () => {
    const counts: [string, string, string][] = [
      ['ndb_drug_prefecture', 'patients', 'quantity'],
      ['ndb_drug_sex_age', 'patients', 'quantity'],
      ['ndb_procedure_prefecture', 'patients', 'times'],
      ['ndb_checkup', 'people', 'mean_bmi'],
    ]
    for (const [table, count, dependent] of counts) {
      const wrong = await one(`
        SELECT count(*)::DOUBLE FROM ${from('open', table)}
        WHERE ${count} < 10 OR ${count} % 10 <> 0 OR (${count} IS NULL AND ${dependent} IS NOT NULL)`)
      expect([table, wrong]).toEqual([table, 0])
      const hidden = await one(`SELECT count(*)::DOUBLE FROM ${from('open', table)} WHERE ${count} IS NULL`)
      expect([table, hidden > 0]).toEqual([table, true])
    }
  })

  test('publishes counts that agree with the claims to within the rounding', async () => {
    const furthest = await one(`
      SELECT max(abs(coalesce(o.patients, 0) - t.n))::DOUBLE FROM ${from('open', 'ndb_drug_prefecture')} AS o JOIN (
        SELECT (year(dispensed_date) - (month(dispensed_date) < 4)::INTEGER) AS fiscal_year, prefecture_code, drug_code,
          count(DISTINCT person_id) AS n
        FROM ${from('ndb', 'drug')} AS d JOIN ${from('ndb', 'person')} AS p USING (person_id) GROUP BY ALL) AS t
      USING (fiscal_year, prefecture_code, drug_code)`)
    expect(furthest).toBeLessThan(10)
  })

  test('is recorded last, so that an unfinished generation is known as such', async () => {
    const recorded = JSON.parse(await readFile(join(folder, 'whole', 'generated.json'), 'utf8')) as Generation
    expect(recorded.digest).toBe(whole.digest)
  })

  test.each([
    ['no persons', { persons: 0, seed: 1 }],
    ['half a person', { persons: 1.5, seed: 1 }],
    ['a seed that is no number', { persons: 10, seed: Number.NaN }],
  ])('refuses %s', async (_, { persons, seed }) => {
    await expect(
      generateNation({ loader, dataFolder: join(folder, 'bad'), openDataFolder, persons, seed }),
    ).rejects.toThrow(RangeError)
  })
})
