/**
 * A permit's tables and a workspace in memory, with policy, provenance and the macro library in front of them as a
 * researcher meets them.
 */

import { DuckDBInstance } from '@duckdb/node-api'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import type { PermitId } from '../../../shared/model/ids.ts'
import { loadMacros } from '../../../visiting/catalog/load-macros.ts'
import { knowLeastLegible } from '../../../visiting/engine/worker/least-legible.ts'
import type { PolicyContext, WorkspaceObject } from '../../../visiting/policy/context.ts'
import { type Judgement, makeJudge } from '../../../visiting/policy/judge.ts'
import { knownPermitTable } from '../../../visiting/policy/known-tables.ts'
import { pivotOver } from '../../../visiting/policy/open-pivot.ts'
import { mustBeTakenApart } from '../../../visiting/policy/refusing.ts'
import { listMembers } from '../../../visiting/provenance/list-members.ts'
import { measureBy } from '../../../visiting/provenance/rewrite.ts'
import { inProcessParser } from '../../fixtures/in-process-parser.ts'
import { numberTables } from './numbered-tables.ts'
import { type Answer, ask, fillPeople, MACROS, permittedTables } from './plain-people.ts'
import { PEOPLE } from './study-people.ts'

export interface StudyBench {
  /** The last statement of a script as it came out of the environment; throws a Refusal where one was refused. */
  measured(script: string): Promise<Answer & { plan: FactsPlan }>
  close(): void
}

export interface StudyBenchOptions {
  seed: number
  /** The extract as it is built now, persons this far apart in number, cells kept beside; else as it was before. */
  numbered?: { spacing: number; cells: boolean }
}

export async function openStudyBench({ seed, numbered }: StudyBenchOptions): Promise<StudyBench> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  knowLeastLegible(connection)
  const permitted = await permittedTables()
  const library = await loadMacros(MACROS)
  const parser = await inProcessParser()

  await fillPeople(connection, 'extract', { seed, tables: permitted })
  await connection.run("ATTACH ':memory:' AS work")
  const known = permitted.map((table) =>
    knownPermitTable(table, { linkageApproved: true, minimumPersons: 10 }),
  )
  const filledOf = async (schema: string, name: string, columns: string[]): Promise<string[]> => {
    const counts = columns.map((column) => `count(${column}) = count(*)`)
    const [row = []] = (
      await connection.runAndReadAll(`SELECT ${counts.join(', ')} FROM extract.${schema}.${name}`)
    ).getRowsJS()
    return columns.filter((_, index) => row[index] === true)
  }
  const facts = new Map<string, { filled: string[]; positive: string[] }>()
  for (const { schema, name, columns } of known) {
    const filled = await filledOf(
      schema,
      name,
      columns.map((column) => column.name),
    )
    const positive = columns.filter((one) => one.type === 'INTEGER' && filled.includes(one.name))
    facts.set(`${schema}.${name}`, { filled, positive: positive.map((one) => one.name) })
  }
  const tables =
    numbered === undefined
      ? known
      : await numberTables(connection, known, {
          ...numbered,
          persons: PEOPLE.length,
          known: ({ schema, name, columns }) => ({
            date: columns.find(({ type }) => type === 'DATE')?.name ?? null,
            cells: CELLS[`${schema}.${name}`] ?? [],
            ...facts.get(`${schema}.${name}`)!,
          }),
        })
  const context: PolicyContext = {
    permitId: 'prm_studybench1' as PermitId,
    tables: permitted,
    workspace: [],
    linkageApproved: true,
    minimumPersons: 10,
    extract: tables.map(({ schema, name, numbered: at }) => ({
      schema,
      name,
      rows: at?.rows ?? 0,
      persons: at?.persons ?? null,
      ordinals: at?.ordinals ?? null,
    })),
  }
  const judge = makeJudge({
    parser,
    measure: (statement, named, use) =>
      measureBy(statement, named, {
        masksFrom: numbered === undefined ? Number.POSITIVE_INFINITY : 0,
        ...use,
      }),
    listMembers,
    library,
  })

  async function measured(script: string): Promise<Answer & { plan: FactsPlan }> {
    const workspace: WorkspaceObject[] = []
    const run = async (sql: string): Promise<Answer & { plan: FactsPlan }> => {
      const judgement = await judge.judge(sql, { ...context, workspace })
      const answer = await ask(connection, judgement.measuredSql)
      await remember(judgement, workspace)
      return { ...answer, plan: judgement.plan }
    }
    try {
      const steps = await judge.judge(script, { ...context, workspace }).then(
        () => [{ sql: script, pivot: null, begins: { lines: 0, characters: 0 } }],
        (problem: unknown) => {
          if (!mustBeTakenApart(problem)) throw problem
          return judge.parts(script)
        },
      )
      let last: (Answer & { plan: FactsPlan }) | null = null
      for (const { sql, pivot } of steps) {
        const lists: { text: string; isNumber: boolean }[][] = []
        for (const { values } of pivot?.on ?? []) {
          if (values === null) continue
          const found = await run(values)
          lists.push(
            found.rows
              .filter(([value]) => value !== null)
              .map(([value]) => ({ text: String(value), isNumber: typeof value === 'number' })),
          )
        }
        last = await run(pivot === null ? sql : pivotOver(pivot, lists))
      }
      return last!
    } finally {
      for (const { name, kind } of workspace)
        if (kind !== 'macro') await connection.run(`DROP ${kind} IF EXISTS work.main."${name}" CASCADE`)
    }
  }

  async function remember({ stores }: Judgement, workspace: WorkspaceObject[]): Promise<void> {
    if (stores === null) return
    const { name, kind, plan, definition } = stores
    const at = workspace.findIndex((one) => one.name.toLowerCase() === name.toLowerCase())
    if (at >= 0) workspace.splice(at, 1)
    if (stores.act === 'drop') return
    const found = await ask(
      connection,
      `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'work' AND lower(table_name) = lower('${name}') AND NOT starts_with(column_name, '__vw_') ORDER BY column_index`,
    )
    const columns = found.rows.map(([column, type]) => ({ name: String(column), type: String(type) }))
    workspace.push({ name, kind, plan, definition, columns })
  }

  return {
    measured,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** By which columns cells are kept, as an extract of some size would choose. */
const CELLS: Record<string, string[][]> = {
  'ndb.medical_claim': [['service_month', 'setting'], ['service_month'], ['setting', 'institution_id']],
  'ndb.medical_diagnosis': [['icd10_code'], ['icd10_code', 'suspected', 'main']],
  'ndb.drug': [['atc_code'], ['service_month', 'atc_code']],
  'kaigo.claim': [['care_level'], ['service_month', 'care_level']],
  'vaccination.record': [['vaccine_name', 'dose_number']],
}
