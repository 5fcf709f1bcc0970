/** Short messages about something that has just happened. What needs an answer is a dialog, what lasts is a Notice. */
import { create } from 'zustand'

export interface Toast {
  id: number
  tone: 'good' | 'info' | 'warning' | 'danger'
  title: string
  body: string | null
}

interface ToastState {
  toasts: Toast[]
  dismiss(id: number): void
}

export const useToasts = create<ToastState>((set) => ({
  toasts: [],
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}))

let lastId = 0

/** Shows a toast. Good news and information leave by themselves; warnings and dangers stay until closed. */
export function showToast({
  tone,
  title,
  body = null,
}: {
  tone: Toast['tone']
  title: string
  body?: string | null
}): void {
  lastId += 1
  const toast = { id: lastId, tone, title, body }
  // The same words again take the place of the first: one message, told once.
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((before) => before.title !== title).slice(-3), toast],
  }))
  if (tone === 'good' || tone === 'info') {
    setTimeout(() => useToasts.getState().dismiss(toast.id), 6_000)
  }
}
