/** Whose turn it is in the queue, and the way through it. Pure. */
import type { RouteOutput } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { dueOf } from '../display/due.ts'

type Turn = RouteOutput<'reviews.turns'>['turns'][number]

/** Days before the due date from which on it is said to come near. */
const SOON_DAYS = 1

export interface QueueProgress {
  /** The reviewer may still judge it. */
  mine: number
  /** In review, and others’ turn. */
  others: number
  /** Among those of the reviewer: due today or tomorrow, and past their date. */
  soon: number
  over: number
}

/**
 * How many wait for the visitor and how many for others, and of the visitor's own which are due soon
 * (SOON_DAYS) or over.
 */
export function progressOf(waiting: readonly Turn[], now: Date): QueueProgress {
  const mine = waiting.filter(({ whyNot }) => whyNot === null)
  const due = mine.map(({ dueAt }) => dueOf(dueAt, now))
  return {
    mine: mine.length,
    others: waiting.length - mine.length,
    soon: due.filter((one) => one.kind === 'today' || (one.kind === 'ahead' && one.days <= SOON_DAYS)).length,
    over: due.filter(({ kind }) => kind === 'over').length,
  }
}

export interface QueueSteps {
  /** Counted from 1; null where it is not for the reviewer to judge, or not any more. */
  at: number | null
  /** How many the reviewer may still judge. */
  all: number
  previous: OutputId | null
  next: OutputId | null
}

/** The way goes round at the ends; null where there is nothing else to judge. */
export function stepsFrom(turns: readonly Turn[], outputId: OutputId): QueueSteps {
  const open = turns.filter(({ whyNot }) => whyNot === null).map((turn) => turn.outputId)
  const here = open.indexOf(outputId)
  // From one that is done, on to the open one that follows where it stood.
  const place = turns.findIndex((turn) => turn.outputId === outputId)
  const following = turns.slice(place + 1).find(({ whyNot }) => whyNot === null)?.outputId
  const others = open.filter((id) => id !== outputId)
  if (here < 0) {
    const next = following ?? open[0] ?? null
    const before = next === null ? -1 : open.indexOf(next) - 1
    return { at: null, all: open.length, next, previous: open.at(before) ?? null }
  }
  if (others.length === 0) return { at: 1, all: 1, previous: null, next: null }
  return {
    at: here + 1,
    all: open.length,
    previous: open.at(here - 1) ?? null,
    next: open[(here + 1) % open.length] ?? null,
  }
}
