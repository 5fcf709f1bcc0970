/**
 * Proves by example that a primary cell can move as far as it must: a cheapest
 * shift { M d = 0 } that raises or lowers it by a given amount. The cells it moves
 * are the proof: as long as they are hidden, the attacker cannot rule it out.
 *
 * Every cell has a price, hidden ones next to none. That keeps shifts short, and
 * lets each programme start from the last without a search for a first answer:
 * with prices above 0 the dual simplex has only the one moved cell to settle.
 */

import { informedWidth, insidersIn, type Proof } from './guard.ts'
import { type Programme, withProgramme } from './solver.ts'
import { fallsOf, informedFallsOf, type SuppressInput, type Target } from './suppression-problem.ts'

const HIDDEN_PRICE = 1e-3

/** Cells moved by one shift, and whether each by a whole number. */
interface Way {
  cells: number[]
  whole: boolean
}

const cellsOf = (ways: readonly Way[]) => ways.flatMap(({ cells }) => cells)
const isWhole = (ways: readonly Way[]) => ways.every(({ whole }) => whole)
const isNearWhole = (amount: number) => Math.abs(amount - Math.round(amount)) < 1e-6

class ShiftProver {
  readonly #programme: Programme
  readonly #input: SuppressInput
  readonly #allowed: Uint8Array
  readonly #falls: { plain: Float64Array; informed: Float64Array }
  #knows = true

  constructor(programme: Programme, input: SuppressInput) {
    this.#programme = programme
    this.#input = input
    this.#allowed = new Uint8Array(input.values.length)
    this.#falls = { plain: fallsOf(input), informed: informedFallsOf(input) }
  }

  /** Whether a cell may move, and at its price or as a hidden one. */
  allow(cell: number, { allowed, hidden }: { allowed: boolean; hidden: boolean }): void {
    const size = this.#allowed.length
    const price = hidden ? HIDDEN_PRICE : this.#input.cost[cell]! + HIDDEN_PRICE
    this.#programme.setCost(cell, price)
    this.#programme.setCost(cell + size, price)
    this.#allowed[cell] = allowed ? 1 : 0
    this.#free(cell)
  }

  /** A proof for a target against every attacker; null where no shift of permitted cells protects it. */
  prove(target: Target, hidden: Uint8Array): Proof | null {
    const { floors } = this.#input
    // What satisfies the attacker who knows more with the full width satisfies both.
    const ways = this.#widest(target, { width: target.width, hidden })
    if (ways) return this.#pastInsiders(target, ways)
    if (!floors) return null
    const informed = this.#widest(target, { width: informedWidth(target.width), hidden })
    const proof = informed && this.#pastInsiders(target, informed)
    if (!proof) return null
    this.#know(false)
    const plain = this.#widest(target, { width: target.width, hidden })
    this.#know(true)
    if (!plain) return null
    for (const cell of cellsOf(plain)) if (cell !== target.cell) proof.cells.add(cell)
    return { cells: proof.cells, whole: proof.whole && isWhole(plain) }
  }

  #pastInsiders(target: Target, ways: readonly Way[]): Proof | null {
    const { singles } = this.#input
    const cells = new Set(cellsOf(ways))
    const paths = ways.map((way) => way.cells)
    for (const insider of insidersIn(paths, { target, singles, cells })) {
      const beside = this.#moveBeside(target, insider)
      if (!beside) return null
      for (const cell of beside.cells) cells.add(cell)
    }
    cells.delete(target.cell)
    return { cells, whole: isWhole(ways) }
  }

  /** Whether the attacker knows that hidden cells are not 0. */
  #know(knows: boolean): void {
    this.#knows = knows
    for (let cell = 0; cell < this.#allowed.length; cell++) if (this.#allowed[cell] === 1) this.#free(cell)
  }

  /** How far a cell can fall, by what the attacker of the moment knows. */
  #fall(cell: number): number {
    return this.#falls[this.#knows ? 'informed' : 'plain'][cell]!
  }

  /** The cheapest moves that leave a target this width: up, down, or both. */
  #widest(target: Target, { width, hidden }: { width: number; hidden: Uint8Array }): Way[] | null {
    const own = this.#fall(target.cell)
    const down = Math.min(own, width)
    const splits = [[width, 0]]
    if (down > 0) splits.push([width - down, down])
    let ways: Way[] | null = null
    for (const [up, fall] of splits) {
      const found = this.#ways(target, { up: up!, down: fall! })
      if (found && (!ways || this.#price(found, hidden) < this.#price(ways, hidden))) ways = found
    }
    if (!ways) {
      // Neither end of the range will do: as far up as it goes, and the rest down.
      const most = this.#furthest(target, width)
      ways = this.#ways(target, { up: most, down: width - most })
    }
    return ways
  }

  #price(ways: readonly Way[], hidden: Uint8Array): number {
    let sum = 0
    for (const cell of new Set(cellsOf(ways))) if (hidden[cell] === 0) sum += this.#input.cost[cell]!
    return sum
  }

  /** Cells moved on the way up and on the way down; null where one of them is closed. */
  #ways(target: Target, { up, down }: { up: number; down: number }): Way[] | null {
    if (down > this.#fall(target.cell) + 1e-9) return null
    const ways: Way[] = []
    for (const [rise, fall] of [
      [up, 0],
      [0, down],
    ] as const) {
      if (rise <= 0 && fall <= 0) continue
      const way = this.#shift(target.cell, { rise, fall })
      if (!way) return null
      ways.push(way)
    }
    return ways
  }

  #moveBeside(target: Target, insider: number): Way | null {
    const size = this.#allowed.length
    const still = { lower: 0, upper: 0 }
    this.#programme.setBounds(insider, still)
    this.#programme.setBounds(insider + size, still)
    const way =
      this.#shift(target.cell, { rise: 1, fall: 0 }) ??
      (this.#fall(target.cell) >= 1 ? this.#shift(target.cell, { rise: 0, fall: 1 }) : null)
    this.#free(insider)
    return way
  }

  #shift(cell: number, { rise, fall }: { rise: number; fall: number }): Way | null {
    const size = this.#allowed.length
    this.#programme.setBounds(cell, { lower: rise, upper: rise })
    this.#programme.setBounds(cell + size, { lower: fall, upper: fall })
    const way: Way = { cells: [], whole: true }
    const found = this.#programme.run() === 'optimal'
    if (found) {
      const moved = this.#programme.values()
      for (let each = 0; each < size; each++) {
        const [risen, fallen] = [moved[each]!, moved[each + size]!]
        if (risen <= 1e-7 && fallen <= 1e-7) continue
        way.cells.push(each)
        if (!isNearWhole(risen) || !isNearWhole(fallen)) way.whole = false
      }
    }
    this.#free(cell)
    return found ? way : null
  }

  /** How far up a target can go, up to its width. */
  #furthest({ cell }: Target, width: number): number {
    const size = this.#allowed.length
    this.#programme.setBounds(cell, { lower: 0, upper: width })
    this.#programme.setBounds(cell + size, { lower: 0, upper: 0 })
    this.#programme.setCost(cell, -1e9)
    const most = this.#programme.run() === 'optimal' ? this.#programme.values()[cell]! : 0
    this.#programme.setCost(cell, HIDDEN_PRICE)
    this.#free(cell)
    return Math.floor(most + 1e-6)
  }

  #free(cell: number): void {
    const size = this.#allowed.length
    const open = this.#allowed[cell] === 1
    this.#programme.setBounds(cell, { lower: 0, upper: open ? Number.POSITIVE_INFINITY : 0 })
    this.#programme.setBounds(cell + size, { lower: 0, upper: open ? this.#fall(cell) : 0 })
  }
}

/** Lends a prover in which no cell may move yet. */
export function withShiftProver<T>(
  input: SuppressInput,
  use: (prover: ShiftProver) => T | Promise<T>,
): Promise<T> {
  const size = input.values.length
  const zeros = new Float64Array(size * 2)
  const rows = input.system.equations.map(({ cells, signs }) => ({
    indices: [...cells, ...cells.map((cell) => cell + size)],
    values: [...signs, ...signs.map((sign) => -sign)],
    lower: 0,
    upper: 0,
  }))
  return withProgramme({ cost: zeros, lower: zeros, upper: zeros, rows, presolve: false }, (programme) =>
    use(new ShiftProver(programme, input)),
  )
}
