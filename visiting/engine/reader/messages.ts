/** What the service and the process that reads open tables say to each other. */
export type ReaderRequest =
  | { act: 'open'; folders: string[]; memoryBytes: number }
  | { act: 'ask'; id: number; sql: string }

export type ReaderCell = string | number | boolean | null
/** Without `rows` the engine failed; its words stay in the process. */
export type ReaderReply = { say: 'ready' } | { say: 'answered'; id: number; rows: ReaderCell[][] | null }
