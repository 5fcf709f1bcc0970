import { describe, expect, test } from 'vitest'
import { isOwnUrl } from '../../../electron/main/origin.ts'
import { isOwnSpeaker } from '../../../electron/main/sender.ts'

const top = (url: string) => ({ url, parent: null })
const window = { windowId: 7, isOwnPage: isOwnUrl }
const speaks = (senderFrame: { url: string; parent: unknown } | null, id = 7) =>
  isOwnSpeaker({ sender: { id }, senderFrame }, window)

describe('over IPC', () => {
  test('the top frame of the workbench’s own window may speak', () => {
    expect(speaks(top('app://workbench/index.html#/catalog'))).toBe(true)
  })

  test.each([
    ['a page from elsewhere', top('https://workbench/index.html')],
    ['a page that looks like ours', top('app://workbench.example/index.html')],
    ['a page with our address in its own', top('https://example.jp/?app://workbench/')],
    ['a local file', top('file:///index.html')],
    ['an empty page', top('about:blank')],
    [
      'a frame inside our page',
      { url: 'app://workbench/index.html', parent: top('app://workbench/index.html') },
    ],
    ['a frame that is gone', null],
  ])('%s may not', (_who, frame) => {
    expect(speaks(frame)).toBe(false)
  })

  test('another window may not, nor any once ours is closed', () => {
    expect(speaks(top('app://workbench/index.html'), 8)).toBe(false)
    const closed = { windowId: null, isOwnPage: isOwnUrl }
    expect(isOwnSpeaker({ sender: { id: 7 }, senderFrame: top('app://workbench/') }, closed)).toBe(false)
  })
})
