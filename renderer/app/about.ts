/** Whether the sheet about this software is open; it is ./About.tsx. */
import { create } from 'zustand'

export const useAbout = create(() => ({ open: false }))

export const showAbout = (): void => useAbout.setState({ open: true })
