/**
 * Studies on the catalog's own tables, through policy and provenance, held against plain DuckDB with one person after
 * the other taken out; person by person and by masks.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findingsOf } from './by-study.ts'
import { openPlainPeople, type PlainPeople } from './plain-people.ts'
import type { BookStudy } from './read-book.ts'
import { openStudyBench, type StudyBench } from './study-bench.ts'

const SEED = 5

/** Called by a test file; books in several files are judged side by side. */
export function judgeBook(book: BookStudy[]): void {
  let benches: StudyBench[]
  let plain: PlainPeople
  beforeAll(async () => {
    plain = await openPlainPeople(SEED)
    benches = [
      await openStudyBench({ seed: SEED }),
      await openStudyBench({ seed: SEED, numbered: { spacing: 40, cells: true } }),
    ]
  }, 120_000)
  afterAll(() => {
    for (const bench of benches ?? []) bench.close()
    plain?.close()
  })

  describe('what a study claims is true, and no more is masked than need be', () => {
    test.each(book)('$name', async (study) => {
      const answers = await plain.answers(study.sql)
      for (const bench of benches) {
        const { standing, reason, cells } = await findingsOf(bench, answers, study)
        expect(cells.filter(({ wrong }) => wrong.length > 0)).toEqual([])
        if (study.unverified !== null) {
          expect([standing, reason]).toEqual(['unverified', study.unverified])
          continue
        }
        expect([standing, reason]).toEqual(['aggregated', null])
        const measures = cells.filter(({ role }) => role !== 'key')
        expect({
          cells: measures.filter(({ mask }) => mask !== 'shown').length,
          of: measures.length,
        }).toEqual(study.masked)
        const certain = measures.filter(({ role, certainty }) => role !== 'constant' && certainty === 'exact')
        expect([...new Set(certain.map(({ column }) => column))].sort()).toEqual([...study.exact].sort())
      }
    })
  })
}
