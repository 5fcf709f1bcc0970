/** All planted truths, one or two for each use case of the ministry's papers. */
import { liverTruth } from './liver.ts'
import { rareDiseaseTruth } from './rare-disease.ts'
import { barthelTruth, careLevelTruth } from './rehabilitation.ts'
import type { Truth } from './truth.ts'
import { lastingTruth, vaccineTruth } from './vaccine.ts'

export const truths: readonly Truth[] = [
  liverTruth,
  rareDiseaseTruth,
  vaccineTruth,
  lastingTruth,
  barthelTruth,
  careLevelTruth,
]
