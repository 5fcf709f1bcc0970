/** Hands bytes to the browser's own download. The desktop has no such way: there, only releases reach the disk. */
export function downloadInBrowser(bytes: Uint8Array, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the Blob after the click; releasing it at once would cut the download off.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
