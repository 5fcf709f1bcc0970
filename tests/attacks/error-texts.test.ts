/**
 * DuckDB puts cell values into its messages. Each query here fails over values of persons; what the researcher is
 * told may hold words of their own text and names of the permit, and nothing else.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
/** Every name the permit shows, as one text. */
let permitText: string

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  permitText = JSON.stringify(await sato.call('permits.mine', {})).toLowerCase()
})
afterAll(() => service.stop())

const FAILING: Record<string, string> = {
  'a pseudonym cast to a number': 'SELECT CAST(person_id AS INTEGER) FROM ndb.person',
  'a pseudonym cast to a date': 'SELECT person_id::DATE FROM ndb.person',
  'a pseudonym cast to a timestamp': 'SELECT person_id::TIMESTAMP FROM ndb.person',
  'a pseudonym cast to an interval': 'SELECT person_id::INTERVAL FROM ndb.person',
  'a pseudonym cast to a UUID': 'SELECT person_id::UUID FROM ndb.person',
  'a pseudonym cast to JSON': "SELECT ('{' || person_id)::JSON FROM ndb.person",
  'a pseudonym cast to a list': 'SELECT person_id::INTEGER[] FROM ndb.person',
  'a pseudonym cast to a struct': 'SELECT person_id::STRUCT(a INTEGER) FROM ndb.person',
  'a pseudonym cast to bits': 'SELECT person_id::BIT FROM ndb.person',
  'a pseudonym cast to a decimal': 'SELECT person_id::DECIMAL(4, 1) FROM ndb.person',
  'a pseudonym parsed as a date': "SELECT strptime(person_id, '%Y-%m-%d') FROM ndb.person",
  'a pseudonym as a date part': 'SELECT date_part(person_id, current_date) FROM ndb.person',
  'a pseudonym as a time zone': 'SELECT timezone(person_id, now()) FROM ndb.person',
  'a pseudonym as a regular expression': "SELECT regexp_matches('a', '(' || person_id) FROM ndb.person",
  'a pseudonym as a format': "SELECT format('{:' || person_id || '}', 1) FROM ndb.person",
  'a pseudonym as a JSON path': "SELECT json_extract('{}', '$[' || person_id) FROM ndb.person",
  'a pseudonym as base64': "SELECT from_base64(person_id || '?') FROM ndb.person",
  'a pseudonym as a key written twice': 'SELECT map([person_id, person_id], [1, 2]) FROM ndb.person',
  'a pseudonym as a hexadecimal number': "SELECT unhex(person_id || 'x') FROM ndb.person",
  'a year too large for its type': 'SELECT (birth_year * 1000)::SMALLINT FROM ndb.person',
  'a year too large for a byte': 'SELECT birth_year::TINYINT FROM ndb.person',
  'a year too large for a decimal': 'SELECT birth_year::DECIMAL(3, 0) FROM ndb.person',
  'a product beyond a bigint': 'SELECT (birth_year::BIGINT << 40) * birth_year * birth_year FROM ndb.person',
  'a date outside the calendar': 'SELECT make_date(birth_year, 99, 99) FROM ndb.person',
  'a factorial of a year': 'SELECT factorial(birth_year::INTEGER) FROM ndb.person',
  'a root of a negative year': 'SELECT sqrt(-birth_year) FROM ndb.person',
  'a logarithm of nothing': 'SELECT ln(birth_year - birth_year) FROM ndb.person',
  'a subquery of more than one row': 'SELECT (SELECT person_id FROM ndb.person)',
  'a text as long as a year times a million':
    "SELECT sum(length(repeat('x', birth_year * 10000000))) FROM ndb.person",
  'a pseudonym cast inside a CASE that tells one person': `SELECT CASE WHEN birth_year > 1900 THEN person_id ELSE '1' END::INTEGER FROM ndb.person`,
  'a pseudonym cast inside a stored table':
    'CREATE TABLE failing AS SELECT person_id::INTEGER AS x FROM ndb.person',
  'a column that does not exist, with a pseudonym nearby':
    "SELECT nothing, person_id FROM ndb.person WHERE person_id = 'a'",
}

/** Words of a text, lower case. */
const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []

describe('an error over', () => {
  test.each(Object.entries(FAILING))('%s tells no value', async (_, sql) => {
    const view = await runToEnd(sato, sql)
    expect(['failed', 'lost', 'done']).toContain(view.state)
    const told = view.error
    const names = [...(told?.names ?? []), ...(told?.candidates ?? [])].flatMap(words)
    const own = words(sql)
    expect(names.filter((word) => !own.includes(word) && !permitText.includes(`"${word}"`))).toEqual([])
    // Pseudonyms are long hexadecimal or base-32 texts; none is in any part of the answer.
    expect(JSON.stringify(told ?? {})).not.toMatch(/[0-9a-z]{16,}/i)
  })

  test('values fails for most of these, or the claim would be empty', async () => {
    const states = await Promise.all(
      Object.values(FAILING)
        .slice(0, 8)
        .map((sql) => runToEnd(sato, sql)),
    )
    expect(states.filter(({ state }) => state === 'failed').length).toBeGreaterThan(5)
  })
})
