import { expect, test } from 'vitest'
import { readSqlFile } from '../../../renderer/workbench/sql-files.ts'

const SHIFT_JIS = new Uint8Array([0x2d, 0x2d, 0x20, 0x90, 0xab, 0x95, 0xca, 0x0d, 0x0a, 0x53])

test.each([
  ['cohort.sql', 'SELECT 1\r\n-- 性別\r', { name: 'cohort', sql: 'SELECT 1\n-- 性別\n' }],
  ['with mark.SQL', '\uFEFFSELECT 1', { name: 'with mark', sql: 'SELECT 1' }],
  ['older.txt', SHIFT_JIS, { name: 'older', sql: '-- 性別\nS' }],
  ['picture.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), { name: 'picture.png', sql: null }],
  ['book.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 8, 0]), { name: 'book.xlsx', sql: null }],
  ['large.sql', 'x'.repeat(200_001), { name: 'large.sql', sql: null }],
])('%s is read as the text it is, or said not to be one', async (name, content, read) => {
  expect(await readSqlFile(new File([content], name))).toEqual(read)
})
