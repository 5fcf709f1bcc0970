import type { BytesRouteName, RouteCall } from '../../shared/contract/routes.ts'
import type { Language } from '../../shared/model/words.ts'
import { downloadInBrowser } from './browser-download.ts'
import { fetchBytes } from './calls.ts'
import { wordsOf } from './problem-words.ts'

/** Fetches a route's CSV and hands it to the browser; answers what went wrong, in words. */
export const saveCsv = <Name extends BytesRouteName>(
  name: Name,
  input: RouteCall<Name>,
  { fileName, language }: { fileName: string; language: Language },
): Promise<ReturnType<typeof wordsOf> | null> =>
  fetchBytes(name, input).then(
    ({ bytes }) => {
      downloadInBrowser(bytes, fileName, 'text/csv')
      return null
    },
    (error: unknown) => wordsOf(error, language),
  )
