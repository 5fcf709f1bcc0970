import { expect, test } from 'vitest'
import { actOf, keysOf } from '../../../renderer/workbench/editor-keys.ts'

const pressed = (keys: string) => ({
  code: keys.split('+').at(-1) ?? '',
  ctrlKey: keys.includes('Ctrl+'),
  metaKey: keys.includes('Meta+'),
  altKey: keys.includes('Alt+'),
  shiftKey: keys.includes('Shift+'),
})

test.each([
  ['Alt+KeyT', 'new-tab'],
  ['Alt+Shift+KeyT', 'reopen-tab'],
  ['Alt+KeyW', 'close-tab'],
  ['Ctrl+Shift+KeyE', 'plan'],
  ['Ctrl+Shift+Enter', 'run-all'],
  ['Ctrl+Enter', null],
  ['F2', 'rename-tab'],
  ['Shift+F2', null],
  ['Meta+Shift+KeyE', 'plan'],
  ['Ctrl+F2', 'cancel'],
  ['Ctrl+KeyS', 'save'],
  ['Ctrl+KeyO', 'open-file'],
  ['KeyT', null],
  ['Ctrl+Alt+KeyT', null],
  ['Shift+KeyS', null],
])('%s does %s', (keys, act) => {
  expect(actOf(pressed(keys))).toBe(act)
})

test('keys are written as they are pressed', () => {
  expect(keysOf('reopen-tab', { mac: false })).toBe('Alt+Shift+T')
  expect(keysOf('plan', { mac: true })).toBe('⌘+Shift+E')
})
