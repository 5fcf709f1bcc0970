import { Route, Switch } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { Desk } from './Desk.tsx'
import { Queue } from './Queue.tsx'

/** The reviewer's side: the queue, and one output on the desk. */
export function ReviewRoom() {
  return (
    <Switch>
      <Route path="/:outputId">
        {({ outputId }) => <Desk key={outputId} outputId={outputId as OutputId} />}
      </Route>
      <Route>
        <Queue />
      </Route>
    </Switch>
  )
}
