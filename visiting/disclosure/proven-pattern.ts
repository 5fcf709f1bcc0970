/** Hidden cells with, for each primary cell, the proof it rests on, and for each cell those that lean on it. */
import type { Proof } from './guard.ts'
import type { SuppressInput, Target } from './suppression-problem.ts'

/** A cell may be shown once no proof leans on it. */
export class ProvenPattern {
  readonly hidden: Uint8Array
  readonly #proofs = new Map<Target, Proof>()
  readonly #leaning = new Map<number, Set<Target>>()
  readonly #isSecondary: Uint8Array

  constructor({ targets, unpublished }: SuppressInput, hidden: Uint8Array) {
    this.hidden = hidden
    this.#isSecondary = unpublished.map((mark) => 1 - mark)
    for (const { cell } of targets) this.#isSecondary[cell] = 0
  }

  /** In place of the proof before. */
  prove(target: Target, proof: Proof): void {
    for (const cell of this.#proofs.get(target)?.cells ?? []) this.#leaning.get(cell)?.delete(target)
    this.#proofs.set(target, proof)
    for (const cell of proof.cells) {
      const known = this.#leaning.get(cell)
      if (known) known.add(target)
      else this.#leaning.set(cell, new Set([target]))
    }
  }

  proofOf(target: Target): Proof {
    return this.#proofs.get(target)!
  }

  leaningOn(cell: number): readonly Target[] {
    return [...(this.#leaning.get(cell) ?? [])]
  }

  isSecondary(cell: number): boolean {
    return this.#isSecondary[cell] === 1
  }

  /** Hidden cells that nothing but the protection of others hides, the dearest first. */
  secondary(cost: ArrayLike<number>): number[] {
    const found: number[] = []
    this.hidden.forEach((mark, cell) => {
      if (mark === 1 && this.#isSecondary[cell] === 1) found.push(cell)
    })
    return found.sort((a, b) => cost[b]! - cost[a]! || a - b)
  }

  /** Targets whose proof rests on fractions: counts being whole may pin them. */
  fractional(): Target[] {
    return [...this.#proofs].flatMap(([target, { whole }]) => (whole ? [] : [target]))
  }
}
