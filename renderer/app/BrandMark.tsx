/** A house whose door is a prompt: one visits, nothing leaves. */
export function BrandMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M3.5 10.2 12 3.2l8.5 7v9.3a1.3 1.3 0 0 1-1.3 1.3H4.8a1.3 1.3 0 0 1-1.3-1.3z"
        fill="var(--vw-accent)"
      />
      <path
        d="m8 11.2 3 2.8-3 2.8"
        stroke="var(--vw-ground)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M12.6 16.8h3.6" stroke="var(--vw-ground)" strokeWidth="1.7" strokeLinecap="round" />
    </svg>
  )
}
