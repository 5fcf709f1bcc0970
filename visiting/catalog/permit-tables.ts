/** What a permit for some databases opens: their tables as the permit records them. */
import type { Dataset } from '../../shared/model/catalog.ts'
import type { PermitTable } from '../../shared/model/permit.ts'

/** All tables of the named databases, in catalog order; open datasets may be named like any other. */
export function permitTablesOf(datasets: readonly Dataset[], databaseIds: readonly string[]): PermitTable[] {
  return datasets
    .filter((dataset) => databaseIds.includes(dataset.id))
    .flatMap((dataset) =>
      dataset.tables.map((table) => ({
        database: dataset.id,
        schema: table.schema,
        name: table.name,
        nameJa: table.title.ja,
        nameEn: table.title.en,
        noteJa: table.note?.ja ?? null,
        noteEn: table.note?.en ?? null,
        level: table.level,
        columns: table.variables.map((variable) => ({
          name: variable.name,
          type: variable.type,
          nameJa: variable.title.ja,
          nameEn: variable.title.en,
          unit: variable.unit,
          noteJa: variable.note?.ja ?? null,
          noteEn: variable.note?.en ?? null,
          sensitivity: variable.sensitivity,
          identity: variable.identity,
        })),
      })),
    )
}
