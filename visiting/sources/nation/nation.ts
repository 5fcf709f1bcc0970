/** The parts of the invented nation in the order they are made. */
import { careStages, careTables } from './care.ts'
import { chanceMacros } from './chance.ts'
import { claimStages, claimTables } from './claims.ts'
import { recordStages, recordTables } from './clinical-records.ts'
import { covidDiagnoses, covidStages, covidTables } from './covid.ts'
import { municipalityTable } from './geography.ts'
import { liverDiagnoses, liverDrugs, liverStages } from './liver-study.ts'
import { moreClaimTables } from './more-claims.ts'
import type { NationTable, Stage } from './nation-table.ts'
import { masterTables } from './open-data.ts'
import { ageBandTable, cancerSiteTable, personStage, personTables } from './people.ts'
import { rareDiagnoses, rareStages, rareTables } from './rare-disease.ts'
import { registryDiagnoses, registryStages, registryTables } from './registries.ts'
import { dpcTables, strokeDiagnoses, strokeStages } from './stroke.ts'

/** Statements that run once, before the first chunk. */
export const referenceStatements = (seed: number): string =>
  chanceMacros(seed) + ageBandTable + cancerSiteTable + municipalityTable + masterTables

/** Temporary tables of one chunk, each of which may use the ones before it. */
export const chunkStages = (chunk: { from: number; until: number }): Stage[] => [
  personStage(chunk),
  ...liverStages,
  ...covidStages,
  ...rareStages,
  ...strokeStages,
  ...careStages,
  ...registryStages,
  ...recordStages,
  ...claimStages({
    diagnoses: [liverDiagnoses, covidDiagnoses, rareDiagnoses, strokeDiagnoses, registryDiagnoses],
    drugs: [liverDrugs],
  }),
]

export const nationTables: NationTable[] = [
  ...personTables,
  ...claimTables,
  ...moreClaimTables,
  ...careTables,
  ...dpcTables,
  ...covidTables,
  ...registryTables,
  ...rareTables,
  ...recordTables,
]
