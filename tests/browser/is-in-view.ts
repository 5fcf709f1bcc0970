import type { Locator } from 'playwright-core'

/** Whether something in a grid is wholly within what is seen of the grid, below its header. */
export const isInView = (grid: Locator, what: string): Promise<boolean> =>
  grid.evaluate((element, selector) => {
    const found = element.querySelector(selector)?.getBoundingClientRect()
    const header = element.querySelector('[role=row]')?.getBoundingClientRect()
    if (!found || !header) return false
    const { top, left } = element.getBoundingClientRect()
    const [bottom, right] = [top + element.clientHeight, left + element.clientWidth]
    return (
      found.top >= header.bottom - 1 &&
      found.bottom <= bottom + 1 &&
      found.left >= left - 1 &&
      found.right <= right + 1
    )
  }, what)
