/** Every route of the environment, by name. Server, client, OpenAPI and the schema digest derive from this table. */
import * as applications from './applications.ts'
import * as audit from './audit.ts'
import * as auditUse from './audit-use.ts'
import * as catalog from './catalog.ts'
import * as committee from './committee.ts'
import * as conflicts from './conflicts.ts'
import * as dashboard from './dashboard.ts'
import type { CallOf, InputOf, OutputOf } from './define-route.ts'
import * as environment from './environment.ts'
import * as ledger from './ledger.ts'
import * as outputs from './outputs.ts'
import * as permits from './permits.ts'
import * as queries from './queries.ts'
import * as releases from './releases.ts'
import * as results from './results.ts'
import * as reviews from './reviews.ts'
import * as rules from './rules.ts'
import * as sessions from './sessions.ts'

export const ROUTES = {
  [environment.identity.name]: environment.identity,
  [environment.health.name]: environment.health,
  [sessions.signIn.name]: sessions.signIn,
  [sessions.current.name]: sessions.current,
  [sessions.signOut.name]: sessions.signOut,
  [sessions.changePassword.name]: sessions.changePassword,
  [catalog.datasets.name]: catalog.datasets,
  [catalog.dataset.name]: catalog.dataset,
  [catalog.macros.name]: catalog.macros,
  [catalog.dcat.name]: catalog.dcat,
  [dashboard.linkage.name]: dashboard.linkage,
  [dashboard.aggregate.name]: dashboard.aggregate,
  [dashboard.csv.name]: dashboard.csv,
  [permits.myPermits.name]: permits.myPermits,
  [permits.workspace.name]: permits.workspace,
  [permits.register.name]: permits.register,
  [permits.end.name]: permits.end,
  [permits.change.name]: permits.change,
  [applications.mine.name]: applications.mine,
  [applications.start.name]: applications.start,
  [applications.detail.name]: applications.detail,
  [applications.save.name]: applications.save,
  [applications.confirm.name]: applications.confirm,
  [applications.submit.name]: applications.submit,
  [applications.withdraw.name]: applications.withdraw,
  [committee.queue.name]: committee.queue,
  [committee.desk.name]: committee.desk,
  [committee.comment.name]: committee.comment,
  [committee.askForChanges.name]: committee.askForChanges,
  [committee.convene.name]: committee.convene,
  [committee.attend.name]: committee.attend,
  [committee.setTerms.name]: committee.setTerms,
  [committee.vote.name]: committee.vote,
  [committee.adjourn.name]: committee.adjourn,
  [queries.run.name]: queries.run,
  [queries.state.name]: queries.state,
  [queries.cancel.name]: queries.cancel,
  [queries.plan.name]: queries.plan,
  [queries.history.name]: queries.history,
  [results.view.name]: results.view,
  [results.page.name]: results.page,
  [results.picture.name]: results.picture,
  [outputs.preview.name]: outputs.preview,
  [ledger.compare.name]: ledger.compare,
  [outputs.previewProgress.name]: outputs.previewProgress,
  [outputs.cancelPreview.name]: outputs.cancelPreview,
  [outputs.submit.name]: outputs.submit,
  [outputs.resubmit.name]: outputs.resubmit,
  [outputs.withdraw.name]: outputs.withdraw,
  [outputs.list.name]: outputs.list,
  [outputs.detail.name]: outputs.detail,
  [outputs.figure.name]: outputs.figure,
  [reviews.queue.name]: reviews.queue,
  [reviews.turns.name]: reviews.turns,
  [reviews.desk.name]: reviews.desk,
  [ledger.deskLedger.name]: ledger.deskLedger,
  [reviews.vote.name]: reviews.vote,
  [reviews.picture.name]: reviews.picture,
  [reviews.open.name]: reviews.open,
  [reviews.difference.name]: reviews.difference,
  [reviews.policy.name]: reviews.policy,
  [reviews.setPolicy.name]: reviews.setPolicy,
  [conflicts.declare.name]: conflicts.declare,
  [conflicts.list.name]: conflicts.list,
  [conflicts.lift.name]: conflicts.lift,
  [rules.editions.name]: rules.editions,
  [rules.addEdition.name]: rules.addEdition,
  [releases.download.name]: releases.download,
  [releases.recall.name]: releases.recall,
  [releases.standing.name]: releases.standing,
  [releases.recalls.name]: releases.recalls,
  [releases.confirmRecall.name]: releases.confirmRecall,
  [audit.entries.name]: audit.entries,
  [audit.people.name]: audit.people,
  [audit.names.name]: audit.names,
  [audit.verify.name]: audit.verify,
  [auditUse.use.name]: auditUse.use,
  [auditUse.useCsv.name]: auditUse.useCsv,
} as const

export type RouteName = keyof typeof ROUTES
export type RouteInput<Name extends RouteName> = InputOf<(typeof ROUTES)[Name]>
export type RouteCall<Name extends RouteName> = CallOf<(typeof ROUTES)[Name]>
export type RouteOutput<Name extends RouteName> = OutputOf<(typeof ROUTES)[Name]>

/** Names of routes that answer JSON, and of those that answer bytes. */
export type BytesRouteName = {
  [Name in RouteName]: (typeof ROUTES)[Name]['output'] extends { bytes: string } ? Name : never
}[RouteName]
export type JsonRouteName = Exclude<RouteName, BytesRouteName>
