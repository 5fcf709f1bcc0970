/** The parts of the invented nation in the order they are made. */
import { chanceMacros } from './chance.ts'
import { claimStages, claimTables } from './claims.ts'
import { covidDiagnoses, covidStages, covidTables } from './covid.ts'
import { municipalityTable } from './geography.ts'
import { liverDiagnoses, liverDrugs, liverStages } from './liver-study.ts'
import type { NationTable, Stage } from './nation-table.ts'
import { masterTables, openTables } from './open-data.ts'
import { ageBandTable, personStage, personTables } from './people.ts'

export { openTables }

/** Statements that run once, before the first chunk. */
export const referenceStatements = (seed: number): string =>
  chanceMacros(seed) + ageBandTable + municipalityTable + masterTables

/** Temporary tables of one chunk, each of which may use the ones before it. */
export const chunkStages = (chunk: { from: number; until: number }): Stage[] => [
  personStage(chunk),
  ...liverStages,
  ...covidStages,
  ...claimStages({ diagnoses: [liverDiagnoses, covidDiagnoses], drugs: [liverDrugs] }),
]

export const nationTables: NationTable[] = [...personTables, ...claimTables, ...covidTables]
