/** Monaco with what an SQL editor needs: all editing features, one worker from our own origin, our language, our themes. */
import 'monaco-editor/features/register.all'
import * as monaco from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { offer, registerSql } from './monaco-language.ts'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

monaco.editor.defineTheme('vw-light', {
  base: 'vs',
  inherit: true,
  rules: [
    { token: 'keyword', foreground: '2857a6', fontStyle: 'bold' },
    { token: 'type', foreground: '7a3e9d' },
    { token: 'predefined', foreground: '0a6a6f' },
    { token: 'string', foreground: '8f4a00' },
    { token: 'number', foreground: '0a6e53' },
    { token: 'comment', foreground: '5f6874' },
    { token: 'operator', foreground: '3a424e' },
  ],
  colors: {
    'editor.background': '#ffffff',
    'editor.foreground': '#1b2027',
    'editor.lineHighlightBackground': '#f4f6f9',
    'editor.lineHighlightBorder': '#00000000',
    'editor.selectionBackground': '#cddcf3',
    'editorLineNumber.foreground': '#6b7480',
    'editorLineNumber.dimmedForeground': '#6b7480',
    'editorLineNumber.activeForeground': '#2857a6',
    'editorGutter.background': '#ffffff',
    'editorWidget.background': '#f7f8fa',
    'editorWidget.border': '#b9c0ca',
  },
})
monaco.editor.defineTheme('vw-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: 'keyword', foreground: '82a9e6', fontStyle: 'bold' },
    { token: 'type', foreground: 'c9a0e0' },
    { token: 'predefined', foreground: '67c7cc' },
    { token: 'string', foreground: 'e3ad72' },
    { token: 'number', foreground: '57c9a3' },
    { token: 'comment', foreground: '8a94a2' },
    { token: 'operator', foreground: 'c2cad6' },
  ],
  colors: {
    'editor.background': '#171b21',
    'editor.foreground': '#dde1e7',
    'editor.lineHighlightBackground': '#1c2128',
    'editor.lineHighlightBorder': '#00000000',
    'editor.selectionBackground': '#2f4669',
    'editorLineNumber.foreground': '#8a94a2',
    'editorLineNumber.dimmedForeground': '#8a94a2',
    'editorLineNumber.activeForeground': '#82a9e6',
    'editorGutter.background': '#171b21',
    'editorWidget.background': '#1c2128',
    'editorWidget.border': '#48515f',
  },
})

registerSql()

/** Where this file was loaded from: ./load-monaco.ts evaluates it once for each language. */
const address = import.meta.url

export { address, monaco, offer }
