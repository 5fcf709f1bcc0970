import { FACT_PREFIX } from '../../shared/model/facts.ts'
import type { StoredResult } from '../engine/engine.ts'

/** The researcher's own columns of a stored result, in order. */
export const visibleOf = (stored: Pick<StoredResult, 'columns'>): StoredResult['columns'] =>
  stored.columns.filter((column) => !column.name.startsWith(FACT_PREFIX))
