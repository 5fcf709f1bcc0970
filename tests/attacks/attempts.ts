/**
 * Attempts on the sandbox by SQL, each with a name. Tried against policy alone with a real DuckDB behind
 * (./policy-attempts.test.ts), and the same table over HTTP against a running environment.
 *
 * More than 400 lines: one table, and a reader wants to see what is covered in one place.
 */
import type { RefusalCode } from '../../shared/model/refusals.ts'

export interface Attempt {
  area: string
  name: string
  /** Run first, each must pass. */
  before: string[]
  sql: string
  /** The refusal it must meet, or the rows that show it did nothing but what it may. */
  expect: { refused: RefusalCode } | { rows: unknown[][] }
}

const attempts: Attempt[] = []

/** Attempts of an area that all meet the same refusal. */
function refused(area: string, code: RefusalCode, list: Record<string, string>): void {
  for (const [name, sql] of Object.entries(list)) {
    attempts.push({ area, name, before: [], sql, expect: { refused: code } })
  }
}

/** Attempts that run, and whose answer shows that nothing came of it. */
function harmless(
  area: string,
  list: Record<string, { before?: string[]; sql: string; rows: unknown[][] }>,
): void {
  for (const [name, { before = [], sql, rows }] of Object.entries(list)) {
    attempts.push({ area, name, before, sql, expect: { rows } })
  }
}

/** Attempts that need something in the workspace first. */
function refusedAfter(
  area: string,
  list: Record<string, { before: string[]; sql: string; code: RefusalCode }>,
): void {
  for (const [name, { before, sql, code }] of Object.entries(list)) {
    attempts.push({ area, name, before, sql, expect: { refused: code } })
  }
}

refused('files by name', 'table-not-permitted', {
  'a CSV file in FROM': `SELECT * FROM 'file.csv'`,
  'a Parquet file in FROM-first form': `FROM 'data.parquet'`,
  'a system file as a quoted name': `SELECT * FROM "/etc/passwd"`,
  'a system file as a text': `SELECT * FROM '/etc/passwd'`,
  'the process environment as a file': `SELECT * FROM '/proc/self/environ'`,
  'a JSON file with a schema in front': `SELECT * FROM main."x.json"`,
  'a glob of all Parquet files': `FROM '**/*.parquet'`,
  'a file with a file: address': `SELECT * FROM 'file:///etc/hosts'`,
  'a database file': `SELECT * FROM 'workspace.duckdb'`,
  'a file in a join': `SELECT * FROM ndb.person JOIN 'x.csv' USING (person_id)`,
  'a file in a scalar subquery': `SELECT (SELECT count(*) FROM 'x.csv')`,
  'a file in an EXISTS': `SELECT 1 WHERE EXISTS (FROM '/etc/passwd')`,
  'a file inside a CTE': `WITH a AS (FROM 'x.csv') SELECT 1 FROM a`,
  'a file inside a CTE that nobody reads': `WITH a AS (FROM 'x.csv') SELECT 1`,
  'a file in the second half of a UNION': `SELECT 1 UNION ALL SELECT * FROM 'x.csv'`,
  'a file below ORDER BY': `SELECT 1 ORDER BY (SELECT 1 FROM 'x.csv')`,
  'a file below LIMIT': `SELECT 1 LIMIT (SELECT 1 FROM 'x.csv')`,
  'a file in a FILTER': `SELECT count(*) FILTER (WHERE EXISTS (FROM 'x.csv')) FROM ndb.person`,
  'a file in a window frame': `SELECT sum(1) OVER (ORDER BY 1 ROWS BETWEEN (SELECT 1 FROM 'x.csv') PRECEDING AND CURRENT ROW)`,
  'a file in a CASE': `SELECT CASE WHEN true THEN 1 ELSE (SELECT 1 FROM 'x.csv') END`,
  'a file in DESCRIBE': `DESCRIBE 'x.csv'`,
  'a file in SUMMARIZE': `SUMMARIZE 'x.csv'`,
  'a file under PIVOT': `PIVOT 'x.csv' ON a IN (1) USING count(*)`,
  'a file under UNPIVOT': `UNPIVOT 'x.csv' ON a INTO NAME n VALUE v`,
  'a file in a lateral join': `SELECT * FROM ndb.person p, LATERAL (SELECT * FROM 'x.csv' WHERE p.sex = 'F')`,
  'a file by TABLE': `TABLE 'x.csv'`,
  'a compressed file': `FROM 'x.csv.gz'`,
})

refused('network by name', 'table-not-permitted', {
  'an https address': `SELECT * FROM 'https://example.org/x.parquet'`,
  'an S3 bucket': `FROM 's3://bucket/x.parquet'`,
  'a Hugging Face address': `FROM 'hf://datasets/a/b.parquet'`,
  'an Azure container': `FROM 'az://container/x.csv'`,
  'a Google bucket': `FROM 'gs://bucket/x.csv'`,
})

refused('files by function', 'function-not-permitted', {
  read_csv: `SELECT * FROM read_csv('/etc/passwd')`,
  'read_csv with options': `SELECT * FROM read_csv('/etc/passwd', header = false, sep = ':')`,
  read_csv_auto: `FROM read_csv_auto('x.csv')`,
  read_parquet: `FROM read_parquet('x.parquet')`,
  'read_parquet of a list': `FROM read_parquet(['a.parquet', 'b.parquet'])`,
  parquet_scan: `FROM parquet_scan('x.parquet')`,
  parquet_metadata: `FROM parquet_metadata('x.parquet')`,
  parquet_schema: `FROM parquet_schema('x.parquet')`,
  parquet_file_metadata: `FROM parquet_file_metadata('x.parquet')`,
  parquet_kv_metadata: `FROM parquet_kv_metadata('x.parquet')`,
  parquet_bloom_probe: `FROM parquet_bloom_probe('x.parquet', 'a', 1)`,
  read_json: `FROM read_json('x.json')`,
  read_json_auto: `FROM read_json_auto('x.json')`,
  read_json_objects: `FROM read_json_objects('x.json')`,
  read_ndjson: `FROM read_ndjson('x.json')`,
  read_text: `SELECT content FROM read_text('/etc/hostname')`,
  read_blob: `FROM read_blob('/proc/self/environ')`,
  read_duckdb: `FROM read_duckdb('workspace.duckdb', table_name = 'x')`,
  glob: `FROM glob('/**')`,
  sniff_csv: `FROM sniff_csv('/etc/passwd')`,
  seq_scan: `FROM seq_scan('x')`,
  arrow_scan: `FROM arrow_scan(1, 2, 3)`,
  'read_csv as a value': `SELECT read_csv('/etc/passwd')`,
  'read_text below a subquery in SELECT': `SELECT (SELECT content FROM read_text('/etc/passwd'))`,
  'read_text in capitals': `FROM READ_TEXT('/etc/passwd')`,
  'read_text as a quoted name': `FROM "read_text"('/etc/passwd')`,
  'read_text with a schema': `FROM main.read_text('/etc/passwd')`,
  'read_text with catalog and schema': `FROM system.main.read_text('/etc/passwd')`,
  'read_text beside a comment': `FROM read_text/* harmless */('/etc/passwd')`,
  'read_text in a lateral join': `SELECT * FROM ndb.person p, read_text(p.sex)`,
  'read_text with its name in Unicode escapes': `FROM "re\u0061d_text"('/etc/passwd')`,
})

refused('environment and settings', 'function-not-permitted', {
  'columns named by the JSON of a structure': `SELECT unnest(from_json('{}', '{"__vw_rows1": "INTEGER"}'))`,
  'columns named by the JSON of a transformation': `SELECT unnest(json_transform('{}', '{"\\u005f_vw_rows1": "INTEGER"}'))`,
  getenv: `SELECT getenv('HOME')`,
  'getenv as a method': `SELECT ('HOME').getenv()`,
  'getenv as a method of a column': `SELECT sex.getenv() FROM ndb.person`,
  current_setting: `SELECT current_setting('memory_limit')`,
  'current_setting in a WHERE': `SELECT 1 WHERE current_setting('temp_directory') LIKE '/%'`,
  duckdb_settings: `FROM duckdb_settings()`,
  getvariable: `SELECT getvariable('x')`,
  version: `SELECT version()`,
  pragma_version: `FROM pragma_version()`,
  pragma_platform: `FROM pragma_platform()`,
  pragma_user_agent: `FROM pragma_user_agent()`,
  duckdb_extensions: `FROM duckdb_extensions()`,
  duckdb_secrets: `FROM duckdb_secrets()`,
  which_secret: `FROM which_secret('s3://x', 's3')`,
  duckdb_memory: `FROM duckdb_memory()`,
  duckdb_temporary_files: `FROM duckdb_temporary_files()`,
  'enable_logging as a table': `FROM enable_logging('QueryLog')`,
  'enable_profiling as a table': `FROM enable_profiling()`,
  duckdb_logs: `FROM duckdb_logs()`,
  duckdb_logs_parsed: `FROM duckdb_logs_parsed('QueryLog')`,
  write_log: `SELECT write_log('x')`,
  icu_calendar_names: `FROM icu_calendar_names()`,
  pg_timezone_names: `FROM pg_timezone_names()`,
})

refused('hidden columns by place', 'function-not-permitted', {
  'a third column of a grouping of two': `SELECT #3 FROM (SELECT sex, count(*) FROM ndb.person GROUP BY sex)`,
  'the share of the largest contributor beside a sum': `SELECT #1, #2, #4 FROM (SELECT sex, sum(birth_year) FROM ndb.person GROUP BY sex)`,
  'a place inside a function': `SELECT abs(#2) FROM (SELECT sex, count(*) FROM ndb.person GROUP BY sex)`,
  'a place in ORDER BY': `SELECT sex FROM ndb.person ORDER BY #2`,
  'a place in GROUP BY': `SELECT count(*) FROM (SELECT sex FROM ndb.person) GROUP BY #1`,
  'a place in a condition': `SELECT sex FROM (SELECT sex FROM ndb.person) WHERE #2 IS NOT NULL`,
  'a place in a window': `SELECT row_number() OVER (ORDER BY #3) FROM (SELECT sex, count(*) FROM ndb.person GROUP BY sex)`,
})

refused('catalog introspection', 'function-not-permitted', {
  duckdb_tables: `FROM duckdb_tables()`,
  duckdb_columns: `FROM duckdb_columns()`,
  duckdb_views: `SELECT sql FROM duckdb_views()`,
  duckdb_databases: `SELECT path FROM duckdb_databases()`,
  duckdb_schemas: `FROM duckdb_schemas()`,
  duckdb_functions: `FROM duckdb_functions()`,
  duckdb_constraints: `FROM duckdb_constraints()`,
  duckdb_indexes: `FROM duckdb_indexes()`,
  duckdb_sequences: `FROM duckdb_sequences()`,
  duckdb_types: `FROM duckdb_types()`,
  duckdb_dependencies: `FROM duckdb_dependencies()`,
  duckdb_prepared_statements: `FROM duckdb_prepared_statements()`,
  duckdb_variables: `FROM duckdb_variables()`,
  duckdb_table_sample: `FROM duckdb_table_sample('person')`,
  pragma_storage_info: `FROM pragma_storage_info('person')`,
  pragma_table_info: `FROM pragma_table_info('person')`,
  pragma_show: `FROM pragma_show('person')`,
  pragma_database_size: `FROM pragma_database_size()`,
  pragma_metadata_info: `FROM pragma_metadata_info()`,
  'statistics of a column': `SELECT stats(birth_year) FROM ndb.person`,
  'the storage form of a vector': `SELECT vector_type(birth_year) FROM ndb.person`,
  current_database: `SELECT current_database()`,
  current_schemas: `SELECT current_schemas(true)`,
  'current_catalog as a word': `SELECT current_catalog`,
  'current_schema as a word': `SELECT current_schema`,
  'session_user as a word': `SELECT session_user`,
  in_search_path: `SELECT in_search_path('a', 'b')`,
  pg_get_viewdef: `SELECT pg_get_viewdef(1)`,
  obj_description: `SELECT obj_description(1, 'x')`,
  has_table_privilege: `SELECT has_table_privilege('person', 'select')`,
  'format_type through pg_catalog': `SELECT pg_catalog.format_type(1, 2)`,
  current_query: `SELECT current_query()`,
  current_connection_id: `SELECT current_connection_id()`,
  txid_current: `SELECT txid_current()`,
  get_block_size: `SELECT get_block_size('extract')`,
})

refused('catalog by name', 'table-not-permitted', {
  'information_schema.tables': `FROM information_schema.tables`,
  'information_schema.columns of the extract': `FROM extract.information_schema.columns`,
  'pg_catalog.pg_class': `FROM pg_catalog.pg_class`,
  'pg_class without a schema': `FROM pg_class`,
  sqlite_master: `FROM sqlite_master`,
  'sqlite_master of the extract': `FROM extract.main.sqlite_master`,
  'duckdb_tables as a view': `FROM duckdb_tables`,
  'duckdb_settings as a view': `FROM duckdb_settings`,
  'duckdb_logs as a view': `FROM duckdb_logs`,
  'pragma_database_list as a view': `FROM pragma_database_list`,
  'the system catalog': `FROM system.main.duckdb_columns`,
  'the temp catalog': `FROM temp.main.x`,
  'the memory catalog': `FROM memory.main.x`,
  'a table of another permit': `FROM dpc.admission`,
  'a table of the permit under another catalog': `FROM other.ndb.person`,
  'a table of the permit in another schema': `FROM kaigo.medical_claim`,
  'an ambiguous bare name': `FROM person`,
  'the extract without a schema': `FROM extract.person`,
  'a table of no schema in the workspace': `FROM work.main.nothing`,
  'DESCRIBE of a table of another permit': `DESCRIBE dpc.admission`,
})

refused('hidden SQL', 'function-not-permitted', {
  query: `FROM query('SELECT 1')`,
  'query of a file': `FROM query('SELECT * FROM read_text(''/etc/passwd'')')`,
  query_table: `FROM query_table('ndb.person')`,
  'query_table of a list': `FROM query_table(['person'])`,
  json_execute_serialized_sql: `FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))`,
  json_serialize_sql: `SELECT json_serialize_sql('SELECT 1')`,
  json_deserialize_sql: `SELECT json_deserialize_sql('{}')`,
  json_serialize_plan: `SELECT json_serialize_plan('SELECT 1')`,
  sql_auto_complete: `FROM sql_auto_complete('SEL')`,
  'a table macro of the engine that runs a name': `FROM histogram_values('extract.ndb.person', 'sex')`,
  'histogram as a table macro': `FROM histogram('extract.ndb.person', 'sex')`,
  'an aggregate by a computed name': `SELECT list_aggregate([1, 2], 'su' || 'm')`,
  'a function by name that is no aggregate': `SELECT list_aggregate([1, 2], 'read_text')`,
  'an aggregate by the name in a column': `SELECT list_aggregate([1], sex) FROM ndb.person`,
  check_peg_parser: `FROM check_peg_parser('SELECT 1')`,
})

refused('statements', 'statement-not-permitted', {
  ATTACH: `ATTACH 'x.duckdb' AS x`,
  'ATTACH of the extract for writing': `ATTACH 'extract.duckdb' AS e (READ_WRITE)`,
  'ATTACH in memory': `ATTACH ':memory:' AS m`,
  DETACH: `DETACH extract`,
  'COPY TO': `COPY ndb.person TO 'out.csv'`,
  'COPY of a query': `COPY (SELECT * FROM ndb.person) TO '/tmp/out.parquet' (FORMAT parquet)`,
  'COPY to the write-ahead log': `COPY (SELECT 1) TO 'workspace.duckdb.wal'`,
  'COPY FROM': `COPY ndb.person FROM 'in.csv'`,
  'COPY FROM DATABASE': `COPY FROM DATABASE extract TO work`,
  'EXPORT DATABASE': `EXPORT DATABASE '/tmp/out'`,
  'IMPORT DATABASE': `IMPORT DATABASE '/tmp/in'`,
  INSTALL: `INSTALL httpfs`,
  'INSTALL from an address': `INSTALL x FROM 'https://example.org'`,
  LOAD: `LOAD httpfs`,
  'LOAD of a file': `LOAD '/tmp/evil.duckdb_extension'`,
  SET: `SET memory_limit = '100GB'`,
  'SET GLOBAL': `SET GLOBAL enable_external_access = true`,
  'SET before a SELECT': `SET threads = 1; SELECT 1`,
  RESET: `RESET memory_limit`,
  'SET VARIABLE': `SET VARIABLE x = 1`,
  'PRAGMA version': `PRAGMA version`,
  'PRAGMA database_list': `PRAGMA database_list`,
  'PRAGMA enable_profiling': `PRAGMA enable_profiling`,
  'PRAGMA with a value': `PRAGMA memory_limit = '1GB'`,
  'CALL pragma_version': `CALL pragma_version()`,
  'CALL enable_logging': `CALL enable_logging(storage = 'file')`,
  'CALL checkpoint': `CALL force_checkpoint()`,
  CHECKPOINT: `CHECKPOINT`,
  VACUUM: `VACUUM`,
  ANALYZE: `ANALYZE`,
  USE: `USE extract.ndb`,
  PREPARE: `PREPARE p AS SELECT 1`,
  EXECUTE: `EXECUTE p`,
  DEALLOCATE: `DEALLOCATE p`,
  'COMMENT ON': `COMMENT ON TABLE ndb.person IS 'x'`,
  BEGIN: `BEGIN TRANSACTION`,
  COMMIT: `COMMIT`,
  ROLLBACK: `ROLLBACK`,
  UPDATE: `UPDATE ndb.person SET sex = 'F'`,
  DELETE: `DELETE FROM ndb.person`,
  TRUNCATE: `TRUNCATE ndb.person`,
  MERGE: `MERGE INTO ndb.person USING ndb.person AS s ON true WHEN MATCHED THEN DELETE`,
  'ALTER TABLE': `ALTER TABLE ndb.person RENAME TO p`,
  'ALTER DATABASE': `ALTER DATABASE work SET ALIAS TO w`,
  'CREATE SECRET': `CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')`,
  'CREATE SCHEMA': `CREATE SCHEMA work.x`,
  'CREATE SEQUENCE': `CREATE SEQUENCE s`,
  'CREATE TYPE': `CREATE TYPE t AS ENUM ('a')`,
  'CREATE TYPE from data': `CREATE TYPE t AS ENUM (SELECT sex FROM ndb.person)`,
  'CREATE INDEX': `CREATE INDEX i ON ndb.person (sex)`,
  'DROP SCHEMA': `DROP SCHEMA ndb`,
  'DROP SECRET': `DROP SECRET s`,
  'SHOW ALL TABLES': `SHOW ALL TABLES`,
  'SHOW DATABASES': `SHOW DATABASES`,
  'SHOW TABLES FROM the extract': `SHOW TABLES FROM extract`,
  'SHOW TABLES inside FROM': `SELECT * FROM (SHOW TABLES)`,
  'EXPLAIN ANALYZE': `EXPLAIN ANALYZE SELECT * FROM ndb.person`,
  'PIVOT whose columns come from data': `PIVOT ndb.person ON sex USING count(*)`,
  'a parameter in place of a value': `SELECT * FROM ndb.person WHERE sex = ?`,
  'a numbered parameter': `SELECT $1`,
  'time travel by version': `SELECT * FROM ndb.person AT (VERSION => 1)`,
  'time travel by timestamp': `SELECT * FROM ndb.person AT (TIMESTAMP => now())`,
  'a PIVOT over an ENUM of the catalog': `FROM ndb.person PIVOT (count(*) FOR sex IN someenum)`,
  'the state of an aggregate': `SELECT sum(points) EXPORT_STATE FROM ndb.medical_claim`,
})

refused('information through errors', 'function-not-permitted', {
  'error() with a value': `SELECT error(person_id) FROM ndb.person`,
  'error() behind a condition': `SELECT CASE WHEN sex = 'F' THEN error('F') ELSE 'M' END FROM ndb.person`,
  'sleep_ms as a clock': `SELECT sleep_ms(1000)`,
  'pg_sleep as a clock': `SELECT CASE WHEN count(*) > 5 THEN pg_sleep(1) END FROM ndb.person`,
})

refused('casts to types of the catalog', 'function-not-permitted', {
  regclass: `SELECT 'person'::regclass`,
  'a type of a schema': `SELECT CAST(1 AS ndb.mood)`,
  'an enum in a cast': `SELECT 'a'::ENUM('a', 'b')`,
  'enum_range over nothing': `SELECT enum_range(NULL::mood)`,
  'a type nobody knows': `SELECT 1::evil`,
  'a type nobody knows in a list': `SELECT [1]::evil[]`,
  'a type nobody knows in a struct': `SELECT {'a': 1}::STRUCT(a evil)`,
  geometry: `SELECT 'POINT(1 1)'::GEOMETRY`,
  variant: `SELECT 1::VARIANT`,
  'a type made by an expression': `SELECT make_type('INTEGER')`,
  'a collation of the catalog': `SELECT sex COLLATE evil FROM ndb.person`,
  'a collation behind an allowed one': `SELECT sex COLLATE nocase.evil FROM ndb.person`,
})

refused('sources of state', 'function-not-permitted', {
  nextval: `SELECT nextval('s')`,
  currval: `SELECT currval('s')`,
  setseed: `SELECT setseed(0.5)`,
  uuid: `SELECT uuid()`,
  gen_random_uuid: `SELECT gen_random_uuid()`,
  'checkpoint as a table': `FROM checkpoint('extract')`,
  test_all_types: `FROM test_all_types()`,
  add_parquet_key: `SELECT add_parquet_key('a', 'b')`,
  summary: `FROM summary((SELECT 1))`,
})

refused('functions of another schema', 'function-not-permitted', {
  'a function of the extract': `SELECT extract.ndb.foo(1)`,
  'a function of the system catalog': `SELECT system.main.read_text('x')`,
  'an allowed function through the system catalog': `SELECT system.main.sum(1)`,
  'a function of information_schema': `SELECT information_schema.foo(1)`,
  'an operator of pg_catalog': `SELECT 1 OPERATOR(pg_catalog.+) 1`,
  'an operator of main': `SELECT 1 OPERATOR(main.+) 1`,
  'a function behind a look-alike letter': `SELECT ѕum(1)`,
  'a function in full-width letters': `SELECT ｓｕｍ(1)`,
  'a function with a zero-width space': `SELECT "su\u200bm"(1)`,
  'a function with a trailing blank': `SELECT "sum "(1)`,
  'an internal function': `SELECT __internal_decompress_string(1)`,
  'a sort key that unpacks': `SELECT create_sort_key('a', 'ASC')`,
})

refused('resource exhaustion', 'query-too-complex', {
  'a text of ten billion letters': `SELECT repeat('x', 10000000000)`,
  'a text of ten billion letters by a power': `SELECT repeat('x', (10 ** 10)::BIGINT)`,
  'a text of ten billion letters by a product': `SELECT repeat('x', 100000 * 100000)`,
  'a text of ten billion letters as a method': `SELECT ('x').repeat(10000000000)`,
  'a text padded to ten billion letters': `SELECT lpad('x', 10000000000, 'y')`,
  'a text padded on the right': `SELECT rpad('x', 2000000000, 'y')`,
  'a list of a trillion numbers': `SELECT range(1000000000000)`,
  'a list of a trillion numbers by generate_series': `SELECT generate_series(1, 1000000000000)`,
  'a list of a trillion numbers by negative steps': `SELECT range(0, -1000000000000, -1)`,
  'a list of all microseconds of a century': `SELECT generate_series(TIMESTAMP '1924-01-01', TIMESTAMP '2024-01-01', INTERVAL 1 MICROSECOND)`,
  'a list of all microseconds of a day by a text': `SELECT range(TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-02 00:00:00', INTERVAL '1 microsecond')`,
  'a list of all seconds since the year 1': `SELECT len(range(DATE '0001-01-01', DATE '2024-01-01', INTERVAL 1 SECOND))`,
  'a trillion rows': `SELECT count(*) FROM range(1000000000000)`,
  'a trillion repeated rows': `SELECT count(*) FROM repeat('x', 1000000000000)`,
  'a list resized to a trillion': `SELECT list_resize([1], 1000000000000)`,
  'a bar of a billion letters': `SELECT bar(1, 0, 1, 1000000000)`,
  'a format of a billion blanks': `SELECT format('{:1000000000}', 1)`,
  'a printf of a billion blanks': `SELECT printf('%1000000000d', 1)`,
  'a regular expression of ten thousand letters': `SELECT regexp_matches('a', '${'a?'.repeat(5_000)}')`,
  'a regular expression with a huge repetition': `SELECT regexp_matches('a', '(a{1000}){5000}')`,
  'a thousand tables in a UNION': `SELECT count(*) FROM (${Array(1_000).fill('SELECT 1 FROM ndb.person').join(' UNION ALL ')})`,
  'a join of a hundred and twenty tables': `SELECT 1 FROM ${Array.from({ length: 120 }, (_, i) => `ndb.person p${i}`).join(', ')}`,
  'ten thousand values in an IN list': `SELECT 1 WHERE 1 IN (${Array.from({ length: 10_000 }, (_, i) => i).join(',')})`,
  'fifty thousand columns': `SELECT ${Array(40_000).fill('1').join(',')}`,
  'five hundred nested subqueries': `SELECT ${'(SELECT '.repeat(500)}1${')'.repeat(500)}`,
  'five hundred nested parentheses of a sum': `SELECT ${'abs('.repeat(500)}1${')'.repeat(500)}`,
  'a number beyond a double': `SELECT 1e999`,
  'a thousand CTEs': `WITH ${Array.from({ length: 1_000 }, (_, i) => `c${i} AS (SELECT 1)`).join(', ')} SELECT 1`,
  'a text longer than the limit': `SELECT 1 --${'x'.repeat(100_000)}`,
  'a text constant longer than the limit': `SELECT '${'x'.repeat(30_000)}'`,
})

refused('several statements', 'several-statements', {
  'two SELECTs': `SELECT 1; SELECT 2`,
  'a DROP behind a SELECT': `SELECT 1; DROP TABLE x`,
  'an ATTACH behind a SELECT': `SELECT 1; ATTACH 'x'`,
  'a COPY behind a comment': `SELECT 1 /* ; */; COPY x TO 'y'`,
  'a statement after a line comment': `SELECT 1 -- ;\n; PRAGMA version`,
  'a statement after a dollar quote': `SELECT $$;$$; CALL pragma_version()`,
  'a statement after a quoted semicolon': `SELECT ';'; LOAD x`,
  'a statement after a nested comment': `SELECT 1 /* /* */ ; */; INSTALL x`,
  'two CREATEs': `CREATE TABLE two1 AS SELECT 1; CREATE TABLE two2 AS SELECT 1`,
  'a PRAGMA after EXPLAIN': `EXPLAIN SELECT 1; PRAGMA version`,
})

refused('texts that do not parse', 'sql-syntax', {
  'a NUL that ends the text early': `SELECT 1\0; DROP TABLE x`,
  'half a surrogate pair': `SELECT '\ud800'`,
  'an unclosed comment': `SELECT 1 /*`,
  'an unclosed quote': `SELECT 'x`,
  'an unclosed dollar quote': `SELECT $$x`,
  'nothing but a comment': `-- nothing`,
  'nothing at all': ` `,
  'INSERT inside a CTE': `WITH x AS (INSERT INTO y VALUES (1) RETURNING *) FROM x`,
  'a backslash command of a shell': `\\! ls`,
  'a dot command of a shell': `.open x.db`,
  'a macro with two parameters of one name': `CREATE MACRO f(a, A) AS a`,
  'DROP DATABASE': `DROP DATABASE extract`,
  'CREATE TABLE as EXPLAIN': `CREATE TABLE a1 AS EXPLAIN SELECT 1`,
  'EXPLAIN of a COPY': `EXPLAIN COPY ndb.person TO 'x'`,
  'INSERT with RETURNING in a subquery': `SELECT (INSERT INTO x VALUES (1) RETURNING 1)`,
})

refused('names of the environment', 'name-reserved', {
  'a hidden column by name': `SELECT __vw_persons FROM ndb.person`,
  'the function that judges sums': `SELECT __vw_least_legible('1 1 1', 1, true)`,
  'the number of a person': `SELECT __vw_person FROM ndb.person`,
  'the hidden schema of an extract': `SELECT * FROM __vw_ndb.person`,
  'the hidden schema, whole': `SELECT * FROM extract.__vw_ndb.person`,
  'the hidden schema under another name': `SELECT p.person_id FROM "__VW_NDB"."person" AS p`,
  'a hidden column by qualified name': `SELECT p.__vw_rows FROM ndb.person p`,
  'a hidden column in capitals': `SELECT "__VW_ROWS" FROM ndb.person`,
  'an alias that poses as a fact': `SELECT 1000 AS __vw_rows FROM ndb.person`,
  'a table alias that poses as a fact': `SELECT 1 FROM ndb.person __vw_p`,
  'a column alias list that poses as a fact': `SELECT 1 FROM ndb.person p(__vw_a)`,
  'a CTE that poses as a fact': `WITH __vw_values4 AS (SELECT 1) SELECT 1`,
  'a renamed column that poses as a fact': `SELECT * RENAME (sex AS __vw_rows) FROM ndb.person`,
  'a replaced column that poses as a fact': `SELECT * REPLACE (99 AS __vw_rows) FROM ndb.person`,
  'an UNPIVOT that poses as a fact': `UNPIVOT ndb.person ON sex INTO NAME __vw_rows VALUE v`,
  'a PIVOT entry that poses as a fact': `FROM ndb.person PIVOT (count(*) AS __vw_rows FOR sex IN ('F'))`,
  'a struct field that poses as a fact': `SELECT CAST(NULL AS STRUCT(__vw_rows INTEGER))`,
  'the order of storage by rowid': `SELECT rowid FROM ndb.person`,
  'the order of storage by qualified rowid': `SELECT p.ROWID FROM ndb.person p`,
  'the order of storage in ORDER BY': `SELECT sex FROM ndb.person ORDER BY rowid`,
  'the order of storage in USING': `SELECT 1 FROM ndb.person JOIN kaigo.person USING (rowid)`,
  'a CTE that only this side takes for the table of that name': `WITH "Ä" AS (SELECT 1) FROM "ä"`,
  'a CTE named with the Kelvin sign': 'WITH "\u212a" AS (SELECT 1) FROM k',
  'two columns that only the engine tells apart': `SELECT "ä" FROM (SELECT 1 AS "Ä", birth_year AS "ä" FROM ndb.person)`,
  'a table in letters folded by one side only': 'CREATE TABLE "É" AS SELECT 1',
  'a column in letters folded by one side only': 'CREATE TABLE a1 ("É") AS SELECT 1',
  'a PIVOT that makes a fact of a constant': `PIVOT ndb.person ON sex IN ('__vw_rows1') USING count(*)`,
  'a PIVOT that joins constants to a fact': `PIVOT ndb.person ON sex IN (''), prefecture_code IN ('_vw_rows1') USING count(*)`,
  'a PIVOT that joins empty constants to a fact': `PIVOT ndb.person ON sex IN (''), birth_year IN (''), prefecture_code IN ('vw_rows1') USING count(*)`,
  'a PIVOT entry whose alias joins to a fact': `FROM ndb.person PIVOT (count(*) AS vw_rows1 FOR sex IN ('F' AS "_"))`,
  'COLUMNS that cuts a fact out of a longer name': `SELECT COLUMNS('x(.*)') AS '\\1' FROM (SELECT 9 AS x__vw_rows1)`,
  'COLUMNS that joins parts to a fact': `SELECT COLUMNS('(.*)') AS '_\\1' FROM (SELECT 9 AS _vw_rows1)`,
  'a CTE named as a file': `WITH "x.csv" AS (SELECT 1) FROM "x.csv"`,
  'a CTE named as an address': `WITH "https://x" AS (SELECT 1) FROM "https://x"`,
  'a CTE named as a view of the catalog': `WITH duckdb_tables AS (SELECT 1) FROM duckdb_tables`,
  'a CTE named recurring': `WITH recurring AS (SELECT 1) FROM recurring`,
  'a table named as a file': `CREATE TABLE "a.csv" AS SELECT 1`,
  'a table named as a table of the permit': `CREATE TABLE medical_claim AS SELECT 1`,
  'a table named as a schema of the permit': `CREATE TABLE ndb AS SELECT 1`,
  'a table named as the catalog of the extract': `CREATE TABLE extract AS SELECT 1`,
  'a view named as a catalog view': `CREATE VIEW duckdb_settings AS SELECT 1`,
  'a view named as pg_class': `CREATE VIEW pg_class AS SELECT 1`,
  'a table whose column poses as a fact': `CREATE TABLE a1 (__vw_rows) AS SELECT 1`,
  'a macro that shadows sum': `CREATE MACRO sum(x) AS 1`,
  'a macro that shadows count in capitals': `CREATE MACRO "COUNT"(x) AS 1000`,
  'a macro that shadows an operator': `CREATE MACRO "+"(a, b) AS 1`,
  'a macro that takes the name of a refused function': `CREATE MACRO read_csv(x) AS TABLE SELECT 1`,
  'a macro whose parameter poses as a fact': `CREATE MACRO f(__vw_x) AS 1`,
  'a quoted name that breaks out of its quotes': `CREATE TABLE "a"" AS SELECT 1; --" AS SELECT 1`,
})

refused('workspace abuse', 'statement-not-permitted', {
  'a temporary table in the temporary catalog': `CREATE TEMP TABLE temp.a1 AS SELECT 1`,
  'a table in the extract': `CREATE TABLE extract.ndb.a1 AS SELECT 1`,
  'a table in the memory catalog': `CREATE TABLE memory.main.a1 AS SELECT 1`,
  'a table in another schema of the workspace': `CREATE TABLE work.other.a1 AS SELECT 1`,
  'a table with a generated column': `CREATE TABLE a1 (x INTEGER, y INTEGER GENERATED ALWAYS AS (x + 1))`,
  'a table with a default': `CREATE TABLE a1 (x VARCHAR DEFAULT current_setting('x'))`,
  'a table with a check': `CREATE TABLE a1 (x INTEGER CHECK (x > 0))`,
  'an INSERT into the extract': `INSERT INTO ndb.person SELECT * FROM ndb.person`,
  'an INSERT into the extract by its full name': `INSERT INTO extract.ndb.person VALUES (1)`,
  'a DROP in the extract': `DROP TABLE extract.ndb.person`,
  'a DROP of a table of the permit': `DROP TABLE ndb.person`,
  'a recursive view': `CREATE RECURSIVE VIEW a1(x) AS SELECT 1`,
  'a DESCRIBE kept as a table': `CREATE TABLE a1 AS SELECT * FROM (DESCRIBE ndb.person)`,
  'a SUMMARIZE kept as a table': `CREATE TABLE a1 AS SELECT * FROM (SUMMARIZE ndb.person)`,
  'a SHOW kept as a view': `CREATE VIEW a1 AS SELECT * FROM (SHOW DATABASES)`,
})

refused('workspace abuse by tables', 'table-not-permitted', {
  'a table made of a file': `CREATE TABLE a1 AS SELECT * FROM '/etc/passwd'`,
  'a view of a file': `CREATE VIEW a1 AS SELECT * FROM 'x.csv'`,
  'a view of another permit': `CREATE VIEW a1 AS SELECT * FROM dpc.admission`,
  'a table macro of a file': `CREATE MACRO f() AS TABLE SELECT * FROM 'x.csv'`,
  'a scalar macro of a file': `CREATE MACRO f() AS (SELECT count(*) FROM 'x.csv')`,
  'a macro whose default reads a file': `CREATE MACRO f(a := (SELECT 1 FROM 'x.csv')) AS a`,
  'an INSERT into nothing': `INSERT INTO nothing VALUES (1)`,
  'a DROP of nothing': `DROP TABLE nothing`,
})

refused('workspace abuse by functions', 'function-not-permitted', {
  'a table of the settings': `CREATE TABLE a1 AS SELECT * FROM duckdb_settings()`,
  'a view that hides read_text': `CREATE VIEW a1 AS SELECT * FROM read_text('/etc/passwd')`,
  'a macro that hides getenv': `CREATE MACRO f(x) AS getenv(x)`,
  'a table macro that hides query': `CREATE MACRO f(x) AS TABLE SELECT * FROM query(x)`,
  'a macro that calls a macro nobody made': `CREATE MACRO f(x) AS g(x)`,
  'an EXPLAIN of the settings': `EXPLAIN SELECT * FROM duckdb_settings()`,
})

refusedAfter('workspace in use', {
  'a view that outlives its table': {
    before: ['CREATE TABLE va AS SELECT 1 AS x', 'CREATE VIEW vb AS SELECT * FROM va', 'DROP TABLE va'],
    sql: 'SELECT * FROM vb',
    code: 'table-not-permitted',
  },
  'IF NOT EXISTS to change what a table is known to hold': {
    before: ['CREATE TABLE held AS SELECT person_id FROM ndb.person'],
    sql: 'CREATE TABLE IF NOT EXISTS held AS SELECT 1 AS person_id',
    code: 'query-failed',
  },
  'a view over a table of the same name': {
    before: ['CREATE TABLE twice AS SELECT 1 AS x'],
    sql: 'CREATE OR REPLACE VIEW twice AS SELECT 2 AS x',
    code: 'query-failed',
  },
  'hidden columns of a stored table by name': {
    before: ['CREATE TABLE grouped AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'],
    sql: 'SELECT __vw_rows1 FROM grouped',
    code: 'name-reserved',
  },
  'a hidden column filled by hand': {
    before: ['CREATE TABLE filled AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'],
    sql: `INSERT INTO filled (sex, n, __vw_rows1) VALUES ('X', 1, 1000)`,
    code: 'name-reserved',
  },
  'a macro that calls itself after being replaced': {
    before: ['CREATE MACRO loop(x) AS x', 'CREATE OR REPLACE MACRO loop(x) AS loop(x) + 1'],
    sql: 'SELECT loop(1)',
    code: 'query-too-complex',
  },
  'macros that double their argument sixteen times': {
    before: [
      'CREATE MACRO d0(x) AS x + x',
      'CREATE MACRO d1(x) AS d0(d0(x))',
      'CREATE MACRO d2(x) AS d1(d1(x))',
      'CREATE MACRO d3(x) AS d2(d2(x))',
    ],
    sql: 'SELECT d3(d3(1))',
    code: 'query-too-complex',
  },
  'a view that reads itself after being replaced': {
    before: [
      'CREATE VIEW ring AS SELECT 1 AS x',
      'CREATE OR REPLACE VIEW ring AS SELECT x + 1 AS x FROM ring',
    ],
    sql: 'SELECT * FROM ring',
    code: 'query-too-complex',
  },
  'a view dropped as a table': {
    before: ['CREATE VIEW dv AS SELECT 1 AS x'],
    sql: 'DROP TABLE dv',
    code: 'statement-not-permitted',
  },
  'an INSERT into a view': {
    before: ['CREATE VIEW iv AS SELECT 1 AS x'],
    sql: 'INSERT INTO iv VALUES (1)',
    code: 'statement-not-permitted',
  },
  'an INSERT with ON CONFLICT': {
    before: ['CREATE TABLE oc AS SELECT 1 AS x'],
    sql: 'INSERT INTO oc VALUES (1) ON CONFLICT DO NOTHING',
    code: 'statement-not-permitted',
  },
  'an INSERT with RETURNING': {
    before: ['CREATE TABLE rt AS SELECT 1 AS x'],
    sql: 'INSERT INTO rt VALUES (1) RETURNING *',
    code: 'statement-not-permitted',
  },
  'a macro called with too many arguments': {
    before: ['CREATE MACRO one(x) AS x'],
    sql: 'SELECT one(1, 2)',
    code: 'function-not-permitted',
  },
  'a scalar macro in FROM': {
    before: ['CREATE MACRO val(x) AS x'],
    sql: 'FROM val(1)',
    code: 'function-not-permitted',
  },
})

harmless('parser differentials', {
  'a name in full-width capitals': {
    sql: `SELECT "Ａ群", "Ⅲ度" FROM (SELECT 1 AS "Ａ群", 2 AS "Ⅲ度")`,
    rows: [[1, 2]],
  },
  'a refused function inside a text': {
    sql: `SELECT 'read_text(''/etc/passwd'')'`,
    rows: [["read_text('/etc/passwd')"]],
  },
  'a refused function inside a comment': { sql: `SELECT 1 /* FROM read_text('x') */`, rows: [[1]] },
  'a refused function inside a nested comment': {
    sql: `SELECT /* a /* b */ read_text('x') */ 2`,
    rows: [[2]],
  },
  'a semicolon inside a dollar quote': { sql: `SELECT $$ ; DROP TABLE x $$`, rows: [[' ; DROP TABLE x ']] },
  'a semicolon at the end': { sql: `SELECT 3;`, rows: [[3]] },
  'semicolons and comments at the end': { sql: `SELECT 3; -- ; DROP TABLE x\n;;`, rows: [[3]] },
  'an escaped quote before a comment': { sql: `SELECT 'it''s' -- '; DROP TABLE x`, rows: [["it's"]] },
  'an E-string with a quote': { sql: `SELECT e'\\'; DROP TABLE x --'`, rows: [["'; DROP TABLE x --"]] },
  'a backslash before a quote': { sql: `SELECT '\\', 1 --'`, rows: [['\\', 1]] },
  'a column alias that holds a statement': {
    sql: `SELECT 1 AS "x; DROP TABLE y; --"`,
    rows: [[1]],
  },
  'a column alias that closes its quotes': { sql: `SELECT 1 AS "x"" FROM read_text('y') --"`, rows: [[1]] },
  'a table alias that closes its quotes': {
    sql: `SELECT "a"" FROM 'x.csv' --".x FROM (SELECT 1 AS x) AS "a"" FROM 'x.csv' --"`,
    rows: [[1]],
  },
  'a struct key that holds SQL': {
    sql: `SELECT {'a'') FROM read_text(''x': 1}`,
    rows: [[{ "a') FROM read_text('x": 1 }]],
  },
  'a text with line breaks and quotes': { sql: `SELECT 'a\n''b''\n--c'`, rows: [["a\n'b'\n--c"]] },
  'a text with a right-to-left mark': { sql: `SELECT 'a\u202eb'`, rows: [['a\u202eb']] },
  'no-break spaces between words': { sql: `SELECT\u00a04`, rows: [[4]] },
  'an identifier in full-width letters': { sql: `SELECT ａ FROM (SELECT 5 AS ａ)`, rows: [[5]] },
  'an integer beyond the precision of a double': {
    sql: `SELECT 9007199254740993::VARCHAR`,
    rows: [['9007199254740993']],
  },
  'a double that is written as a whole number': { sql: `SELECT typeof(1e10)`, rows: [['DOUBLE']] },
  'a huge integer': {
    sql: `SELECT (170141183460469231731687303715884105727)::VARCHAR`,
    rows: [['170141183460469231731687303715884105727']],
  },
  'a lambda named as a refused function': {
    sql: `SELECT list_transform([1], read_text -> read_text + 1)`,
    rows: [[[2]]],
  },
  'a CTE named as a table of the permit': {
    sql: `WITH person AS (SELECT 1 AS x) SELECT * FROM person`,
    rows: [[1]],
  },
  'a CTE out of its scope': {
    sql: `SELECT (SELECT count(*) FROM municipality) FROM (WITH municipality AS (SELECT 1 UNION ALL SELECT 2) SELECT count(*) FROM municipality)`,
    rows: [['1']],
  },
  'a CTE that reads the table it is named after': {
    sql: `WITH municipality AS (SELECT count(*) AS n FROM municipality) SELECT n FROM municipality`,
    rows: [['1']],
  },
  'a CTE used before it is named': {
    sql: `WITH a AS (SELECT count(*) AS n FROM municipality), municipality AS (SELECT 1 UNION ALL SELECT 2) SELECT n FROM a`,
    rows: [['1']],
  },
  'a recursive CTE whose first half reads the table': {
    sql: `WITH RECURSIVE municipality AS (SELECT 1 AS n FROM municipality UNION ALL SELECT n + 1 FROM municipality WHERE n < 3) SELECT max(n) FROM municipality`,
    rows: [[3]],
  },
  'a column named as a function of the session': {
    sql: `SELECT t.user FROM (SELECT 1 AS user) t`,
    rows: [[1]],
  },
  'COLUMNS with a lambda over all columns': {
    sql: `SELECT COLUMNS(c -> c LIKE 'mun%') FROM pmh.municipality`,
    rows: [['札幌市']],
  },
  'COLUMNS with a pattern that asks for hidden columns': {
    before: ['CREATE TABLE cols AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'],
    sql: `SELECT count(*) FROM (SELECT COLUMNS('.*') FROM cols LIMIT 1)`,
    rows: [['1']],
  },
  'a struct of a whole stored row': {
    before: ['CREATE TABLE strct AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'],
    sql: `SELECT struct_keys(strct) FROM strct LIMIT 1`,
    rows: [[['sex', 'n']]],
  },
  'a star of a stored table': {
    before: ['CREATE TABLE stars AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'],
    sql: `SELECT len(struct_keys(s)) FROM (SELECT * FROM stars LIMIT 1) s`,
    rows: [['2']],
  },
  'a positional join': {
    sql: `SELECT * FROM (SELECT 1 AS a) POSITIONAL JOIN (SELECT 2 AS b)`,
    rows: [[1, 2]],
  },
  'a star with a replaced column': { sql: `SELECT * REPLACE (2 AS a) FROM (SELECT 1 AS a)`, rows: [[2]] },
  'a sample': { sql: `SELECT count(*) FROM ndb.person USING SAMPLE 100%`, rows: [['40']] },
  'a view that is replaced keeps only the new text': {
    before: ['CREATE VIEW rep AS SELECT 1 AS x', 'CREATE OR REPLACE VIEW rep AS SELECT 2 AS x'],
    sql: 'SELECT x FROM rep',
    rows: [[2]],
  },
  'a macro parameter named as a column': {
    before: ['CREATE MACRO plus1(sex) AS sex || 1'],
    sql: `SELECT plus1('a') FROM ndb.person LIMIT 1`,
    rows: [['a1']],
  },
  'a macro argument that looks like a parameter of an inner macro': {
    before: ['CREATE MACRO inner1(y) AS y * 2', 'CREATE MACRO outer1(x) AS inner1(x + 1)'],
    sql: `SELECT outer1(y) FROM (SELECT 5 AS y)`,
    rows: [[12]],
  },
  'a table macro whose parameter is named as its table': {
    before: ['CREATE MACRO tm(municipality) AS TABLE SELECT count(*) + municipality AS n FROM municipality'],
    sql: `SELECT n FROM tm(10)`,
    rows: [['11']],
  },
  'SHOW TABLES tells only of the permit and the workspace': {
    sql: 'SHOW TABLES',
    rows: [['ndb.medical_claim'], ['ndb.person'], ['kaigo.person'], ['pmh.municipality']],
  },
  'DESCRIBE of a stored table tells no hidden column': {
    before: ['CREATE TABLE dsc AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'],
    sql: 'DESCRIBE dsc',
    rows: [
      ['sex', 'VARCHAR', 'YES', null, null, null],
      ['n', 'BIGINT', 'YES', null, null, null],
    ],
  },
})

export const ATTEMPTS: readonly Attempt[] = attempts
