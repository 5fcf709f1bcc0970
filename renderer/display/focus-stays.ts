import type { FocusEvent } from 'react'

/**
 * Focus that a pointer puts on a part goes to the whole, which moves through its parts by keys and says which one is meant
 * (aria-activedescendant): a part that is scrolled away is not in the page any more, and would take the focus with it.
 */
export function focusStays({ target, currentTarget }: FocusEvent<HTMLElement>): void {
  if (target !== currentTarget) currentTarget.focus({ preventScroll: true })
}
