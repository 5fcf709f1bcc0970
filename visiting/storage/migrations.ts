/** Migrations in order; each runs once, in one transaction with its mark. Never edit one that was released. */
export const MIGRATIONS: { name: string; statements: string[] }[] = [
  {
    name: '0001-records',
    statements: [
      `CREATE TABLE account (
        id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name_ja TEXT NOT NULL, name_en TEXT NOT NULL,
        institution_ja TEXT NOT NULL, institution_en TEXT NOT NULL, roles TEXT NOT NULL,
        password_hash TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, locked_until TEXT, created_at TEXT NOT NULL)`,
      `CREATE TABLE session (
        token_hash TEXT PRIMARY KEY, visitor_id TEXT NOT NULL REFERENCES account(id),
        created_at TEXT NOT NULL, expires_at TEXT NOT NULL)`,
      `CREATE TABLE permit (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, document TEXT NOT NULL, extract TEXT, ended TEXT, erasure TEXT,
        created_at TEXT NOT NULL)`,
      `CREATE TABLE query (
        id TEXT PRIMARY KEY, permit_id TEXT NOT NULL REFERENCES permit(id), visitor_id TEXT NOT NULL,
        sql TEXT NOT NULL, state TEXT NOT NULL, error TEXT, result_id TEXT, submitted_at TEXT NOT NULL,
        elapsed_ms REAL NOT NULL)`,
      'CREATE INDEX query_of_person ON query (permit_id, visitor_id, submitted_at)',
      `CREATE TABLE result (
        id TEXT PRIMARY KEY, permit_id TEXT NOT NULL, visitor_id TEXT NOT NULL, expires_at TEXT NOT NULL,
        document TEXT)`,
      `CREATE TABLE picture_use (
        visitor_id TEXT NOT NULL, permit_id TEXT NOT NULL, day TEXT NOT NULL, pages INTEGER NOT NULL,
        PRIMARY KEY (visitor_id, permit_id, day))`,
      `CREATE TABLE workspace_object (
        permit_id TEXT NOT NULL, visitor_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        plan TEXT NOT NULL, columns TEXT NOT NULL, definition TEXT, PRIMARY KEY (permit_id, visitor_id, name))`,
      `CREATE TABLE output (
        id TEXT PRIMARY KEY, permit_id TEXT NOT NULL REFERENCES permit(id), by TEXT NOT NULL, title TEXT NOT NULL,
        state TEXT NOT NULL, round INTEGER NOT NULL, submitted_at TEXT NOT NULL, due_at TEXT NOT NULL, release_id TEXT)`,
      `CREATE TABLE output_round (
        output_id TEXT NOT NULL REFERENCES output(id), round INTEGER NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL,
        document TEXT NOT NULL, PRIMARY KEY (output_id, round))`,
      `CREATE TABLE vote (
        output_id TEXT NOT NULL REFERENCES output(id), round INTEGER NOT NULL, by TEXT NOT NULL, decision TEXT NOT NULL,
        comment TEXT NOT NULL, private_note TEXT NOT NULL, judgement TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (output_id, round, by))`,
      `CREATE TABLE release (
        id TEXT PRIMARY KEY, output_id TEXT NOT NULL REFERENCES output(id), permit_id TEXT NOT NULL, file TEXT NOT NULL,
        digest TEXT NOT NULL, created_at TEXT NOT NULL, recalled_at TEXT, recall_reason TEXT)`,
      `CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, event TEXT NOT NULL, by TEXT, subject TEXT, detail TEXT NOT NULL,
        previous_hash TEXT NOT NULL, hash TEXT NOT NULL)`,
      'CREATE INDEX audit_event ON audit (event, seq)',
      'CREATE INDEX audit_subject ON audit (subject, seq)',
      `CREATE TABLE audit_head (
        id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL, signature TEXT NOT NULL)`,
    ],
  },
  {
    // An output became a package of items; until then each round was one table under the output's title.
    name: '0002-output-items',
    statements: [
      `UPDATE output_round SET document = json_set(document, '$.items', json_array(json_object(
        'name', 'table', 'kind', 'table',
        'title', (SELECT title FROM output WHERE output.id = output_round.output_id))))
       WHERE json_type(document, '$.items') IS NULL`,
    ],
  },
  {
    name: '0003-picture-seen',
    statements: [
      `CREATE TABLE picture_seen (
        visitor_id TEXT NOT NULL, result_id TEXT NOT NULL, day TEXT NOT NULL, page INTEGER NOT NULL,
        first_column INTEGER NOT NULL, PRIMARY KEY (visitor_id, result_id, day, page, first_column)) WITHOUT ROWID`,
    ],
  },
  {
    name: '0004-applications',
    statements: [
      `CREATE TABLE application (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, revision INTEGER NOT NULL, amends TEXT REFERENCES permit(id),
        permit_id TEXT, submitted_at TEXT, changed_at TEXT NOT NULL, created_at TEXT NOT NULL, document TEXT NOT NULL)`,
      'CREATE INDEX application_state ON application (state, submitted_at)',
      // One amendment of a permit at a time, however many ask at once.
      `CREATE UNIQUE INDEX application_amends ON application (amends)
        WHERE state IN ('draft', 'submitted', 'under-review', 'returned', 'approved')`,
      `CREATE TABLE application_reader (
        application_id TEXT NOT NULL REFERENCES application(id), login TEXT NOT NULL,
        PRIMARY KEY (application_id, login))`,
      'CREATE INDEX application_of_reader ON application_reader (login)',
      `CREATE TABLE committee_member (
        visitor_id TEXT PRIMARY KEY REFERENCES account(id), fields TEXT NOT NULL, outside INTEGER NOT NULL,
        sex TEXT NOT NULL, from_day TEXT NOT NULL, until_day TEXT)`,
    ],
  },
  {
    name: '0005-ledger',
    statements: [
      `CREATE TABLE ledger_entry (
        output_id TEXT NOT NULL, round INTEGER NOT NULL, item TEXT NOT NULL, permit_id TEXT NOT NULL,
        not_compared TEXT, file TEXT, digest TEXT, created_at TEXT NOT NULL, PRIMARY KEY (output_id, round, item))`,
      'CREATE INDEX ledger_of_permit ON ledger_entry (permit_id)',
      `CREATE TABLE comparison_use (
        visitor_id TEXT NOT NULL, permit_id TEXT NOT NULL, day TEXT NOT NULL, comparisons INTEGER NOT NULL,
        PRIMARY KEY (visitor_id, permit_id, day))`,
    ],
  },
  {
    // Returns list what has to change, rounds say how many people they need, and who holds copies is known.
    name: '0006-review',
    statements: [
      "ALTER TABLE vote ADD COLUMN changes TEXT NOT NULL DEFAULT '[]'",
      `UPDATE output_round SET document = json_set(document,
        '$.answers', json('[]'), '$.course', json('{"kind":"full"}'), '$.likeness', '')
       WHERE json_type(document, '$.course') IS NULL`,
      `CREATE TABLE review_policy (
        number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
        reason TEXT NOT NULL)`,
      `CREATE TABLE release_copy (
        release_id TEXT NOT NULL REFERENCES release(id), visitor_id TEXT NOT NULL, at TEXT NOT NULL, confirmed_at TEXT,
        PRIMARY KEY (release_id, visitor_id))`,
      // Copies taken before this was kept stand in the audit log.
      `INSERT OR REPLACE INTO release_copy (release_id, visitor_id, at)
       SELECT subject, by, max(at) FROM audit WHERE event = 'release-downloaded' AND subject IN (SELECT id FROM release)
       GROUP BY subject, by`,
    ],
  },
  {
    // Accounts an operator keeps: first passwords to be changed, and people who may come in no more.
    name: '0007-accounts',
    statements: [
      'ALTER TABLE account ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0',
      'ALTER TABLE account ADD COLUMN disabled_at TEXT',
      'CREATE INDEX session_of_visitor ON session (visitor_id)',
    ],
  },
  {
    name: '0008-rule-editions',
    statements: [
      `CREATE TABLE rule_edition (
        set_name TEXT NOT NULL, edition TEXT NOT NULL, effective_from TEXT NOT NULL, document TEXT NOT NULL,
        at TEXT NOT NULL, by TEXT, reason TEXT NOT NULL, PRIMARY KEY (set_name, edition),
        UNIQUE (set_name, effective_from))`,
    ],
  },
  {
    name: '0009-first-passwords-end',
    statements: [
      'ALTER TABLE account ADD COLUMN first_password_at TEXT',
      // When it was given out is not known of those before: their time begins now.
      `UPDATE account SET first_password_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE must_change = 1`,
    ],
  },
  {
    name: '0010-conflicts',
    statements: [
      `CREATE TABLE conflict (
        output_id TEXT NOT NULL REFERENCES output(id), visitor_id TEXT NOT NULL, category TEXT NOT NULL,
        words TEXT NOT NULL, at TEXT NOT NULL, lifted_at TEXT, lifted_by TEXT, lift_reason TEXT)`,
      'CREATE UNIQUE INDEX conflict_stands ON conflict (output_id, visitor_id) WHERE lifted_at IS NULL',
    ],
  },
  {
    name: '0011-keys',
    statements: [
      'ALTER TABLE audit_head ADD COLUMN key TEXT',
      `CREATE TABLE retired_key (
        public_key TEXT PRIMARY KEY, successor TEXT NOT NULL, at TEXT NOT NULL, handover TEXT, acceptance TEXT,
        reason TEXT NOT NULL)`,
    ],
  },
  {
    name: '0012-openings',
    statements: [
      `CREATE TABLE opening (
        output_id TEXT NOT NULL REFERENCES output(id), round INTEGER NOT NULL, by TEXT NOT NULL, item TEXT NOT NULL,
        part TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (output_id, round, by, item, part)) WITHOUT ROWID`,
    ],
  },
]
