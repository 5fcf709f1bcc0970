import { createContext } from 'react'

/** Goes to a table (`schema.name`) where SQL is written; null where that room is not there. */
export const WorkbenchLink = createContext<((table: string) => void) | null>(null)
