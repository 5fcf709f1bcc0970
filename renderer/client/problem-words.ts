/** Problem → words. Every problem brings its words in both languages; the screen only picks one. */
import type { Problem } from '../../shared/model/problem.ts'
import type { Language } from '../../shared/model/words.ts'

/** Thrown inside query functions, so that the cache keeps the problem as its error. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

const BUG: Problem['words'] = {
  ja: {
    title: '画面の内部で問題が起きました。',
    next: '画面を開き直してください。続く場合は運用者に連絡してください。',
  },
  en: {
    title: 'Something went wrong in this window.',
    next: 'Open it again; if it goes on, tell the operator.',
  },
}

/** What happened and what to do next, in one language. Anything that is no problem of a door is a bug of ours. */
export function wordsOf(error: unknown, language: Language): { title: string; next: string } {
  if (error instanceof ProblemError) return error.problem.words[language]
  return BUG[language]
}

/** Null for a fault of the client itself, which has no words of the environment. */
export const problemIn = (error: unknown): Problem | null =>
  error instanceof ProblemError ? error.problem : null
