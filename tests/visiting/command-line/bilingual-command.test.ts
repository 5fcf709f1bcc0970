import { expect, test } from 'vitest'
import { BilingualCommand } from '../../../visiting/command-line/bilingual-command.ts'

/** What is said to somebody who types this. */
function said(...args: string[]): string {
  const lines: string[] = []
  const program = new BilingualCommand('visiting')
    .configureOutput({ writeErr: (text) => lines.push(text) })
    .exitOverride()
  program
    .command('init <place>')
    .requiredOption('--data <dir>')
    .option('--seed <n>')
    .action(() => {})
  expect(() => program.parse(args, { from: 'user' })).toThrow()
  return lines.join('')
}

test.each([
  [['int'], 'int というコマンドはありません', "unknown command 'int'"],
  [['init', 'here'], '--data <dir> を指定してください', 'required option'],
  [['init', 'here', '--data'], '--data <dir> に値を付けてください', 'argument missing'],
  [['init', 'here', '--data', 'd', '--sead', '1'], '--sead というオプションはありません', 'unknown option'],
  [['init', '--data', 'd'], '引数 place を指定してください', 'missing required argument'],
  [['init', 'here', 'there', '--data', 'd'], '引数が多すぎます', 'too many arguments'],
])('%j is answered in Japanese and in English, with a way on', (args, ja, en) => {
  const words = said(...args)
  for (const part of [ja, en, '--help']) expect(words).toContain(part)
  // The help itself would push the answer off the screen.
  expect(words).not.toContain('Usage:')
})
