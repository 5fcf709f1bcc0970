/**
 * The order of test files: those known to take long first, so that none of them is left alone at the end while the
 * other workers have nothing to do. Vitest would go by what it remembers of the last run, and on a fresh clone by size,
 * which puts some of the longest last.
 */
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** From the longest; a folder stands for what is in it. */
const LONG = [
  'visiting/provenance/facts-property',
  'journeys/kill-rounds',
  'journeys/truths-public-path',
  'attacks/counted-rows',
  'visiting/provenance/study-book',
  'visiting/provenance/fourth-book',
  'visiting/provenance/masks',
  'attacks/sieved-groups',
  'attacks/smuggled-values',
  'desktop/',
  'browser/',
  'journeys/',
  'visiting/provenance/',
  'visiting/engine/',
  'attacks/',
  'visiting/disclosure/',
]

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((part) => moduleId.includes(`/tests/${part}`))
  return place < 0 ? LONG.length : place
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => placeOf(a) - placeOf(b))
  }
}
