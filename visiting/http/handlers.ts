/** What the door calls: one handler a route, bound from the journeys. */
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/routes.ts'
import type { Visitor } from '../../shared/model/visitor.ts'

/** One request as a handler sees it. */
export interface Visit {
  requestId: string
  /** Set by the door for routes that need a visitor, after credentials and role were checked. */
  visitor: Visitor
  /** The caller's token; null on open routes. */
  token: string | null
  /** Checks both once more, for an act that had to wait: refuses who may not come in any more. */
  again(): Promise<void>
}

export type Handlers = {
  [Name in RouteName]: (input: RouteInput<Name>, visit: Visit) => Promise<RouteOutput<Name>>
}
