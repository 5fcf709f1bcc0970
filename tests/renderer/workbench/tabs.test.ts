import { beforeEach, expect, test, vi } from 'vitest'

const kept = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, text: string) => kept.set(key, text),
})
const { activeTab, closeTab, leaveTabs, openTabs, reopenTab, stepTab, useTabs } = await import(
  '../../../renderer/workbench/tabs.ts'
)

const names = () => useTabs.getState().tabs.map(({ name }) => name)
const inFront = () => activeTab(useTabs.getState())?.name
const close = () => closeTab(useTabs.getState().active)

beforeEach(() => {
  kept.clear()
  leaveTabs()
  openTabs(
    'sato.prm',
    ['a', 'b', 'c'].map((name) => ({ name, sql: `SELECT '${name}'` })),
  )
})

test('tabs go round at the ends', () => {
  stepTab(-1)
  expect(inFront()).toBe('c')
  stepTab(1)
  stepTab(1)
  expect(inFront()).toBe('b')
})

test('closed tabs come back with their text, the last one first, also after a reload', () => {
  close()
  close()
  expect(names()).toEqual(['c'])
  leaveTabs()
  openTabs('sato.prm', [])
  reopenTab()
  expect([names(), inFront()]).toEqual([['c', 'b'], 'b'])
  reopenTab()
  expect([names(), activeTab(useTabs.getState())?.sql]).toEqual([['c', 'b', 'a'], "SELECT 'a'"])
  reopenTab()
  expect(names()).toHaveLength(3)
})

test('nobody else is given the tabs somebody closed', () => {
  close()
  leaveTabs()
  openTabs('tanaka.prm', [{ name: 'mine', sql: '' }])
  reopenTab()
  expect(names()).toEqual(['mine'])
})
