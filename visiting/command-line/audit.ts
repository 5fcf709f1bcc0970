/** `audit`: proves the log, holds it against what was written down elsewhere, and writes it out. */
import { open } from 'node:fs/promises'
import type { Command } from 'commander'
import { OperatorProblem } from '../data-folder.ts'
import { periodOf } from '../journeys/read-audit.ts'
import { DATA_OPTION, dayOf, JSON_OPTION, operating } from './operating.ts'
import type { Output } from './output.ts'

/** An entry's number and its hash, as `audit verify` prints the newest. */
function placeOf(text: string): { seq: number; hash: string } {
  const found = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim())
  if (found) return { seq: Number(found[1]), hash: found[2]! }
  throw new OperatorProblem(
    `--against ${text} is no head. Give what an earlier audit verify printed: NUMBER:HASH.`,
    `--against ${text} は先頭の値ではありません。以前の audit verify が表示した「番号:ハッシュ」を指定してください。`,
  )
}

/** Adds the commands to `program`. */
export function registerAuditCommands(program: Command, output: Output): void {
  const audit = program.command('audit').description('the audit log / 監査ログ')
  audit
    .command('verify')
    .description('verify the hash chain; exit status 1 where it does not hold / ハッシュ連鎖を検証する')
    .requiredOption(...DATA_OPTION)
    .option('--against <head>', 'a head kept from earlier, NUMBER:HASH / 以前に控えた先頭の値')
    .option(...JSON_OPTION)
    .action((options: VerifyOptions) => verify(options, output))
  audit
    .command('export')
    .description('write the log as JSON Lines, with its hashes / 監査ログをJSON Linesで書き出す')
    .requiredOption(...DATA_OPTION)
    .requiredOption('--out <file>', 'a new file, or - for standard output / 新しいファイル（- は標準出力）')
    .option('--from <day>', 'first day, in Japan / 最初の日')
    .option('--until <day>', 'last day, in Japan / 最後の日')
    .action((options: ExportOptions) => writeOut(options, output))
}

interface VerifyOptions {
  data: string
  against?: string
  json?: boolean
}

async function verify({ data, against, json }: VerifyOptions, output: Output): Promise<void> {
  const known = against === undefined ? null : placeOf(against)
  await operating(data, async ({ records }) => {
    const { entries, holds, firstBad, head } = await records.verifyAudit()
    // The chain holds up to its end, so one entry with the hash it had then proves all before it.
    const then = known && (await records.auditPage({ beforeSeq: known.seq + 1, limit: 1 })).entries[0]
    const isSame = known === null ? null : then?.seq === known.seq && then.hash === known.hash
    if (json) output.line(JSON.stringify({ entries, holds, firstBad, head, against: isSame }))
    else {
      output.line(
        holds
          ? `監査ログ ${entries} 件、すべて正しくつながっています。 / ${entries} entries, the chain holds.`
          : `監査ログの ${firstBad} 件目が正しくありません。 / Entry ${firstBad} is bad (of ${entries}).`,
      )
      if (isSame === false)
        output.line(
          `控えた ${known?.seq} 件目と違います。書き換えられたか、古い写しに戻されています。 / Not the log of which entry ${known?.seq} was kept: rewritten, or put back from an older copy.`,
        )
      if (holds) output.line(`先頭 / head: ${entries}:${head}`)
    }
    if (!holds || isSame === false) process.exitCode = 1
  })
}

interface ExportOptions {
  data: string
  out: string
  from?: string
  until?: string
}

async function writeOut({ data, out, from, until }: ExportOptions, output: Output): Promise<void> {
  const days = {
    from: from === undefined ? undefined : dayOf(from, '--from'),
    until: until === undefined ? undefined : dayOf(until, '--until'),
  }
  await operating(data, async ({ records, operator }) => {
    const file = out === '-' ? null : await newFile(out)
    let entries = 0
    try {
      for await (const page of records.auditFromStart(periodOf(days))) {
        entries += page.length
        const lines = page.map((entry) => JSON.stringify(entry))
        if (file) await file.write(`${lines.join('\n')}\n`)
        else for (const line of lines) output.line(line)
      }
      await file?.sync()
    } finally {
      await file?.close()
    }
    // After the last page: an export that goes on to the end would otherwise meet itself.
    await records.append({
      event: 'audit-exported',
      by: null,
      subject: null,
      detail: { ...operator, ...days, entries },
    })
    output.note(`監査ログ ${entries} 件を書き出しました。 / ${entries} entries written.`)
  })
}

async function newFile(path: string) {
  try {
    return await open(path, 'wx', 0o600)
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new OperatorProblem(
        `${path} is there already. Choose a new file.`,
        `${path} はすでにあります。新しいファイルを指定してください。`,
      )
    throw new OperatorProblem(
      `${path} cannot be written (${code}). Choose another place.`,
      `${path} に書き込めません（${code}）。別の場所を指定してください。`,
    )
  }
}
