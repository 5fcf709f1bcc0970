/** Pictures of a result that were asked for, as object URLs that are given back when the result goes. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { PictureAsked } from './PictureGrid.tsx'
import { pictureBlob } from './picture-blob.ts'

type Kept = { url: string } | { error: unknown } | 'asked'

export interface Pictures {
  need(asked: PictureAsked): void
  urlOf(asked: PictureAsked): string | undefined
  errorOf(asked: PictureAsked): unknown
  retry(asked: PictureAsked): void
}

const keyOf = ({ page, firstColumn, scale, theme, language }: PictureAsked): string =>
  [page, firstColumn, scale, theme, language].join(' ')

export function usePictures(
  resultId: string,
  fetchPicture: (asked: PictureAsked) => Promise<BytesAnswer>,
): Pictures {
  const [version, redraw] = useState(0)
  const fetcher = useRef(fetchPicture)
  fetcher.current = fetchPicture

  // One store a result: an answer that comes late goes into the store it was asked for, which nobody reads any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new result starts an empty store
  const kept = useMemo(() => new Map<string, Kept>(), [resultId])
  useEffect(
    () => () => {
      for (const picture of kept.values()) {
        if (typeof picture === 'object' && 'url' in picture) URL.revokeObjectURL(picture.url)
      }
      kept.clear()
    },
    [kept],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: version stands for what the store holds
  return useMemo(() => {
    const need = (asked: PictureAsked): void => {
      const key = keyOf(asked)
      if (kept.has(key)) return
      kept.set(key, 'asked')
      fetcher
        .current(asked)
        .then((answer) => {
          kept.set(key, { url: URL.createObjectURL(pictureBlob(answer)) })
        })
        .catch((error: unknown) => kept.set(key, { error }))
        .finally(() => redraw((n) => n + 1))
    }
    return {
      need,
      urlOf: (asked) => {
        const found = kept.get(keyOf(asked))
        return typeof found === 'object' && 'url' in found ? found.url : undefined
      },
      errorOf: (asked) => {
        const found = kept.get(keyOf(asked))
        return typeof found === 'object' && 'error' in found ? found.error : undefined
      },
      retry: (asked) => {
        kept.delete(keyOf(asked))
        need(asked)
      },
    }
  }, [kept, version])
}
