/** Arbitrary SQL, some of it allowed and some not, mixed so that the forbidden hides in every corner. */
import fc from 'fast-check'

const oneOf = (...texts: string[]) => fc.constantFrom(...texts)

const good = oneOf(
  'lower',
  'sum',
  'count',
  'abs',
  'list_transform',
  'coalesce',
  'date_trunc',
  'list_aggregate',
  'md5',
)
const bad = oneOf(
  'read_text',
  'getenv',
  'query',
  'current_setting',
  'error',
  'nextval',
  'version',
  'stats',
  'pg_sleep',
  'json_execute_serialized_sql',
  'duckdb_settings',
)
const column = oneOf(
  'person_id',
  'sex',
  'birth_year',
  'p.sex',
  'ndb.person.sex',
  'rowid',
  '__vw_rows',
  '"a b"',
  'x',
  'user',
)
const permitted = oneOf(
  'ndb.person',
  'ndb.medical_claim',
  'municipality',
  'kaigo.person',
  'extract.ndb.person',
  'w',
  'a',
)
const foreign = oneOf(
  "'x.csv'",
  '"/etc/passwd"',
  'pg_class',
  'information_schema.tables',
  'duckdb_tables',
  'dpc.admission',
  'memory.main.t',
  'recurring.a',
  "'s3://b/x.parquet'",
)
const literal = oneOf(
  '1',
  '1.5',
  '1e10',
  "'a'",
  "'it''s'",
  'NULL',
  'true',
  '$$x$$',
  "e'\\n'",
  '9007199254740993',
  '[1, 2]',
  "{'a': 1}",
)
const type = oneOf(
  'INTEGER',
  'VARCHAR',
  'DATE',
  'regclass',
  'DECIMAL(10,2)',
  'STRUCT(a INT)',
  "ENUM('a')",
  'ndb.mood',
)
const glue = oneOf(' ', '\n', '/**/', ' /* x /* y */ */ ', ' -- z\n')

/** Mostly what is allowed, now and then what is not. */
const mostly = (usual: fc.Arbitrary<string>, rare: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: rare })

export const { query, statement } = fc.letrec<Record<string, string>>((tie) => {
  const expression = tie('expression') as fc.Arbitrary<string>
  const table = tie('table') as fc.Arbitrary<string>
  const query = tie('query') as fc.Arbitrary<string>
  const items = fc.array(expression, { minLength: 1, maxLength: 3 }).map((list) => list.join(', '))
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      column,
      literal,
      fc
        .tuple(mostly(good, bad), fc.array(expression, { maxLength: 2 }))
        .map(([f, list]) => `${f}(${list.join(', ')})`),
      fc
        .tuple(expression, oneOf('+', '||', '=', '<', 'AND', 'LIKE', '->>', 'IN', '//'), expression)
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(expression, type).map(([e, t]) => `CAST(${e} AS ${t})`),
      fc.tuple(expression, mostly(good, bad)).map(([e, f]) => `(${e}).${f}()`),
      query.map((q) => `(${q})`),
      query.map((q) => `EXISTS (${q})`),
      fc.tuple(expression, expression).map(([a, b]) => `CASE WHEN ${a} THEN ${b} ELSE NULL END`),
      fc
        .tuple(mostly(good, bad), expression)
        .map(([f, e]) => `${f}(${e}) OVER (PARTITION BY ${e} ORDER BY 1)`),
      expression.map((e) => `list_transform([1], x -> ${e})`),
      oneOf(
        '*',
        'COLUMNS(*)',
        "COLUMNS('.*')",
        '* EXCLUDE (sex)',
        '* REPLACE (1 AS sex)',
        'p.*',
        '#1',
        '?',
        '$1',
      ),
    ),
    table: fc.oneof(
      { maxDepth: 3 },
      permitted,
      mostly(permitted, foreign),
      fc.tuple(query, oneOf('s', 'a', 'ndb')).map(([q, as]) => `(${q}) AS ${as}`),
      fc
        .tuple(mostly(oneOf('range', 'unnest', 'generate_series'), bad), expression)
        .map(([f, e]) => `${f}(${e})`),
      fc
        .tuple(table, oneOf('JOIN', 'LEFT JOIN', 'ASOF JOIN', 'SEMI JOIN'), table, expression)
        .map(([a, j, b, on]) => `${a} ${j} ${b} ON ${on}`),
      fc.tuple(table, table).map(([a, b]) => `${a}, LATERAL (SELECT * FROM ${b})`),
      table.map((t) => `${t} AT (VERSION => 1)`),
      table.map((t) => `(PIVOT ${t} ON sex IN ('F') USING count(*))`),
      table.map((t) => `(DESCRIBE FROM ${t})`),
    ),
    query: fc.oneof(
      { maxDepth: 4 },
      items.map((list) => `SELECT ${list}`),
      fc.tuple(items, table, glue).map(([list, from, gap]) => `SELECT${gap}${list}${gap}FROM ${from}`),
      fc
        .tuple(items, table, expression)
        .map(([list, from, where]) => `SELECT ${list} FROM ${from} WHERE ${where}`),
      fc.tuple(items, table).map(([list, from]) => `SELECT ${list} FROM ${from} GROUP BY ALL`),
      fc
        .tuple(query, oneOf('UNION ALL', 'EXCEPT', 'INTERSECT', 'UNION BY NAME'), query)
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
      fc
        .tuple(oneOf('a', 'w', '"x.csv"', 'municipality'), query, query)
        .map(([n, a, b]) => `WITH ${n} AS (${a}) ${b}`),
      fc.tuple(query, query).map(([a, b]) => `WITH RECURSIVE a AS (${a} UNION ALL ${b}) SELECT * FROM a`),
      fc.tuple(table, expression).map(([t, e]) => `FROM ${t} ORDER BY ${e} LIMIT 3`),
      fc.tuple(items).map(([list]) => `VALUES (${list})`),
    ),
    statement: fc.oneof(
      { weight: 8, arbitrary: query },
      { weight: 1, arbitrary: query.map((q) => `CREATE OR REPLACE TABLE made AS ${q}`) },
      { weight: 1, arbitrary: query.map((q) => `CREATE VIEW made AS ${q}`) },
      { weight: 1, arbitrary: query.map((q) => `INSERT INTO w ${q}`) },
      { weight: 1, arbitrary: query.map((q) => `EXPLAIN ${q}`) },
      { weight: 1, arbitrary: expression.map((e) => `CREATE MACRO made(x) AS ${e}`) },
      { weight: 1, arbitrary: query.map((q) => `SUMMARIZE ${q}`) },
      { weight: 1, arbitrary: fc.tuple(query, query).map(([a, b]) => `${a}; ${b}`) },
    ),
  }
}) as { query: fc.Arbitrary<string>; statement: fc.Arbitrary<string> }

/** A text with a few letters taken out, doubled, swapped, or replaced by something that parsers trip over. */
export const mutationOf = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.constantFrom(...texts),
      fc.array(
        fc.tuple(
          fc.nat(),
          oneOf(
            '',
            "'",
            '"',
            ';',
            '--',
            '/*',
            '*/',
            '$$',
            '\\',
            '(',
            ')',
            ' ',
            '\u00a0',
            '\u200b',
            '.',
            ',',
            '::',
            'ѕ',
            '\n',
            '`',
            '\0',
          ),
          fc.nat({ max: 3 }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      fc.boolean(),
    )
    .map(([text, other, changes, spliced]) => {
      const cut = changes[0]?.[0] ?? 0
      const start = spliced
        ? text.slice(0, cut % (text.length + 1)) + other.slice(cut % (other.length + 1))
        : text
      return changes.reduce((made, [place, put, gone]) => {
        const at = place % (made.length + 1)
        return made.slice(0, at) + put + made.slice(at + gone)
      }, start)
    })
