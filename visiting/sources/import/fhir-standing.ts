/**
 * Whether a FHIR R4 resource says that something happened. Bulk exports hold what was entered in error, ruled out,
 * cancelled or not done as well; loaded like the rest, a vaccination that was refused would count as one given.
 */
import type { FhirResource } from './mapping.ts'

/** Values of `status` that say no, for each resource (R4, 4.0.1); none is listed where it says nothing about that. */
const denying: Partial<Record<FhirResource, readonly string[]>> = {
  Encounter: ['planned', 'cancelled'],
  Observation: ['registered', 'cancelled'],
  MedicationRequest: ['draft', 'cancelled'],
  Immunization: ['not-done'],
  Procedure: ['preparation', 'not-done'],
}
/** A proposal or a plan is nobody's order. */
const noOrder = ['proposal', 'plan']

/** Why the resource is no fact, as a row's reason; null where it is one. */
export function whyNoFact(resource: Record<string, unknown>, type: FhirResource): string | null {
  const verified = (resource.verificationStatus ?? {}) as { coding?: { code?: unknown }[] }
  const codes = Array.isArray(verified.coding) ? verified.coding.map(({ code }) => code) : []
  if (resource.status === 'entered-in-error' || codes.includes('entered-in-error')) return 'entered in error'
  if (codes.includes('refuted')) return 'refuted'
  if (denying[type]?.includes(String(resource.status))) return `its status is ${String(resource.status)}`
  if (
    type === 'MedicationRequest' &&
    (resource.doNotPerform === true || noOrder.includes(String(resource.intent)))
  )
    return 'not an order'
  return null
}
