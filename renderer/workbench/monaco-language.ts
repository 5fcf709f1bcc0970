/** DuckDB's SQL for the editor: colours, brackets, completion and explanations on hover. */
import * as monaco from 'monaco-editor/editor'
import { type Known, type KnownTable, type Suggestion, suggestionsAt } from './completion.ts'
import { FUNCTIONS, KEYWORDS, TYPES } from './duckdb-words.ts'
import { scopeAt } from './query-scope.ts'
import { statementAt } from './statement-at.ts'

const LANGUAGE_ID = 'duckdb-sql'

let known: Known = { tables: [], macros: [], language: 'ja' }

/** What completion and hover speak of: the tables of the permit in front, and the macro library. */
export const offer = (now: Known): void => {
  known = now
}

const { CompletionItemKind } = monaco.languages
const KINDS: Record<Suggestion['kind'], monaco.languages.CompletionItemKind> = {
  schema: CompletionItemKind.Module,
  table: CompletionItemKind.Struct,
  column: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
  macro: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  type: CompletionItemKind.TypeParameter,
}

function statementAround(model: monaco.editor.ITextModel, position: monaco.Position) {
  const cursor = model.getOffsetAt(position)
  const sql = model.getValue()
  const found = statementAt(sql, cursor)
  const start = found && found.start <= cursor ? found.start : cursor
  return { before: sql.slice(start, cursor), statement: found?.text ?? '' }
}

/** Once, before the first editor. */
export function registerSql(): void {
  monaco.languages.register({ id: LANGUAGE_ID })
  monaco.languages.setLanguageConfiguration(LANGUAGE_ID, {
    comments: { lineComment: '--', blockComment: ['/*', '*/'] },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: "'", close: "'", notIn: ['string', 'comment'] },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
  })
  monaco.languages.setMonarchTokensProvider(LANGUAGE_ID, {
    ignoreCase: true,
    defaultToken: '',
    keywords: KEYWORDS,
    types: TYPES,
    functions: Object.keys(FUNCTIONS),
    tokenizer: {
      root: [
        [/--.*$/, 'comment'],
        [/\/\*/, 'comment', '@comment'],
        [/'/, 'string', '@string'],
        [/"/, 'identifier', '@quoted'],
        [/\$(\w*)\$/, { token: 'string', next: '@dollar.$1' }],
        [/\d+(\.\d+)?(e[+-]?\d+)?/, 'number'],
        [
          /[a-z_]\w*/,
          {
            cases: {
              '@keywords': 'keyword',
              '@types': 'type',
              '@functions': 'predefined',
              '@default': 'identifier',
            },
          },
        ],
        [/[()[\]{}]/, '@brackets'],
        [/[;,.]/, 'delimiter'],
        [/[<>=!%&+\-*/|~^:]+/, 'operator'],
      ],
      comment: [
        [/[^*]+/, 'comment'],
        [/\*\//, 'comment', '@pop'],
        [/\*/, 'comment'],
      ],
      string: [
        [/[^']+/, 'string'],
        [/''/, 'string'],
        [/'/, 'string', '@pop'],
      ],
      quoted: [
        [/[^"]+/, 'identifier'],
        [/"/, 'identifier', '@pop'],
      ],
      dollar: [
        [/\$(\w*)\$/, { cases: { '$1==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } }],
        [/[^$]+/, 'string'],
        [/\$/, 'string'],
      ],
    },
  })
  monaco.languages.registerCompletionItemProvider(LANGUAGE_ID, {
    triggerCharacters: ['.'],
    provideCompletionItems(model, position) {
      const { before, statement } = statementAround(model, position)
      const word = model.getWordUntilPosition(position)
      const range = new monaco.Range(
        position.lineNumber,
        word.startColumn,
        position.lineNumber,
        word.endColumn,
      )
      return {
        suggestions: suggestionsAt({ before, statement }, known).map((suggestion) => ({
          label: { label: suggestion.label, description: suggestion.detail },
          kind: KINDS[suggestion.kind],
          insertText: suggestion.insert,
          // Japanese names find it, too; English ones would match nearly anything.
          filterText: [suggestion.label, ...(suggestion.detail.match(/[^\x20-\x7e]+/g) ?? [])].join(' '),
          sortText: `${suggestion.order}${suggestion.label}`,
          range,
        })),
      }
    },
  })
  monaco.languages.registerHoverProvider(LANGUAGE_ID, {
    provideHover(model, position) {
      const word = model.getWordAtPosition(position)?.word.toLowerCase()
      if (!word) return null
      const { tables, macros, language } = known
      const macro = macros.find(({ name }) => name === word)
      if (macro) return hover(`**${macro.title[language]}**`, `\`${macro.example}\`\n\n${macro.source ?? ''}`)
      const { before, statement } = statementAround(model, position)
      const { names: scope } = scopeAt(statement, before.length, tables)
      const table = scope.get(word) ?? tables.find(({ name }) => name.toLowerCase() === word)
      if (table)
        return hover(`**${table.title || table.name}**`, table.title ? table.name : columnList(table))
      const qualifier = /([a-z_]\w*)\.\w*$/i.exec(before)?.[1]?.toLowerCase()
      const behind = qualifier === undefined ? undefined : scope.get(qualifier)
      for (const inScope of behind ? [behind] : new Set(scope.values())) {
        const column = inScope.columns.find(({ name }) => name.toLowerCase() === word)
        if (column?.type)
          return hover(`**${column.title || column.name}**  \`${column.type}\``, column.note ?? '')
      }
      return null
    },
  })
}

/** What a table without words of its own holds: one of the workspace, or one the statement names. */
const columnList = ({ columns }: KnownTable): string => columns.map(({ name }) => `\`${name}\``).join(' ')

const hover = (title: string, body: string): monaco.languages.Hover => ({
  contents: [{ value: title }, ...(body ? [{ value: body }] : [])],
})
