/** A service for ./orphans.test.ts: starts an engine as its arguments say, keeps a query running, and waits to be killed. */

import { PermitId, VisitorId } from '../../../shared/model/ids.ts'
import { makeEngine } from '../../../visiting/engine/make-engine.ts'
import { aChange, aQuery } from './sessions.ts'

const { scripts, session: given, results, sandbox } = JSON.parse(process.argv[2] ?? '{}')
const session = {
  ...given,
  permitId: PermitId.parse(given.permitId),
  visitorId: VisitorId.parse(given.visitorId),
}
const engine = await makeEngine({ scripts, sandbox })
const stored = await engine.run(aChange('CREATE TABLE work.main.kept AS SELECT 1 AS a'), session, {
  folder: results,
}).done
const endless =
  'SELECT count(*) FROM range(100000000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1'
engine.run(aQuery(endless), session, { folder: results })
process.send?.({ state: stored.state, sandbox: (await engine.health()).sandbox.kind })
