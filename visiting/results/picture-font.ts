/** The font of all pictures, shipped with the environment: a server has none of its own. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { GlobalFonts } from '@napi-rs/canvas'

/** The family name it is registered under. */
export const PICTURE_FONT = 'Visiting Noto Sans JP'

let registered = false

/** Before anything is drawn; a second call does nothing. */
export function registerPictureFont(): void {
  if (registered) return
  const path = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  )
  GlobalFonts.register(readFileSync(path), PICTURE_FONT)
  registered = true
}
