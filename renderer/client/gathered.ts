/**
 * What somebody gathered in the catalog for an application, kept in this window's storage until it goes into one. It
 * holds names of the open catalog only. Signing in keeps it; it is gone when somebody leaves or another person comes.
 */
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { useSession } from './session.ts'

export interface GatheredTable {
  database: string
  schema: string
  name: string
  columns: string[]
}

type Named = Pick<GatheredTable, 'schema' | 'name'>
const isSame = (a: Named, b: Named) => a.schema === b.schema && a.name === b.name

export const useGathered = create<{ tables: GatheredTable[] }>()(
  persist(() => ({ tables: [] as GatheredTable[] }), {
    name: 'vw.gathered',
    storage: createJSONStorage(() => localStorage),
  }),
)

let last = useSession.getState().visitor?.id ?? null
useSession.subscribe(({ visitor, expired }) => {
  const now = visitor?.id ?? (expired ? last : null)
  if (last !== null && now !== last) clearGathered()
  last = now
})

/** Adds tables; columns are added to those of a table that is there already. */
export function gather(added: readonly GatheredTable[]): void {
  useGathered.setState(({ tables }) => {
    const merged = [...tables]
    for (const table of added) {
      const at = merged.findIndex((one) => isSame(one, table))
      const before = merged[at]
      if (before) merged[at] = { ...before, columns: [...new Set([...before.columns, ...table.columns])] }
      else merged.push(table)
    }
    return { tables: merged }
  })
}

/** With all that was gathered of it. */
export function dropTable(table: Named): void {
  useGathered.setState(({ tables }) => ({ tables: tables.filter((one) => !isSame(one, table)) }))
}

/** Its table stays, even with no column left. */
export function dropColumn(table: Named, column: string): void {
  useGathered.setState(({ tables }) => ({
    tables: tables.map((one) =>
      isSame(one, table) ? { ...one, columns: one.columns.filter((name) => name !== column) } : one,
    ),
  }))
}

/** Once it went into an application. */
export function clearGathered(): void {
  useGathered.setState({ tables: [] })
}

/** Whether the table is, or with `column` whether that column of it is. */
export const isGathered = (tables: readonly GatheredTable[], table: Named, column?: string): boolean =>
  tables.some((one) => isSame(one, table) && (column === undefined || one.columns.includes(column)))
