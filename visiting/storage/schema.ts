/** The tables of the records file, as Kysely sees them. Times are ISO text in UTC; documents are JSON text. */
import type { Generated } from 'kysely'

export interface RecordsSchema {
  meta: { name: string; value: string }
  account: {
    id: string
    login: string
    name_ja: string
    name_en: string
    institution_ja: string
    institution_en: string
    roles: string
    password_hash: string
    failures: Generated<number>
    locked_until: string | null
    created_at: string
    /** 1 while the password is one the operator gave out. */
    must_change: Generated<number>
    disabled_at: string | null
    /** Since when the password is one the operator gave out; NULL where the person chose it. */
    first_password_at: string | null
  }
  session: {
    token_hash: string
    visitor_id: string
    created_at: string
    expires_at: string
  }
  permit: {
    id: string
    state: string
    document: string
    extract: string | null
    ended: string | null
    erasure: string | null
    created_at: string
  }
  query: {
    id: string
    permit_id: string
    visitor_id: string
    sql: string
    state: string
    error: string | null
    result_id: string | null
    submitted_at: string
    elapsed_ms: number
  }
  /** `document` is null once the result was erased; the row remembers that the id was used. */
  result: { id: string; permit_id: string; visitor_id: string; expires_at: string; document: string | null }
  /** Pages a person has seen on a day, each once; `picture_use` is their number under a permit. */
  picture_seen: { visitor_id: string; result_id: string; day: string; page: number; first_column: number }
  picture_use: { visitor_id: string; permit_id: string; day: string; pages: number }
  workspace_object: {
    permit_id: string
    visitor_id: string
    name: string
    kind: string
    plan: string
    columns: string
    definition: string | null
  }
  /** `document` holds the whole application; the columns beside it are what it is found by. */
  application: {
    id: string
    state: string
    revision: number
    amends: string | null
    permit_id: string | null
    submitted_at: string | null
    changed_at: string
    created_at: string
    document: string
  }
  application_reader: { application_id: string; login: string }
  committee_member: {
    visitor_id: string
    fields: string
    outside: number
    sex: string
    from_day: string
    until_day: string | null
  }
  output: {
    id: string
    permit_id: string
    by: string
    title: string
    state: string
    round: number
    submitted_at: string
    due_at: string
    release_id: string | null
  }
  output_round: {
    output_id: string
    round: number
    file: string
    digest: string
    document: string
  }
  vote: {
    output_id: string
    round: number
    by: string
    decision: string
    comment: string
    private_note: string
    judgement: string
    /** JSON list of the changes a return requires. */
    changes: Generated<string>
    at: string
  }
  /** What reviewers opened of a round. */
  opening: {
    output_id: string
    round: number
    by: string
    item: string
    part: string
    at: string
  }
  /** One that stands for each person and output; those lifted stay. */
  conflict: {
    output_id: string
    visitor_id: string
    category: string
    words: string
    at: string
    lifted_at: Generated<string | null>
    lifted_by: Generated<string | null>
    lift_reason: Generated<string | null>
  }
  rule_edition: {
    set_name: string
    edition: string
    effective_from: string
    document: string
    at: string
    by: string | null
    reason: string
  }
  review_policy: { number: Generated<number>; document: string; at: string; by: string; reason: string }
  /** Who has taken a release away, so that a recall finds them. */
  release_copy: {
    release_id: string
    visitor_id: string
    at: string
    confirmed_at: string | null
  }
  release: {
    id: string
    output_id: string
    permit_id: string
    file: string
    digest: string
    created_at: string
    recalled_at: string | null
    recall_reason: string | null
  }
  ledger_entry: {
    output_id: string
    round: number
    item: string
    permit_id: string
    not_compared: string | null
    file: string | null
    digest: string | null
    created_at: string
  }
  comparison_use: { visitor_id: string; permit_id: string; day: string; comparisons: number }
  audit: {
    seq: number
    at: string
    event: string
    by: string | null
    subject: string | null
    detail: string
    previous_hash: string
    hash: string
  }
  /** `key`: whose signature it is; null where it was written before keys could change. */
  audit_head: { id: number; seq: number; hash: string; signature: string; key: string | null }
  /** Keys the environment had. Without signatures where a key was given up as stolen. */
  retired_key: {
    public_key: string
    successor: string
    at: string
    handover: string | null
    acceptance: string | null
    reason: string
  }
}
