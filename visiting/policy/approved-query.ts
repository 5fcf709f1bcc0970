/**
 * A query that policy looked at whole and allowed. Only `policy` can make one (the constructor wants a key that never
 * leaves this room), and `engine` runs nothing else.
 */
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PermitId } from '../../shared/model/ids.ts'

const key = Symbol('policy')

/**
 * select: rows come back. store: the workspace changes (CREATE, INSERT, UPDATE, DELETE, ALTER, DROP).
 * describe: answers about names and types only (DESCRIBE, EXPLAIN); rests on no person's data.
 */
export type QueryKind = 'select' | 'store' | 'describe'

/**
 * What the engine takes. Frozen, and told from an object of the same shape by its private field
 * (`ApprovedQuery.is`).
 */
export class ApprovedQuery {
  readonly #permitId: PermitId
  readonly kind: QueryKind
  /** The researcher's text as written. */
  readonly sql: string
  /** What the engine executes: names made whole, facts riding along in `__vw_` columns. */
  readonly measuredSql: string
  readonly plan: FactsPlan
  /** Tables of the permit it reads, `schema.table`, each once. */
  readonly reads: readonly string[]
  /** What a store statement makes or drops, with the provenance its rows carry; null otherwise. */
  readonly stores: StoredObject | null

  private constructor(permitId: PermitId, fields: ApprovedFields) {
    this.#permitId = permitId
    this.kind = fields.kind
    this.sql = fields.sql
    this.measuredSql = fields.measuredSql
    this.plan = fields.plan
    this.reads = fields.reads
    this.stores = fields.stores
    Object.freeze(this)
  }

  get permitId(): PermitId {
    return this.#permitId
  }

  /** For policy alone. */
  static make(proof: typeof key, permitId: PermitId, fields: ApprovedFields): ApprovedQuery {
    if (proof !== key) throw new Error('only policy makes an ApprovedQuery')
    return new ApprovedQuery(permitId, fields)
  }

  /** True for objects made here, not for objects of the same shape. */
  static is(value: unknown): value is ApprovedQuery {
    return typeof value === 'object' && value !== null && #permitId in value
  }
}

export interface ApprovedFields {
  kind: QueryKind
  sql: string
  measuredSql: string
  plan: FactsPlan
  reads: readonly string[]
  stores: StoredObject | null
}

/** A table, view or macro of a researcher's workspace, with how its rows relate to persons. */
export interface StoredObject {
  act: 'create' | 'insert' | 'drop'
  name: string
  kind: 'table' | 'view' | 'macro'
  plan: FactsPlan
  /**
   * The researcher's own text after approval: for views and macros, so that uses are expanded and walked again, and for
   * a table that was made empty, as long as it is.
   */
  definition: string | null
}

/** The key is exported for ./policy.ts alone; tests/house checks that nothing else imports it. */
export { key as policyKey }
