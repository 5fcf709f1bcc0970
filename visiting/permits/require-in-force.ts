import type { PermitId } from '../../shared/model/ids.ts'
import { type Permit, whyNotUnderPermit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { PermitExtract, PermitsPort } from './permits-port.ts'

/** The permit and its extract if the visitor may work under it now; otherwise refuses, naming why. */
export async function requireInForce(
  { permits, now }: { permits: PermitsPort; now: () => Date },
  id: PermitId,
  visitor: Visitor,
): Promise<{ permit: Permit; extract: PermitExtract }> {
  const found = await permits.get(id)
  if (!found) throw new Refusal('permit-not-found')
  const whyNot = whyNotUnderPermit(found.permit, visitor, now())
  if (whyNot) throw new Refusal(whyNot)
  if (!found.extract) throw new Refusal('permit-not-ready')
  return { permit: found.permit, extract: found.extract }
}
