/** Names and texts as SQL writes them, whatever is in them. */

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as SQL writes it, with the quotes around it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
