import type { ReactNode } from 'react'

/** A place to read that scrolls: it takes the focus, so that the keyboard can scroll it where nothing in it does. */
export function Scroller({
  label,
  className,
  children,
}: {
  label: string
  className: string | undefined
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, nobody reads what is below without a pointer
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
