/** A name as it is looked for: whatever the width and case of its letters, and however it is spaced. */
export const plainName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s/g, '')
