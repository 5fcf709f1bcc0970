/**
 * The cheapest hypercube around a primary cell (the idea of Repsilber 1994 and of
 * GHMITER, Gießing & Repsilber 2002, here with whole moves as proof of safety).
 *
 * A move is a signed set of categories of one dimension that leaves all its sums
 * as they are: one category against another with the ancestors they do not share,
 * or a path from the total to a leaf. The product of one move a dimension is a set
 * of cells that can all shift by δ, alternately up and down, with every equation
 * kept. If all of them are hidden, the attacker cannot rule out shifts up to the
 * least of those that fall, one way and the other. No programme needs solving, in any
 * number of dimensions.
 */
import type { CellTable, Dimension } from './cell-table.ts'
import { spend } from './effort.ts'

interface Move {
  nodes: number[]
  signs: (1 | -1)[]
}

export interface CubeNeed {
  cell: number
  /** By how much the cell must be able to move, up and down together. */
  width: number
  /** Try raising the cell with all its margins too, dear as that is: nothing has to fall for it. */
  sure?: boolean
}

export interface CubeState {
  /** How far each cell can fall. */
  falls: ArrayLike<number>
  cost: ArrayLike<number>
  hidden: Uint8Array
  /** May this cell be hidden? */
  eligible: Uint8Array
  /** Cells that may not carry a move (what an insider knows). */
  avoid: (cell: number) => boolean
}

export interface CubeFinder {
  /** Cells of the cheapest cube around a cell, itself left out; null where none is strong enough. */
  cheapest(need: CubeNeed, state: CubeState): number[] | null
}

/** About how many products of moves to look at for one cell. */
const MAX_PRODUCTS = 40_000
/** What one corner takes, in milliseconds (./effort.ts). */
const LOOK_MS = 5e-4

/** Prepares `table` once, for many questions. */
export function cubeFinder(table: CellTable): CubeFinder {
  const { dimensions, cells, find } = table
  const perDimension = Math.max(4, Math.floor(MAX_PRODUCTS ** (1 / Math.max(1, dimensions.length))))

  return {
    cheapest({ cell, width, sure = false }, { falls, cost, hidden, eligible, avoid }) {
      const home = cells[cell]!.at
      let best = Number.POSITIVE_INFINITY
      let looks = 0
      let bestCells: number[] | null = null

      /** The cube with one more move; null if one of its corners cannot serve or it is too weak. */
      const extend = (cube: Cube, { move, d }: { move: Move; d: number }): Cube | null => {
        const corners = cube.corners.slice()
        const found: number[] = []
        let { up, down, price } = cube
        for (const corner of cube.corners)
          for (let k = 0; k < move.nodes.length; k++) {
            if (move.nodes[k] === home[d]) continue
            looks++
            const at = corner.at.with(d, move.nodes[k]!)
            const other = find(at)
            if (other < 0 || (hidden[other] === 0 && eligible[other] === 0) || avoid(other)) return null
            const sign = corner.sign * move.signs[k]!
            if (sign < 0) up = Math.min(up, falls[other]!)
            else down = Math.min(down, falls[other]!)
            if (up + down < width) return null
            if (hidden[other] === 0) price += cost[other]!
            found.push(other)
            corners.push({ at, sign })
          }
        return { corners, cells: [...cube.cells, ...found], up, down, price }
      }

      const descend = (d: number, cube: Cube) => {
        if (cube.price >= best) return
        if (d === dimensions.length) {
          best = cube.price
          bestCells = cube.cells
          return
        }
        const options: { move: Move; price: number }[] = []
        for (const move of moves(dimensions[d]!, home[d]!)) {
          const alone = extend(start, { move, d })
          if (alone) options.push({ move, price: alone.price })
        }
        options.sort((a, b) => a.price - b.price)
        const first = options.slice(0, perDimension)
        if (sure) first.push(...options.slice(perDimension).filter(({ move }) => move.nodes.includes(0)))
        for (const { move, price } of first) {
          if (cube.price + price >= best) break
          const next = extend(cube, { move, d })
          if (next) descend(d + 1, next)
        }
      }
      const start: Cube = {
        corners: [{ at: home, sign: 1 }],
        cells: [],
        up: Number.POSITIVE_INFINITY,
        down: falls[cell]!,
        price: 0,
      }
      descend(0, start)
      spend(looks * LOOK_MS)
      return bestCells
    },
  }
}

interface Cube {
  corners: { at: number[]; sign: number }[]
  cells: number[]
  /** How far the corner at home can rise and fall. */
  up: number
  down: number
  price: number
}

const MAX_PATHS = 60
const FAR_PATHS = 3

/** Moves of one dimension in which this node goes up. */
function moves(dimension: Dimension, node: number): Move[] {
  const { children, parent, nodes } = dimension
  if (nodes.length === 1) return [{ nodes: [0], signs: [1] }]
  const found: Move[] = []
  for (const below of paths(dimension, node).slice(0, MAX_PATHS)) {
    // Up to the total: every ancestor goes up with it.
    const ascent = [...below]
    for (let at = parent[node]!; at >= 0; at = parent[at]!) ascent.push(at)
    found.push({ nodes: ascent, signs: ascent.map(() => 1) })
    // Against a sibling of the node or of one of its ancestors.
    const rising = [...below]
    for (let at = node; parent[at]! >= 0; at = parent[at]!) {
      for (const sibling of children[parent[at]!]!) {
        if (sibling === at) continue
        // Relatives further off get a few paths only: there are enough of them.
        for (const against of paths(dimension, sibling).slice(0, at === node ? MAX_PATHS : FAR_PATHS))
          found.push({
            nodes: [...rising, ...against],
            signs: [...rising.map((): 1 => 1), ...against.map((): -1 => -1)],
          })
      }
      rising.push(parent[at]!)
    }
  }
  return found
}

/** Ways from a node down to a leaf, the node first. */
function paths({ children }: Dimension, node: number): number[][] {
  if (children[node]!.length === 0) return [[node]]
  const found: number[][] = []
  const walk = (path: number[]) => {
    const below = children[path.at(-1)!]!
    if (below.length === 0) found.push(path)
    else for (const child of below) walk([...path, child])
  }
  walk([node])
  return found
}
