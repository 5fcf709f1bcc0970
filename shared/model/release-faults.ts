/** Everything that can be wrong with a release package, as one closed table with words. */
import { fill, type Language } from './words.ts'

const RELEASE_FAULTS = {
  'not-a-package': {
    ja: 'リリースパッケージ（ZIP）として読めません。途中で切れているか、別のファイルです。',
    en: 'It cannot be read as a release package (ZIP): cut short, or some other file.',
  },
  'not-canonical': {
    ja: 'ZIPに、環境が書いたものではない部分（重複した項目、余分なバイト、書き換えられた見出しなど）があります。',
    en: 'The ZIP has parts the environment did not write (a repeated entry, extra bytes, or a changed header).',
  },
  'manifest-missing': {
    ja: '「{path}」が入っていません。',
    en: '“{path}” is missing from the package.',
  },
  'signature-wrong': {
    ja: '署名が、記憶している環境の鍵と一致しません。',
    en: 'The signature does not match the remembered key of the environment.',
  },
  'manifest-unreadable': {
    ja: '署名は正しいものの、manifest.json の形式をこの版では読めません。',
    en: 'The signature holds, but this version cannot read the form of manifest.json.',
  },
  'environment-differs': {
    ja: '別の環境のパッケージです（鍵の指紋 {path}）。',
    en: 'It is a package of another environment (key fingerprint {path}).',
  },
  'release-differs': {
    ja: '求めたものとは別のリリースです（{path}）。',
    en: 'It is another release than the one asked for ({path}).',
  },
  'path-unsafe': {
    ja: 'ファイル名「{path}」は安全ではありません。',
    en: 'The file name “{path}” is not safe.',
  },
  'file-listed-twice': {
    ja: 'manifest.json に「{path}」が二度書かれています。',
    en: '“{path}” is listed twice in manifest.json.',
  },
  'file-missing': {
    ja: 'manifest.json にあるファイル「{path}」が入っていません。',
    en: 'The file “{path}” of manifest.json is missing.',
  },
  'file-unlisted': {
    ja: 'manifest.json にないファイル「{path}」が入っています。',
    en: 'There is a file that manifest.json does not list: “{path}”.',
  },
  'size-differs': {
    ja: 'ファイル「{path}」の大きさが manifest.json と違います。',
    en: 'The size of “{path}” differs from manifest.json.',
  },
  'digest-differs': {
    ja: 'ファイル「{path}」の内容が書き換えられています（SHA-256 が違います）。',
    en: 'The content of “{path}” was changed (its SHA-256 differs).',
  },
} as const satisfies Record<string, Record<Language, string>>

export type ReleaseFaultCode = keyof typeof RELEASE_FAULTS

/** What is wrong with a package. `path` names the file (or fingerprint, or release) it is about; '' for the whole. */
export interface ReleaseFault {
  why: ReleaseFaultCode
  path: string
}

/** One sentence, naming the file of the package where the fault is one file's. */
export const wordsForReleaseFault = ({ why, path }: ReleaseFault, language: Language): string =>
  fill(RELEASE_FAULTS[why][language], { path })
