/** Licences of what Monaco carries of others; the bundler sees Monaco alone. By its place, as its package exports none. */
import notices from '../../node_modules/monaco-editor/ThirdPartyNotices.txt?raw'

export const MONACO_NOTICES = notices
