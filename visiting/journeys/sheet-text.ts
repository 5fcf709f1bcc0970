/** Text that a spreadsheet would run as a formula is quoted with an apostrophe; null is nothing. */
export const sheetText = (text: string | null): string =>
  text === null ? '' : /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
