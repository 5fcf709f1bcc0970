/**
 * Text that a spreadsheet would run as a formula is quoted with an apostrophe, also where it begins with the full-width
 * signs that Japanese editions read as the others; null is nothing.
 */
export const sheetText = (text: string | null): string =>
  text === null ? '' : /^[=+\-@\t\r\n＝＋－＠]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
