import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeAfterKey } from '../../../renderer/display/grid-keys.ts'

const SIZE = { rows: 1000, columns: 8, rowsOnScreen: 20 }
const at = (row: number, column: number) => ({ row, column })
const plain = (key: string) => ({ key, ctrl: false })
const ctrl = (key: string) => ({ key, ctrl: true })

test.each([
  [plain('ArrowDown'), at(6, 3)],
  [plain('ArrowUp'), at(4, 3)],
  [plain('ArrowLeft'), at(5, 2)],
  [plain('ArrowRight'), at(5, 4)],
  [plain('PageDown'), at(25, 3)],
  [plain('PageUp'), at(0, 3)],
  [plain('Home'), at(5, 0)],
  [plain('End'), at(5, 7)],
  [ctrl('Home'), at(0, 0)],
  [ctrl('End'), at(999, 7)],
  [ctrl('ArrowDown'), at(999, 3)],
  [ctrl('ArrowRight'), at(5, 7)],
])('%o leads from row 5, column 3 to %o', (key, place) => {
  expect(placeAfterKey(at(5, 3), key, SIZE)).toEqual(place)
})

test('other keys move nothing', () => {
  expect(placeAfterKey(at(5, 3), plain('a'), SIZE)).toBeNull()
})

test('no key ever leads outside the grid', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.record({ key: fc.constantFrom(...keys), ctrl: fc.boolean() }), { maxLength: 30 }),
      (rows, columns, pressed) => {
        let place = at(0, 0)
        for (const key of pressed) {
          place = placeAfterKey(place, key, { rows, columns, rowsOnScreen: 7 }) ?? place
          expect(place.row).toBeGreaterThanOrEqual(0)
          expect(place.row).toBeLessThan(rows)
          expect(place.column).toBeGreaterThanOrEqual(0)
          expect(place.column).toBeLessThan(columns)
        }
      },
    ),
  )
})
