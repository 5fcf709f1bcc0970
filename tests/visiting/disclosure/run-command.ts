/** The disclosure commands in this process, on files of a folder that goes with the test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { afterAll } from 'vitest'
import { BilingualCommand } from '../../../visiting/command-line/bilingual-command.ts'
import { registerDisclosureCommands } from '../../../visiting/disclosure/command.ts'

export interface PrintedCell {
  file?: string
  key: Record<string, string>
  count: number
  status: string
  interval: [number, number | null] | null
  findings: string[]
  exact?: boolean
}

/** Writes files, and runs `disclosure …` with them. */
export function commandOn(prefix: string) {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  afterAll(() => rmSync(folder, { recursive: true }))
  return {
    file(name: string, text: string | Uint8Array): string {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    },
    async run(...args: string[]) {
      const said = { status: 0, stdout: '', stderr: '' }
      const program = new BilingualCommand('visiting').exitOverride()
      registerDisclosureCommands(program, {
        out: (text) => {
          said.stdout += text
        },
        note: (text) => {
          said.stderr += text
        },
        fail: (exitCode) => {
          said.status = exitCode
        },
      })
      for (const command of program.commands.flatMap((each) => [each, ...each.commands]))
        command.exitOverride()
      try {
        await program.parseAsync(['node', 'visiting', 'disclosure', ...args])
      } catch (problem) {
        if (!(problem instanceof CommanderError)) throw problem
        said.status = problem.exitCode
      }
      const json = said.stdout.startsWith('{') ? JSON.parse(said.stdout) : null
      return { ...said, json, cells: (json?.cells ?? []) as PrintedCell[] }
    },
  }
}

/** The status of each cell by its key, as `A m`. */
export const statusByKey = (cells: readonly PrintedCell[]): Record<string, string> =>
  Object.fromEntries(cells.map(({ key, status }) => [Object.values(key).join(' '), status]))
