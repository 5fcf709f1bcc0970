/** Saves figures as CSV, or says why they cannot be saved here. */
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { showToast } from './toasts.ts'

export interface CsvButtonProps {
  label: string
  /** Where files are not saved: in the desktop application, which saves cleared packages only. */
  whyNot: string | null
  /** Answers what went wrong, in words. */
  onSave(): Promise<{ title: string; next: string } | null>
  testId: string
}

export function CsvButton({ label, whyNot, onSave, testId }: CsvButtonProps) {
  const [busy, setBusy] = useState(false)

  async function save() {
    setBusy(true)
    const problem = await onSave()
    setBusy(false)
    if (problem) showToast({ tone: 'danger', title: problem.title, body: problem.next })
  }

  if (whyNot !== null)
    return (
      <span className="vw-dim" style={{ maxWidth: 330, fontSize: 12 }} data-testid={`${testId}-why-not`}>
        {whyNot}
      </span>
    )
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={15} />}
      loading={busy}
      onClick={() => void save()}
      data-testid={testId}
    >
      {label}
    </Button>
  )
}
