/** The figure of an item as the environment drew it, for as long as it is on the screen. Each look is audited. */
import { useEffect, useState } from 'react'
import type { OutputId } from '../../shared/model/ids.ts'
import { fetchBytes } from './calls.ts'

/** Null until it has come. */
export type FigurePicture = { url: string } | { error: unknown } | null

export function useFigurePicture(outputId: OutputId, item: number): FigurePicture {
  const [shown, setShown] = useState<FigurePicture>(null)
  useEffect(() => {
    let url: string | null = null
    let gone = false
    fetchBytes('outputs.figure', { outputId, item })
      .then(({ bytes }) => {
        if (gone) return
        url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
        setShown({ url })
      })
      .catch((error: unknown) => {
        if (!gone) setShown({ error })
      })
    return () => {
      gone = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [outputId, item])
  return shown
}
