/**
 * Linear and mixed-integer programmes by HiGHS, compiled to WebAssembly: started
 * once a process (about 50 ms) and kept. A programme holds memory outside
 * JavaScript until it is disposed, hence `withProgramme`.
 */
import highsLoader, { type Highs, type HighsCallbackMap, type Model } from 'highs'
import { type Allowance, spend } from './effort.ts'

let runtime: Promise<Highs> | null = null

function loadHighs(): Promise<Highs> {
  runtime ??= highsLoader()
  return runtime
}

export interface SparseRow {
  indices: readonly number[]
  values: readonly number[]
  lower: number
  upper: number
}

export interface ProgrammeInput {
  cost: ArrayLike<number>
  lower: ArrayLike<number>
  upper: ArrayLike<number>
  rows: readonly SparseRow[]
  /** Columns that take whole values only. */
  integer?: readonly number[]
  /** Runs differ in costs only, so each may start from the last answer: primal simplex. */
  costsOnly?: boolean
  /** Simplifying first is lost time where each run starts from the last answer. */
  presolve?: boolean
}

/** `failed`: the solver gave up or had no time to begin; it has proven nothing, not even a bound. */
export type Standing = 'optimal' | 'infeasible' | 'unbounded' | 'stopped' | 'failed'

/**
 * A programme that stays loaded: costs and bounds may change between runs, each
 * starting from the last basis. Its answer is gone with the first change after a run.
 */
export interface Programme {
  setCost(column: number, cost: number): void
  setBounds(column: number, bounds: { lower: number; upper: number }): void
  addRow(row: SparseRow): void
  /** Minimises, within the allowance. */
  run(options?: { allowance?: Allowance }): Standing
  objective(): number
  /** Proven lower bound on the objective of a mixed-integer run. */
  bound(): number
  values(): Float64Array
  /** Of a linear run also the reduced costs of the columns, cost − Aᵀ·duals, for minimisation. */
  solution(): { values: Float64Array; reducedCosts: Float64Array }
  /** Of a linear run: values of the columns and duals of the rows. */
  duals(): { values: Float64Array; rowDuals: Float64Array }
  /** Gap at which a mixed-integer run may stop; 0 by default. */
  setGap(relative: number): void
}

/** A programme whose memory the caller frees. */
export interface OpenProgramme extends Programme {
  dispose(): void
}

const PRIMAL_SIMPLEX = 4
/** The solver's own limit where there is none. */
const MOST_ITERATIONS = 2 ** 31 - 1

/** Lends a loaded programme to `use` and frees it afterwards. */
export async function withProgramme<T>(
  input: ProgrammeInput,
  use: (programme: Programme) => T | Promise<T>,
): Promise<T> {
  const open = await loadSolver()
  const programme = open(input)
  try {
    return await use(programme)
  } finally {
    programme.dispose()
  }
}

/** Opens programmes without waiting, once the solver is there. */
export async function loadSolver(): Promise<(input: ProgrammeInput) => OpenProgramme> {
  const highs = await loadHighs()
  return (input) => {
    const model = highs.createModel(modelData(highs, input))
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-7,
      mip_feasibility_tolerance: 1e-7,
      primal_feasibility_tolerance: 1e-8,
      dual_feasibility_tolerance: 1e-8,
      random_seed: 1,
      ...(input.presolve === false ? { presolve: 'off' } : {}),
      ...(input.costsOnly ? { simplex_strategy: PRIMAL_SIMPLEX, presolve: 'off' } : {}),
    })
    return { ...programmeOf(highs, model, effortOf(input)), dispose: () => model.dispose() }
  }
}

function modelData(highs: Highs, { cost, lower, upper, rows, integer }: ProgrammeInput) {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach((row, k) => {
    starts[k + 1] = starts[k]! + row.indices.length
  })
  const indices = new Int32Array(starts[rows.length]!)
  const values = new Float64Array(starts[rows.length]!)
  rows.forEach((row, k) => {
    indices.set(row.indices as number[], starts[k]!)
    values.set(row.values as number[], starts[k]!)
  })
  const numCols = cost.length
  const whole = new Int32Array(numCols)
  for (const column of integer ?? []) whole[column] = highs.constants.variableType.integer
  return {
    numCols,
    numRows: rows.length,
    colCost: Float64Array.from(cost),
    colLower: Float64Array.from(lower),
    colUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: { format: 'csr' as const, numRows: rows.length, numCols, starts, indices, values },
    ...(integer ? { integrality: whole } : {}),
  }
}

/**
 * What the solver does, in milliseconds of an idle machine: so much a run, and so much an iteration of the simplex method,
 * which grows with the programme. Fitted to what tables of 20 to 10,000 cells took.
 */
interface Effort {
  isMixed: boolean
  runMs: number
  iterationMs: number
}

const CHANGE_MS = 1e-3

function effortOf({ cost, rows, integer }: ProgrammeInput): Effort {
  const entries = rows.reduce((sum, { indices }) => sum + indices.length, 0)
  spend(0.12 + entries * 5e-4)
  return integer
    ? { isMixed: true, runMs: 15 + entries * 0.015, iterationMs: 0.1 + (rows.length + cost.length) * 8e-5 }
    : {
        isMixed: false,
        runMs: 0.27 + cost.length * 7e-4,
        iterationMs: rows.length * 9e-5 + cost.length * 1.4e-5,
      }
}

/** What the solver answers; null where it fails in the middle of it, which it can where numbers lie far apart. */
function tried<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch {
    return null
  }
}

const runs = (model: Model, callbacks: HighsCallbackMap = {}): boolean =>
  tried(() => model.run(callbacks) ?? true) !== null

const NOTHING = new Float64Array(0)

function programmeOf(highs: Highs, model: Model, { isMixed, runMs, iterationMs }: Effort): Programme {
  const status = highs.constants.modelStatus
  let broken = false
  let answer: ReturnType<Model['getSolution']> | null = null
  const read = () => {
    answer ??= tried(() => model.getSolution())
    return answer
  }
  const limits = { time_limit: Number.POSITIVE_INFINITY, simplex_iteration_limit: MOST_ITERATIONS }
  const limit = (wanted: typeof limits) => {
    for (const name of ['time_limit', 'simplex_iteration_limit'] as const)
      if (limits[name] !== wanted[name]) model.options.set(name, wanted[name])
    Object.assign(limits, wanted)
  }
  return {
    setCost(column, cost) {
      spend(CHANGE_MS)
      model.changeColCost(column, cost)
    },
    setBounds(column, { lower, upper }) {
      spend(CHANGE_MS)
      model.changeColBounds(column, lower, upper)
    },
    addRow({ lower, upper, indices, values }) {
      // A programme that lacks a row would answer another question than the one asked.
      broken ||= tried(() => model.addRow(lower, upper, { indices, values })) === null
    },
    run({ allowance } = {}) {
      const left = allowance?.left() ?? Number.POSITIVE_INFINITY
      // Not begun, it has not even a bound.
      if (left === 0 || broken) return 'failed'
      answer = null
      const most = (left - runMs) / iterationMs
      if (Number.isFinite(left)) model.zeroAllClocks()
      limit({
        time_limit: (allowance?.clockLeft() ?? Number.POSITIVE_INFINITY) / 1000,
        simplex_iteration_limit: isMixed
          ? MOST_ITERATIONS
          : Math.max(1, Math.min(MOST_ITERATIONS, Math.ceil(most))),
      })
      const callbacks: HighsCallbackMap =
        isMixed && Number.isFinite(most)
          ? {
              [highs.constants.callbackType.mipInterrupt]: (event) => {
                if (Number(event.data.mip_total_lp_iterations ?? 0) > most) event.interrupt()
              },
            }
          : {}
      // The solver itself can fail where numbers lie far apart: once more from nothing.
      let done = runs(model, callbacks)
      if (!done) {
        model.clearSolver()
        done = runs(model, callbacks)
      }
      spend(runMs + Math.max(0, Number(model.info.get('simplex_iteration_count'))) * iterationMs)
      if (!done) return 'failed'
      const standing = model.getModelStatus()
      // An optimum that cannot be read is none.
      if (standing === status.optimal || standing === status.empty) return read() ? 'optimal' : 'failed'
      if (standing === status.infeasible) return 'infeasible'
      if (standing === status.unbounded || standing === status.unboundedOrInfeasible) return 'unbounded'
      return 'stopped'
    },
    objective: () => model.getObjectiveValue(),
    bound: () => Number(model.info.get('mip_dual_bound')),
    values: () => read()?.colValue ?? NOTHING,
    solution: () => {
      const { colValue = NOTHING, colDual = NOTHING } = read() ?? {}
      return { values: colValue, reducedCosts: colDual }
    },
    duals: () => {
      const { colValue = NOTHING, rowDual = NOTHING } = read() ?? {}
      return { values: colValue, rowDuals: rowDual }
    },
    setGap: (relative) => void model.options.set('mip_rel_gap', relative),
  }
}
