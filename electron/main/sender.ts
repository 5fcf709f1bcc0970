/**
 * Who may speak over IPC: the top frame of the workbench's own window, showing the workbench's own page. A frame
 * inside it, another window or a page that came from elsewhere gets no answer at all.
 */

interface Frame {
  url: string
  parent: unknown
}

export interface Speaker {
  /** Identifier of the web contents the message came from. */
  sender: { id: number }
  /** Null when the frame is gone or has navigated since. */
  senderFrame: Frame | null
}

export function isOwnSpeaker(
  { sender, senderFrame }: Speaker,
  { windowId, isOwnPage }: { windowId: number | null; isOwnPage(url: string): boolean },
): boolean {
  return (
    sender.id === windowId &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    isOwnPage(senderFrame.url)
  )
}
