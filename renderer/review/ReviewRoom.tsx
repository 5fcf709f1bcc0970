import { Route, Switch } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { useVisitor } from '../client/session.ts'
import { Desk } from './Desk.tsx'
import { Queue } from './Queue.tsx'
import { ReviewPolicy } from './ReviewPolicy.tsx'

/** The reviewer's side: the queue, one output on the desk, and what may pass with one reviewer. */
export function ReviewRoom() {
  const reviews = useVisitor().roles.includes('reviewer')
  // The operator sets the terms of review and sees no output.
  if (!reviews) return <ReviewPolicy />
  return (
    <Switch>
      <Route path="/policy">
        <ReviewPolicy />
      </Route>
      <Route path="/:outputId">
        {({ outputId }) => <Desk key={outputId} outputId={outputId as OutputId} />}
      </Route>
      <Route>
        <Queue />
      </Route>
    </Switch>
  )
}
