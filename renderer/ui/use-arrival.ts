import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Whoever comes into a room by its key, or has just signed in, stands on the room itself, which has no use for keys: what
 * takes them is given the focus, once it is there, and also where the key is pressed with the room already on screen. A
 * pointer pressed on bare ground changes nothing. What leaves the screen with the focus in it gives it back to the room,
 * for what comes after it. `inside`: an element in the room; `find`: what takes the keys.
 */
export function useArrival(
  inside: RefObject<HTMLElement | null>,
  find: () => HTMLElement | null | undefined,
): void {
  const latest = useRef(find)
  latest.current = find
  useLayoutEffect(() => {
    const place = inside.current
    const main = place?.closest('main')
    const take = () => {
      if (main?.matches(':focus:not(:active)')) latest.current()?.focus()
    }
    take()
    main?.addEventListener('focus', take)
    return () => {
      main?.removeEventListener('focus', take)
      if (place?.contains(document.activeElement)) main?.focus()
    }
  }, [inside])
}
