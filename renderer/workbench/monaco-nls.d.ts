declare module 'monaco-editor/nls/lang/ja'
