/**
 * The life of an application as one literal table: from a state, by an act, to a state. An amendment is an application
 * of its own that names the permit it amends and goes the same way. The diagram in ARCHITECTURE.md is generated from it.
 */
import { z } from 'zod'

export const ApplicationState = z.enum([
  'draft',
  'submitted',
  'under-review',
  'returned',
  'approved',
  'in-force',
  'rejected',
  'withdrawn',
])
export type ApplicationState = z.infer<typeof ApplicationState>

/** Approved is not the end: the permit is still prepared. */
export const APPLICATION_TRANSITIONS = {
  draft: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { convene: 'under-review', return: 'returned', withdraw: 'withdrawn' },
  'under-review': {
    adjourn: 'submitted',
    return: 'returned',
    approve: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
  },
  returned: { submit: 'submitted', withdraw: 'withdrawn' },
  approved: { provision: 'in-force' },
  'in-force': {},
  rejected: {},
  withdrawn: {},
} as const satisfies Record<ApplicationState, Partial<Record<string, ApplicationState>>>

export const ApplicationAct = z.enum([
  'submit',
  'withdraw',
  'convene',
  'adjourn',
  'return',
  'approve',
  'reject',
  'provision',
])
export type ApplicationAct = z.infer<typeof ApplicationAct>

/** The state after an act, or null where the table has no such step. */
export function nextApplicationState(state: ApplicationState, act: ApplicationAct): ApplicationState | null {
  const row: Partial<Record<string, ApplicationState>> = APPLICATION_TRANSITIONS[state]
  return row[act] ?? null
}

/** True while the applicant writes: nobody but the people of the application sees it or its next round. */
export const isWritable = (state: ApplicationState): boolean => nextApplicationState(state, 'submit') !== null

/** True until somebody decided or gave up. */
export const isPending = (state: ApplicationState): boolean =>
  nextApplicationState(state, 'withdraw') !== null
