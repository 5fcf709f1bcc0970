/**
 * A grammar of analyses over the tables of ./persons-bench.ts: sources of persons' rows, groupings, items, and what
 * is built on top of groups. Each item says how the oracle has to judge it.
 */
import fc from 'fast-check'

/** Rows of persons: a FROM clause and the expressions that can be used over it. */
export interface RowSource {
  /** CTEs the FROM clause needs. */
  ctes: string[]
  from: string
  person: string
  keys: string[]
  numbers: string[]
  /** Rows that rest on persons of several tables: only counts and extremes are judged there. */
  pairs?: boolean
  /** Rows that stand for nobody may be among them. */
  padded?: boolean
  /** Where a row goes depends on all others, so that somebody else takes a place left empty: judged by hand. */
  ranked?: boolean
}

export type Judge =
  /** The value changes when the person goes. */
  | { by: 'change' }
  /** As change, with NULL and 0 taken for the same. */
  | { by: 'sum' }
  /** Persons with a value. */
  | { by: 'mean'; value: string; filter: string | null }
  /** Persons who hold the value shown. */
  | { by: 'holder'; value: string; filter: string | null }
  /** Persons at or beyond the value shown, on the side with fewer. */
  | { by: 'tail'; value: string; filter: string | null }
  /** Persons who hold the extreme of another expression. */
  | { by: 'extreme-of'; value: string; other: string }
  /** The least of what change says of the parts. */
  | { by: 'parts'; parts: string[] }
  /** Numerator and denominator, each by change. */
  | { by: 'rate'; parts: [string, string] }
  /** Nothing is claimed to be more than one person. */
  | { by: 'one' }

export interface QueryItem {
  sql: string
  judge: Judge
  /** DuckDB may answer with any of several values. */
  arbitrary?: boolean
}

export interface Analysis {
  source: RowSource
  keys: string[]
  grouping: 'plain' | 'all' | 'positions' | 'rollup' | 'cube' | 'sets'
  items: QueryItem[]
  where: string | null
  having: string | null
  wrap: 'none' | 'sorted' | 'subquery' | 'cte' | 'filtered' | 'union' | 'window' | 'distinct' | 'ordered'
}

const source = (parts: Partial<RowSource> & Pick<RowSource, 'from'>): RowSource => ({
  ctes: [],
  person: 'c.person_id',
  keys: ['c.ym', 'c.dx', 'c.inst'],
  numbers: ['c.cost', 'c.amount'],
  ...parts,
})

export const SOURCES: RowSource[] = [
  source({ from: 'ndb.claim c' }),
  source({ from: 'ndb.claim AS c', keys: ['c.cost % 3', 'c.ym'] }),
  source({
    from: 'ndb.person p',
    person: 'p.person_id',
    keys: ['p.sex', 'p.pref', 'p.age // 20'],
    numbers: ['p.age'],
  }),
  source({
    from: 'ndb.claim c JOIN ndb.person p ON c.person_id = p.person_id',
    keys: ['p.sex', 'c.ym', 'p.pref'],
  }),
  source({
    from: 'ndb.claim c JOIN ndb.person p USING (person_id)',
    person: 'person_id',
    keys: ['sex', 'ym', 'pref'],
    numbers: ['cost', 'age'],
  }),
  source({
    from: 'ndb.claim c NATURAL JOIN ndb.person p',
    person: 'person_id',
    keys: ['sex', 'dx'],
    numbers: ['cost'],
  }),
  source({
    from: 'ndb.claim c, ndb.person p WHERE c.person_id = p.person_id AND 1 = 1',
    keys: ['p.sex', 'c.ym'],
  }),
  source({
    from: 'ndb.person p LEFT JOIN ndb.claim c ON p.person_id = c.person_id AND c.cost > 0',
    person: 'p.person_id',
    keys: ['p.sex', 'c.ym', 'p.pref'],
  }),
  source({
    from: 'ndb.claim c RIGHT JOIN ndb.person p ON p.person_id = c.person_id',
    person: 'p.person_id',
    keys: ['p.sex', 'c.dx'],
  }),
  source({
    from: 'ndb.claim c FULL JOIN kaigo.care k ON c.person_id = k.person_id',
    person: 'coalesce(c.person_id, k.person_id)',
    keys: ['k.level', 'c.ym'],
    numbers: ['c.cost', 'k.days'],
  }),
  source({
    from: 'ndb.claim c JOIN ndb.person p USING (person_id) LEFT JOIN kaigo.care k USING (person_id)',
    keys: ['p.sex', 'k.level'],
    numbers: ['c.cost', 'k.days'],
  }),
  source({ from: 'ndb.claim c JOIN open.month m USING (ym)', keys: ['m.ym', 'c.dx'] }),
  source({
    from: 'ndb.person p JOIN open.prefecture f ON p.pref = f.pref',
    person: 'p.person_id',
    keys: ['f.name', 'p.sex'],
    numbers: ['p.age', 'f.population'],
  }),
  source({
    from: 'ndb.claim c CROSS JOIN (VALUES (1), (2)) AS v(i)',
    keys: ['v.i', 'c.ym'],
    numbers: ['c.cost', 'c.cost * v.i'],
  }),
  source({ from: 'ndb.claim c, range(1, 4) AS r(i)', keys: ['r.i % 2', 'c.ym'] }),
  source({ from: 'ndb.claim c SEMI JOIN kaigo.care k ON c.person_id = k.person_id' }),
  source({ from: 'ndb.claim c ANTI JOIN kaigo.care k USING (person_id)' }),
  source({ from: 'ndb.claim c WHERE c.person_id IN (SELECT person_id FROM kaigo.care WHERE level > 1)' }),
  source({
    from: 'ndb.claim c WHERE NOT EXISTS (SELECT 1 FROM kaigo.care k WHERE k.person_id = c.person_id AND k.days > 1)',
  }),
  source({ from: 'ndb.claim c WHERE c.ym IN (SELECT ym FROM open.month WHERE ym > 202401)' }),
  source({
    from: '(SELECT person_id, count(*) AS n, sum(cost) AS s, min(ym) AS first FROM ndb.claim GROUP BY person_id) c',
    keys: ['c.n', 'c.first'],
    numbers: ['c.s', 'c.n'],
  }),
  source({
    ctes: [
      'v AS (SELECT p.sex, count(c.cost) AS n, sum(c.cost) AS s FROM ndb.person p LEFT JOIN ndb.claim c USING (person_id) GROUP BY p.person_id, p.sex)',
    ],
    from: 'v c',
    person: 'NULL',
    keys: ['c.sex', 'c.n'],
    numbers: ['c.s'],
  }),
  source({
    from: '(SELECT *, ntile(2) OVER (ORDER BY cost, amount, dx, ym, inst, person_id) AS half FROM ndb.claim) c',
    keys: ['c.half', 'c.ym'],
    ranked: true,
  }),
  source({
    ctes: [
      't AS (SELECT person_id, sum(cost) AS s, count(*) AS n FROM ndb.claim GROUP BY person_id)',
      'r AS (SELECT *, percent_rank() OVER (ORDER BY s, person_id) AS at FROM t)',
    ],
    from: 'r c',
    keys: ['CASE WHEN c.at < 0.5 THEN 1 ELSE 2 END'],
    numbers: ['c.s', 'c.n'],
    ranked: true,
  }),
  source({
    from: 'ndb.claim c JOIN (SELECT person_id, rank() OVER (PARTITION BY sex ORDER BY age) AS place FROM ndb.person) r USING (person_id) WHERE r.place < 4',
    keys: ['c.ym', 'r.place > 2'],
    ranked: true,
  }),
  source({
    ctes: [
      'base AS (SELECT * FROM ndb.claim WHERE cost IS NOT NULL)',
      'v AS (SELECT b.*, p.sex FROM base b JOIN ndb.person p USING (person_id))',
    ],
    from: 'v c',
    keys: ['c.sex', 'c.ym'],
  }),
  source({
    ctes: [
      'r AS (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY ym, cost, amount, dx, inst) AS rn FROM ndb.claim)',
    ],
    from: 'r c WHERE c.rn = 1',
  }),
  source({ from: '(SELECT * FROM ndb.claim QUALIFY max(cost) OVER (PARTITION BY person_id) = cost) c' }),
  source({
    from: '(SELECT DISTINCT person_id, ym, dx, 1 AS cost, 2 AS amount FROM ndb.claim) c',
    keys: ['c.ym', 'c.dx'],
  }),
  source({
    from: '(SELECT person_id, cost, ym FROM ndb.claim UNION ALL SELECT person_id, days, 1 FROM kaigo.care) c',
    keys: ['c.ym'],
    numbers: ['c.cost'],
  }),
  source({
    from: '(SELECT person_id, cost, ym FROM ndb.claim UNION SELECT person_id, cost, ym FROM ndb.claim) c',
    keys: ['c.ym'],
    numbers: ['c.cost'],
  }),
  source({
    from: '(SELECT person_id FROM ndb.claim EXCEPT SELECT person_id FROM kaigo.care) c JOIN ndb.person p USING (person_id)',
    keys: ['p.sex'],
    numbers: ['p.age'],
  }),
  source({
    from: '(SELECT p.*, (SELECT sum(cost) FROM ndb.claim x WHERE x.person_id = p.person_id) AS cost FROM ndb.person p) c',
    keys: ['c.sex', 'c.pref'],
    numbers: ['c.cost', 'c.age'],
  }),
  source({ from: 'ndb.claim c, LATERAL (SELECT c.cost * 2 AS twice) l', numbers: ['l.twice', 'c.cost'] }),
  source({
    from: '(SELECT * FROM ndb.claim UNPIVOT (v FOR what IN (cost, ym))) c',
    keys: ['c.what', 'c.dx'],
    numbers: ['c.v'],
  }),
  source({
    from: 'ndb.person p JOIN ndb.person q ON p.pref = q.pref AND p.sex < q.sex',
    person: 'p.person_id',
    keys: ['p.pref'],
    numbers: ['p.age'],
    pairs: true,
  }),
  source({
    from: 'ndb.claim c WHERE (c.person_id, c.ym) IN (SELECT person_id, min(ym) FROM ndb.claim WHERE cost > 0 GROUP BY person_id)',
  }),
  source({
    from: 'ndb.claim c WHERE (c.ym, c.person_id) IN (SELECT k.level + 202400, k.person_id FROM kaigo.care k WHERE k.days > 1)',
  }),
  source({
    from: 'ndb.claim c WHERE c.person_id IN (SELECT k.person_id FROM kaigo.care k WHERE k.days > c.cost)',
  }),
  source({
    from: 'ndb.claim c WHERE c.ym = (SELECT min(x.ym) FROM ndb.claim x WHERE x.person_id = c.person_id)',
  }),
  source({
    from: 'ndb.person p WHERE EXISTS (SELECT 1 FROM ndb.claim b WHERE b.person_id = p.person_id AND NOT EXISTS (SELECT 1 FROM ndb.claim d WHERE d.person_id = p.person_id AND d.ym < b.ym AND d.cost > b.cost))',
    person: 'p.person_id',
    keys: ['p.sex', 'p.pref'],
    numbers: ['p.age'],
  }),
  source({
    from: 'ndb.person p WHERE EXISTS (SELECT 1 FROM ndb.claim b JOIN kaigo.care k ON k.days < b.cost WHERE b.person_id = p.person_id AND k.person_id = p.person_id)',
    person: 'p.person_id',
    keys: ['p.sex'],
    numbers: ['p.age'],
  }),
  source({
    from: '(SELECT DISTINCT ON (person_id) * FROM ndb.claim ORDER BY person_id, ym, cost, amount, dx, inst) c',
  }),
  source({
    from: 'ndb.person p LEFT JOIN (SELECT person_id, sum(cost) AS cost FROM ndb.claim WHERE cost > (SELECT avg(cost) FROM ndb.claim) GROUP BY person_id) c ON c.person_id = p.person_id',
    person: 'p.person_id',
    keys: ['p.sex'],
    numbers: ['p.age', 'c.cost'],
    padded: true,
  }),
  source({
    from: 'ndb.person p LEFT JOIN (SELECT pref, avg(age) AS m FROM ndb.person GROUP BY pref HAVING count(*) > 2) g ON g.pref = p.pref',
    person: 'p.person_id',
    keys: ['p.sex', 'p.pref'],
    numbers: ['p.age'],
    padded: true,
  }),
  source({ from: 'open.month m LEFT JOIN ndb.claim c ON m.ym = c.ym', keys: ['m.ym'], padded: true }),
  source({
    from: 'open.prefecture f LEFT JOIN ndb.person p USING (pref) LEFT JOIN ndb.claim c ON c.person_id = p.person_id',
    person: 'p.person_id',
    keys: ['f.name'],
    padded: true,
  }),
]

const CONDITIONS = (numbers: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...numbers.flatMap((x) => [`${x} > 0`, `${x} IS NOT NULL`, `${x} BETWEEN 0 AND 10`, `${x} = 0`]),
  )

/** Persons who have a value, whoever else's would come in its place. */
function byHand(item: QueryItem, otherwise: string): QueryItem {
  if ('value' in item.judge) return item
  const [, x = null, filter = null] =
    /^(?:count|sum)\(([\w.*]+)\)(?: FILTER \(WHERE (.*)\))?$/.exec(item.sql) ?? []
  if (x === null) return byHand({ ...item, sql: `sum(${otherwise})` }, otherwise)
  return { ...item, judge: { by: 'mean', value: x === '*' ? '1' : x, filter } }
}

function itemOf({ person, numbers, ranked = false }: RowSource): fc.Arbitrary<QueryItem> {
  const change = (sql: string): QueryItem => ({ sql, judge: { by: 'change' } })
  const number = fc.constantFrom(...numbers)
  const filter = fc.option(CONDITIONS(numbers), { nil: null, freq: 2 })
  const filtered = (condition: string | null): string =>
    condition === null ? '' : ` FILTER (WHERE ${condition})`
  const named =
    person === 'NULL'
      ? []
      : [fc.tuple(filter).map(([f]) => change(`count(DISTINCT ${person})${filtered(f)}`))]
  const any = fc.oneof(
    filter.map((f) => change(`count(*)${filtered(f)}`)),
    fc.tuple(number, filter).map(([x, f]) => change(`count(${x})${filtered(f)}`)),
    ...named,
    number.map((x) => change(`count(DISTINCT ${x})`)),
    fc
      .tuple(number, filter)
      .map(([x, f]): QueryItem => ({ sql: `sum(${x})${filtered(f)}`, judge: { by: 'sum' } })),
    fc.tuple(number, fc.constantFrom(...numbers)).map(
      ([x, y]): QueryItem => ({
        sql: `sum(CASE WHEN ${x} > 0 THEN ${y} ELSE 0 END)`,
        judge: { by: 'sum' },
      }),
    ),
    fc.tuple(number, fc.constantFrom(...numbers)).map(([x, y]): QueryItem => {
      const sql = `sum(CASE WHEN ${x} > 3 THEN ${y} ELSE 7 END)`
      return { sql, judge: { by: 'parts', parts: [sql] } }
    }),
    fc.tuple(number, filter).map(
      ([x, f]): QueryItem => ({
        sql: `avg(${x})${filtered(f)}`,
        judge: { by: 'mean', value: x, filter: f },
      }),
    ),
    fc
      .tuple(fc.constantFrom('stddev', 'var_pop', 'sem'), number)
      .map(
        ([name, x]): QueryItem => ({ sql: `${name}(${x})`, judge: { by: 'mean', value: x, filter: null } }),
      ),
    fc.tuple(fc.constantFrom('min', 'max'), number, filter).map(
      ([name, x, f]): QueryItem => ({
        sql: `${name}(${x})${filtered(f)}`,
        judge: { by: 'holder', value: x, filter: f },
      }),
    ),
    fc.tuple(fc.constantFrom('any_value', 'first', 'mode', 'last'), number).map(
      ([name, x]): QueryItem => ({
        sql: `${name}(${x})`,
        arbitrary: true,
        judge: { by: 'holder', value: x, filter: null },
      }),
    ),
    fc
      .tuple(
        fc.constantFrom('median({})', 'quantile_disc({}, 0.9)', 'quantile_cont({}, 0.25)'),
        number,
        filter,
      )
      .map(
        ([shape, x, f]): QueryItem => ({
          sql: `${shape.replace('{}', x)}${filtered(f)}`,
          judge: { by: 'tail', value: x, filter: f },
        }),
      ),
    fc.tuple(fc.constantFrom('arg_max', 'max_by'), number, number).map(
      ([name, x, y]): QueryItem => ({
        sql: `${name}(${x}, ${y})`,
        judge: { by: 'extreme-of', value: x, other: y },
        arbitrary: true,
      }),
    ),
    number.map((x): QueryItem => ({ sql: `list(${x} ORDER BY ${x})`, judge: { by: 'one' } })),
    /* Built from several aggregates. */
    fc.tuple(number, filter).map(([x, f]): QueryItem => change(`count(*) - count(${x})${filtered(f)}`)),
    number.map(
      (x): QueryItem => ({
        sql: `count(*) > count(${x})`,
        judge: { by: 'parts', parts: [`count(*) - count(${x})`] },
      }),
    ),
    fc.tuple(number, filter).map(
      ([x, f]): QueryItem => ({
        sql: `sum(${x}) - coalesce(sum(${x})${filtered(f)}, 0)`,
        judge: { by: 'sum' },
      }),
    ),
    CONDITIONS(numbers).map((f): QueryItem => {
      const [a, b] = [`count(*)${filtered(f)}`, 'count(*)']
      return { sql: `round(100.0 * ${a} / ${b}, 1)`, judge: { by: 'rate', parts: [a, b] } }
    }),
    number.map(
      (x): QueryItem => ({
        sql: `sum(${x}) / nullif(count(${x}), 0)`,
        judge: { by: 'rate', parts: [`coalesce(sum(${x}), 0)`, `count(${x})`] },
      }),
    ),
    number.map(
      (x): QueryItem => ({
        sql: `CASE WHEN count(*) >= 3 THEN count(${x}) END`,
        judge: { by: 'parts', parts: ['count(*)', `count(${x})`] },
      }),
    ),
    number.map(
      (x): QueryItem => ({
        sql: `coalesce(round(sum(${x})), 0)`,
        judge: { by: 'parts', parts: [`coalesce(sum(${x}), 0)`] },
      }),
    ),
  )
  return ranked ? any.map((item) => byHand(item, numbers[0]!)) : any
}

export const analysis: fc.Arbitrary<Analysis> = fc.constantFrom(...SOURCES).chain((from) =>
  fc
    .record({
      source: fc.constant(from),
      keys: fc.subarray(from.keys, { maxLength: Math.min(2, from.keys.length) }),
      grouping: fc.constantFrom('plain', 'plain', 'all', 'positions', 'rollup', 'cube', 'sets'),
      items: fc.array(itemOf(from), { minLength: 1, maxLength: 3 }),
      where: fc.option(CONDITIONS(from.numbers), { nil: null, freq: 2 }),
      having: fc.option(fc.constantFrom('count(*) >= 2', `sum(${from.numbers[0]}) > 0`), {
        nil: null,
        freq: 4,
      }),
      wrap: fc.constantFrom(
        'none',
        'none',
        'none',
        'subquery',
        'sorted',
        'cte',
        'filtered',
        'union',
        'window',
        'distinct',
        'ordered',
      ),
    })
    .map((made): Analysis => (made.keys.length === 0 ? { ...made, grouping: 'plain' } : (made as Analysis)))
    // Which rows a condition leaves on a value DuckDB may choose freely differs from run to run.
    .map((made) => (made.wrap === 'filtered' && made.items[0]?.arbitrary ? { ...made, wrap: 'none' } : made)),
)

const GROUPED: ReadonlySet<string> = new Set(['rollup', 'cube', 'sets'])

/** One line for each group: its keys, which of them are rolled up, then the items. */
export function groupsSql(given: Analysis, items: string[]): string {
  const { source: from, keys, grouping, where, having } = given
  const keyItems = keys.map((key, index) => `${key} AS k${index}`)
  const marks = GROUPED.has(grouping) ? keys.map((key, index) => `grouping(${key}) AS g${index}`) : []
  const list = [...keyItems, ...marks, ...items.map((item, index) => `${item} AS v${index}`)]
  const by = keys.join(', ')
  const group = {
    plain: by === '' ? '' : `GROUP BY ${by}`,
    all: 'GROUP BY ALL',
    positions: `GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`,
    rollup: `GROUP BY ROLLUP (${by})`,
    cube: `GROUP BY CUBE (${by})`,
    sets: `GROUP BY GROUPING SETS ((${by}), (${keys.slice(1).join(', ')}))`,
  }[grouping]
  return [
    `SELECT ${list.join(', ')} FROM ${rowsOf(given)}`,
    where === null
      ? ''
      : `${from.from.includes(' WHERE ') && !from.from.startsWith('(') ? 'AND' : 'WHERE'} ${where}`,
    group,
    having === null ? '' : `HAVING ${having}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

const rowsOf = ({ source: from }: Analysis): string => from.from

const withCtes = (ctes: string[], sql: string): string =>
  ctes.length === 0 ? sql : `WITH ${ctes.join(', ')} ${sql}`

/** Number of columns before the items. */
export const keyColumns = ({ keys, grouping }: Analysis): number =>
  keys.length * (GROUPED.has(grouping) ? 2 : 1)

/** The whole query, as a researcher might write it. */
export function querySql(given: Analysis, items: string[]): string {
  const inner = groupsSql(given, items)
  const { ctes } = given.source
  switch (given.wrap) {
    case 'none':
      return withCtes(ctes, inner)
    case 'ordered':
      return withCtes(
        ctes,
        `${inner} ORDER BY ${keyColumns(given) + 1} DESC NULLS LAST, count(*), ALL`.replace(', ALL', ''),
      )
    case 'subquery':
      return withCtes(ctes, `SELECT * FROM (${inner}) AS t`)
    case 'sorted':
      return withCtes(ctes, `SELECT * FROM (${inner} ORDER BY v0 DESC) AS t`)
    case 'cte':
      return withCtes([...ctes, `g AS (${inner})`], 'SELECT g.* FROM g')
    case 'filtered':
      return withCtes([...ctes, `g AS (${inner})`], 'FROM g WHERE v0 IS NOT NULL')
    case 'union':
      return withCtes(ctes, `SELECT 1 AS half, * FROM (${inner}) UNION ALL SELECT 2, * FROM (${inner})`)
    case 'window':
      return withCtes([...ctes, `g AS (${inner})`], 'SELECT *, count(*) OVER () AS groups FROM g')
    case 'distinct':
      return withCtes(ctes, `SELECT DISTINCT * FROM (${inner})`)
  }
}

/** Persons' rows behind the groups, for judging means and extremes by hand. */
export function rawSql(given: Analysis, expressions: string[]): string {
  const { source: from, where } = given
  const list = [`${from.person} AS person`, ...given.keys, ...expressions].map(
    (item, index) => `${item.replace(/ AS person$/, '')} AS r${index}`,
  )
  const condition =
    where === null
      ? ''
      : `${from.from.includes(' WHERE ') && !from.from.startsWith('(') ? 'AND' : 'WHERE'} ${where}`
  return withCtes(from.ctes, `SELECT ${list.join(', ')} FROM ${from.from} ${condition}`)
}
