/**
 * The fields of FHIR R4 resources that the EHR tables draw on, flattened to names a mapping file can use. Whoever needs
 * another field adds it here; what is not listed is not read.
 */
import type { SourceRecord, Value } from '../deidentify/rules.ts'
import type { FhirResource } from './mapping.ts'

/** Walks `a.b.0.c`; null where the path ends early or does not end in a plain value. */
function at(resource: unknown, path: string): Value {
  let node: unknown = resource
  for (const step of path.split('.')) {
    if (typeof node !== 'object' || node === null) return null
    node = (node as Record<string, unknown>)[step]
  }
  return typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean' ? node : null
}

const first = (resource: unknown, ...paths: string[]): Value => {
  for (const path of paths) {
    const value = at(resource, path)
    if (value !== null) return value
  }
  return null
}

/** The identifier at the end of a reference: `Patient/123` gives `123`. */
const reference = (resource: unknown, path: string): Value => {
  const value = at(resource, path)
  return typeof value === 'string' ? (value.split('/').at(-1) ?? null) : null
}

/**
 * The patient's identifier: `Patient/123`, an absolute address and one with a version give `123`, `urn:uuid:…` itself.
 * Null for a group or a device, which is nobody, and for a contained resource, which is known in its own line only.
 */
const patient = (resource: unknown, path: string): Value => {
  const value = at(resource, path)
  if (typeof value !== 'string') return null
  if (value.startsWith('urn:')) return value
  return /(?:^|\/)Patient\/([^/#?]+)(?:\/_history\/[^/]+)?$/.exec(value)?.[1] ?? null
}

/** The code of the coding whose system fits, or else of the first one. */
function code(resource: unknown, path: string, system?: RegExp): Value {
  for (let i = 0; system && i < 10; i++) {
    const found = at(resource, `${path}.coding.${i}.system`)
    if (typeof found === 'string' && system.test(found)) return at(resource, `${path}.coding.${i}.code`)
  }
  return at(resource, `${path}.coding.0.code`)
}
const undotted = (value: Value): Value =>
  typeof value === 'string' && /^[A-Z]\d\d\.\d+$/.test(value) ? value.replace('.', '') : value
const words = (resource: unknown, path: string): Value =>
  first(resource, `${path}.text`, `${path}.coding.0.display`)

/** The result as a number where it is one; a limit (`<5.0`) or words stay text, which no column of numbers takes. */
function result(resource: unknown): Value {
  const value = at(resource, 'valueQuantity.value')
  if (value === null)
    return (
      first(resource, 'valueInteger', 'valueString', 'valueCodeableConcept.text') ??
      first(resource, 'valueCodeableConcept.coding.0.display', 'valueCodeableConcept.coding.0.code')
    )
  return `${at(resource, 'valueQuantity.comparator') ?? ''}${value}`
}

const flatteners: Record<FhirResource, (resource: unknown) => SourceRecord> = {
  Patient: (r) => ({
    subject: at(r, 'id'),
    name: first(r, 'name.0.text', 'name.0.family'),
    phone: at(r, 'telecom.0.value'),
    insured_number: at(r, 'identifier.0.value'),
    gender: at(r, 'gender'),
    birth_date: at(r, 'birthDate'),
    birth_year: String(at(r, 'birthDate') ?? '').slice(0, 4) || null,
    prefecture: at(r, 'address.0.state'),
    institution: reference(r, 'managingOrganization.reference'),
  }),
  Encounter: (r) => ({
    subject: patient(r, 'subject.reference'),
    class: at(r, 'class.code'),
    started: at(r, 'period.start'),
    ended: at(r, 'period.end'),
    status: at(r, 'status'),
    institution: reference(r, 'serviceProvider.reference'),
  }),
  Condition: (r) => ({
    subject: patient(r, 'subject.reference'),
    // HL7 writes E11.9 where Japan's claims, and so the tables, have E119.
    code: undotted(code(r, 'code', /icd-?10|1\.2\.392\.200119\.4\.101/i)),
    name: words(r, 'code'),
    onset: first(r, 'onsetDateTime', 'onsetPeriod.start', 'recordedDate'),
    clinical_status: code(r, 'clinicalStatus'),
    institution: reference(r, 'recorder.reference'),
  }),
  AllergyIntolerance: (r) => ({
    subject: patient(r, 'patient.reference'),
    category: at(r, 'category.0'),
    substance: words(r, 'code'),
    criticality: at(r, 'criticality'),
    recorded: first(r, 'recordedDate', 'onsetDateTime'),
    institution: reference(r, 'recorder.reference'),
  }),
  Observation: (r) => ({
    subject: patient(r, 'subject.reference'),
    code: code(r, 'code', /jlac/i),
    name: words(r, 'code'),
    effective: first(r, 'effectiveDateTime', 'effectivePeriod.start', 'effectiveInstant', 'issued'),
    value: result(r),
    unit: first(r, 'valueQuantity.unit', 'valueQuantity.code'),
    positive: at(r, 'valueBoolean'),
    institution: reference(r, 'performer.0.reference'),
  }),
  MedicationRequest: (r) => ({
    subject: patient(r, 'subject.reference'),
    drug_code: code(r, 'medicationCodeableConcept', /1\.2\.392\.(200119\.4\.403|100495\.20\.2\.7)/),
    atc_code: code(r, 'medicationCodeableConcept', /whocc\.no\/atc|atc/i),
    drug_name: words(r, 'medicationCodeableConcept'),
    authored: at(r, 'authoredOn'),
    days: at(r, 'dispenseRequest.expectedSupplyDuration.value'),
    institution: reference(r, 'requester.reference'),
  }),
  Immunization: (r) => ({
    subject: patient(r, 'patient.reference'),
    vaccine_code: code(r, 'vaccineCode'),
    vaccine_name: words(r, 'vaccineCode'),
    occurred: at(r, 'occurrenceDateTime'),
    dose_number: at(r, 'protocolApplied.0.doseNumberPositiveInt'),
    institution: reference(r, 'location.reference'),
  }),
  Procedure: (r) => ({
    subject: patient(r, 'subject.reference'),
    code: code(r, 'code'),
    name: words(r, 'code'),
    performed: first(r, 'performedDateTime', 'performedPeriod.start'),
    institution: reference(r, 'performer.0.actor.reference'),
  }),
  DocumentReference: (r) => ({
    subject: patient(r, 'subject.reference'),
    type: words(r, 'type'),
    date: at(r, 'date'),
    size: at(r, 'content.0.attachment.size'),
    institution: reference(r, 'custodian.reference'),
  }),
}

/** Names of the fields a resource gives. */
export const fhirFields = (resource: FhirResource): string[] => Object.keys(flatteners[resource]({}))

/** Null where the value is not a resource of this type. */
export function flattenFhir(value: unknown, resource: FhirResource): SourceRecord | null {
  return at(value, 'resourceType') === resource ? flatteners[resource](value) : null
}
