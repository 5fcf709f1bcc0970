/**
 * Attack problems of two-way tables as flows in a network.
 *
 * When every cell stands in at most two equations, once on each side, changing
 * cells while keeping all sums is a circulation: equations are nodes, cells are
 * arcs. The furthest a cell can move is then a maximum flow from its head back
 * to its tail, and a minimum cut names the cells whose being shown stops it
 * (Cox 1995; Fischetti & Salazar 1999). Flows at whole values stay whole, so the
 * answer also holds for an attacker who knows that counts are whole numbers.
 *
 * Two-way tables, also with one hierarchy, are networks; three-way tables are not.
 */
import { type AdditiveSystem, incidence } from './additive-system.ts'
import { spend } from './effort.ts'

export interface Network {
  nodes: number
  /** Per cell: the node where it counts positively, and the one where it counts negatively. */
  tail: Int32Array
  head: Int32Array
}

/** The network of a system, or null where it is none. The last node takes what stands in one equation only. */
export function asNetwork({ size, equations }: Pick<AdditiveSystem, 'size' | 'equations'>): Network | null {
  const of = incidence(size, equations)
  if (of.some((places) => places.length > 2)) return null
  const ground = equations.length
  const flip = new Int8Array(equations.length)
  const neighbours: { cell: number; other: number; same: boolean }[][] = equations.map(() => [])
  of.forEach((places, cell) => {
    const [a, b] = places
    if (!a || !b) return
    const same = a.sign !== b.sign
    neighbours[a.equation]!.push({ cell, other: b.equation, same })
    neighbours[b.equation]!.push({ cell, other: a.equation, same })
  })
  for (let start = 0; start < equations.length; start++) {
    if (flip[start] !== 0) continue
    flip[start] = 1
    const queue = [start]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const { other, same } of neighbours[at]!) {
        const wanted = same ? flip[at]! : -flip[at]!
        if (flip[other] === 0) {
          flip[other] = wanted
          queue.push(other)
        } else if (flip[other] !== wanted) return null
      }
    }
  }
  const tail = new Int32Array(size).fill(ground)
  const head = new Int32Array(size).fill(ground)
  of.forEach((places, cell) => {
    for (const { equation, sign } of places) {
      if (sign * flip[equation]! > 0) tail[cell] = equation
      else head[cell] = equation
    }
  })
  return { nodes: ground + 1, tail, head }
}

/** Above this a flow counts as without end: no equation holds the cell from above. */
export const ENDLESS = 1e14

/** How far each cell may rise and fall; 0 and 0 for cells that stay as they are. */
export interface Room {
  up: ArrayLike<number>
  down: ArrayLike<number>
}

/** Room of hidden cells around a table: they rise without limit and fall to what they are at least. */
export function roomOf(values: ArrayLike<number>, lows: ArrayLike<number>): Room {
  return {
    up: new Float64Array(values.length).fill(ENDLESS),
    down: Float64Array.from(values, (value, cell) => Math.min(ENDLESS, value - lows[cell]!)),
  }
}

/** What setting up takes a cell, and a question by itself and an arc looked at, in milliseconds (./effort.ts). */
const SETUP_MS = 1e-5
const REACH_MS = 1e-3
const STEP_MS = 5e-6

/** Flows among cells around a table that adds up. */
export class HiddenFlow {
  readonly #network: Network
  readonly #up: ArrayLike<number>
  readonly #down: ArrayLike<number>
  readonly #first: Int32Array
  readonly #arcs: Int32Array
  readonly #room: Float64Array
  readonly #level: Int32Array
  readonly #next: Int32Array
  readonly #queue: Int32Array
  #barred: readonly number[] = []
  readonly #touched: number[] = []
  readonly #isTouched: Uint8Array
  #sink = 0
  #steps = 0

  constructor(network: Network, { up, down }: Room) {
    this.#network = network
    this.#up = up
    this.#down = down
    const size = network.tail.length
    this.#room = new Float64Array(size * 2)
    this.#isTouched = new Uint8Array(size)
    const degree = new Int32Array(network.nodes + 1)
    const cells: number[] = []
    for (let cell = 0; cell < size; cell++) {
      if ((up[cell] === 0 && down[cell] === 0) || network.tail[cell] === network.head[cell]) continue
      cells.push(cell)
      this.#room[cell * 2] = up[cell]!
      this.#room[cell * 2 + 1] = down[cell]!
      degree[network.tail[cell]! + 1]!++
      degree[network.head[cell]! + 1]!++
    }
    for (let node = 0; node < network.nodes; node++) degree[node + 1]! += degree[node]!
    this.#first = degree.slice()
    this.#arcs = new Int32Array(cells.length * 2)
    const fill = degree.slice()
    for (const cell of cells) {
      this.#arcs[fill[network.tail[cell]!]!++] = cell * 2
      this.#arcs[fill[network.head[cell]!]!++] = cell * 2 + 1
    }
    this.#level = new Int32Array(network.nodes)
    this.#next = new Int32Array(network.nodes)
    this.#queue = new Int32Array(network.nodes)
    spend(size * SETUP_MS)
  }

  /**
   * How far a cell can move up or down while all sums hold, up to `limit`, its own
   * room left out of account; `barred` cells stay as they are (what an insider knows).
   */
  reach(
    cell: number,
    { up, limit, barred = [] }: { up: boolean; limit: number; barred?: readonly number[] },
  ): number {
    const tail = this.#network.tail[cell]!
    const head = this.#network.head[cell]!
    if (tail === head) return limit
    this.#reset()
    this.#barred = [cell, ...barred]
    for (const each of this.#barred) {
      this.#touch(each)
      this.#room[each * 2] = 0
      this.#room[each * 2 + 1] = 0
    }
    this.#steps = 0
    const moved = this.#maxFlow(up ? head : tail, up ? tail : head, limit)
    spend(REACH_MS + this.#steps * STEP_MS)
    return moved
  }

  /** Takes a cell's room as it stands now in what it was made from; a cell that had none then has none here. */
  renew(cell: number): void {
    this.#touch(cell)
  }

  /** After `reach`: the other cells that moved. */
  moved(): number[] {
    // What has no end either way keeps no account of what went through it: passed through, it counts as moved.
    return this.#touched.filter(
      (cell) =>
        !this.#barred.includes(cell) &&
        (this.#room[cell * 2 + 1] !== this.#down[cell] || this.#down[cell]! >= ENDLESS),
    )
  }

  /** After `reach` fell short of its limit: 1 for nodes on the near side of the cut that stopped it. */
  nearSide(): Uint8Array {
    const side = new Uint8Array(this.#network.nodes)
    for (let node = 0; node < side.length; node++) side[node] = this.#level[node]! >= 0 ? 1 : 0
    return side
  }

  /** The same cut pushed as far from the source as it goes: 1 for nodes that no longer reach the sink. */
  farSide(): Uint8Array {
    const side = new Uint8Array(this.#network.nodes).fill(1)
    side[this.#sink] = 0
    this.#queue[0] = this.#sink
    let count = 1
    for (let at = 0; at < count; at++) {
      const node = this.#queue[at]!
      for (let k = this.#first[node]!; k < this.#first[node + 1]!; k++) {
        const arc = this.#arcs[k]!
        const from = this.#end(arc)
        if (side[from] === 0 || this.#room[arc ^ 1]! <= 1e-9) continue
        side[from] = 0
        this.#queue[count++] = from
      }
    }
    return side
  }

  #touch(cell: number) {
    if (this.#isTouched[cell] === 1) return
    this.#isTouched[cell] = 1
    this.#touched.push(cell)
  }

  #reset() {
    for (const cell of this.#touched) {
      this.#isTouched[cell] = 0
      this.#room[cell * 2] = this.#up[cell]!
      this.#room[cell * 2 + 1] = this.#down[cell]!
    }
    this.#touched.length = 0
  }

  /** Dinic 1970, with recursion depth bounded by the number of equations. */
  #maxFlow(source: number, sink: number, limit: number): number {
    let total = 0
    this.#sink = sink
    while (total < limit && this.#layer(source, sink)) {
      this.#next.set(this.#first.subarray(0, this.#next.length))
      for (let sent = this.#send(source, sink, limit - total); sent > 0; ) {
        total += sent
        if (total >= limit) return limit
        sent = this.#send(source, sink, limit - total)
      }
    }
    return total
  }

  #layer(source: number, sink: number): boolean {
    const level = this.#level.fill(-1)
    level[source] = 0
    this.#queue[0] = source
    let count = 1
    for (let at = 0; at < count; at++) {
      const node = this.#queue[at]!
      this.#steps += this.#first[node + 1]! - this.#first[node]!
      for (let k = this.#first[node]!; k < this.#first[node + 1]!; k++) {
        const arc = this.#arcs[k]!
        if (this.#room[arc]! <= 1e-9) continue
        const to = this.#end(arc)
        if (level[to]! >= 0) continue
        level[to] = level[node]! + 1
        // Nothing further off lies on a shortest way.
        if (to === sink) return true
        this.#queue[count++] = to
      }
    }
    return false
  }

  #end(arc: number): number {
    const cell = arc >> 1
    return (arc & 1) === 0 ? this.#network.head[cell]! : this.#network.tail[cell]!
  }

  #send(node: number, sink: number, amount: number): number {
    if (node === sink) return amount
    this.#steps++
    for (; this.#next[node]! < this.#first[node + 1]!; this.#next[node]!++) {
      const arc = this.#arcs[this.#next[node]!]!
      const room = this.#room[arc]!
      if (room <= 1e-9) continue
      const to = this.#end(arc)
      if (this.#level[to] !== this.#level[node]! + 1) continue
      const sent = this.#send(to, sink, Math.min(amount, room))
      if (sent > 0) {
        this.#touch(arc >> 1)
        if (room < ENDLESS) this.#room[arc] = room - sent
        if (this.#room[arc ^ 1]! < ENDLESS) this.#room[arc ^ 1]! += sent
        return sent
      }
    }
    return 0
  }
}
