/**
 * `keys`: what keys an environment has, and putting a new one in the place of the one it signs with. The others cannot
 * be replaced without breaking what rests on them; the command says so, and what is done instead.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type KeySuccession, successionText } from '../../shared/model/key-succession.ts'
import {
  dataFolder,
  environmentKey,
  lockFolder,
  OperatorProblem,
  prepareNextKey,
  settleKey,
} from '../data-folder.ts'
import { base64Of, fingerprintOfKey, type SigningKey, sealOf, signText } from '../release/signing-key.ts'
import { keysStore } from '../storage/keys-store.ts'
import { DATA_OPTION, JSON_OPTION, operating } from './operating.ts'
import type { Output } from './output.ts'

interface Base {
  data: string
  json?: boolean
}

const LEAST_REASON = 10

/** Keys that stay, why, and what is done instead. */
const STAYING: Record<string, { en: string; ja: string }> = {
  permits: {
    en: 'pseudonyms in extracts, workspaces and results are made under a permit’s secret; ends with the permit, which erases it',
    ja: '抽出データ・作業領域・結果の仮名がこの鍵で作られています。利用許可の終了時に消去されます',
  },
  ledger: {
    en: 'released numbers are compared with new ones under it; with another, none of them could be compared any more',
    ja: '公開済みの数値との照合がこの鍵に基づきます。交換すると照合できなくなります',
  },
  sessions: {
    en: 'there is no key: tokens are random and kept as digests; account disable ends somebody’s sessions at once',
    ja: '鍵はありません（乱数のトークンのダイジェストだけを保管）。account disable でその人のセッションはすぐ終わります',
  },
}

/** Adds the commands to `program`. */
export function registerKeysCommands(program: Command, output: Output): void {
  const group = program.command('keys').description('keys of the environment / 環境の鍵')
  group
    .command('list')
    .description('which keys there are, and which can be replaced / 鍵の一覧')
    .requiredOption(...DATA_OPTION)
    .option(...JSON_OPTION)
    .action((options: Base) => list(options, output))
  group
    .command('rotate <name>')
    .description('replace the signing key (environment); the service must be stopped / 署名鍵を交換する')
    .requiredOption(...DATA_OPTION)
    .requiredOption(
      '--reason <text>',
      'why, 10 characters or more, for the record / 理由（10字以上、記録に残る）',
    )
    .option(
      '--stolen',
      'the old key is in other hands: it hands nothing over / 古い鍵が漏れた場合（引き継がない）',
    )
    .option(...JSON_OPTION)
    .action((name: string, options: Base & { reason: string; stolen?: boolean }) =>
      rotate(name, options, output),
    )
}

function list({ data, json }: Base, output: Output): Promise<void> {
  const folder = dataFolder(data)
  return operating(data, async ({ records }) => {
    const key = environmentKey(folder, await records.headKey())
    const former = (await keysStore(records).listRetired()).map(({ publicKey, at, link, reason }) => ({
      fingerprint: fingerprintOfKey(Uint8Array.from(Buffer.from(publicKey, 'base64'))),
      until: at,
      stolen: link === null,
      reason,
    }))
    const permits = readdirSync(join(folder.root, 'keys')).filter((name) => name.startsWith('prm_')).length
    if (json) {
      output.line(
        JSON.stringify({ environment: { fingerprint: key.fingerprint, former }, permits, ledger: 1 }),
      )
      return
    }
    output.line(
      `environment: ${key.fingerprint} — 公開パッケージ・身元・監査ログの署名 / signs releases, identity and log`,
    )
    for (const { fingerprint, until, stolen, reason } of former)
      output.line(`  ${until} まで / until: ${fingerprint}${stolen ? '（漏えい / stolen）' : ''} — ${reason}`)
    for (const [name, { ja, en }] of Object.entries(STAYING))
      output.line(`${name}${name === 'permits' ? ` (${permits})` : ''}: 交換不可 — ${ja} / stays — ${en}`)
  })
}

async function rotate(
  name: string,
  { data, json, reason, stolen = false }: Base & { reason: string; stolen?: boolean },
  output: Output,
): Promise<void> {
  requireRotatable(name)
  const why = reason.trim()
  if (why.length < LEAST_REASON)
    throw new OperatorProblem(
      '--reason needs ten characters or more.',
      '--reason は10字以上で書いてください。',
    )
  const folder = dataFolder(data)
  await operating(data, async ({ records, operator }) => {
    // A service holds the key it started with.
    const unlock = lockFolder(folder)
    try {
      const old = settleKey(folder, await records.headKey())
      const next = prepareNextKey(folder)
      const at = new Date().toISOString()
      const link = linkOf({ old, next, at })
      await keysStore(records).retire(
        {
          publicKey: link.from,
          successor: link.to,
          at,
          link: stolen ? null : link,
          reason: why,
        },
        {
          event: 'key-rotated',
          by: null,
          subject: null,
          detail: { ...operator, from: old.fingerprint, to: next.fingerprint, stolen, reason: why },
        },
        sealOf(next),
      )
      // From here on the new key is the environment's, whether or not the next line is reached.
      settleKey(folder, await records.headKey())
      if (json) output.line(JSON.stringify({ from: old.fingerprint, to: next.fingerprint, at, stolen }))
      else {
        output.line(`新しい鍵の指紋 / fingerprint of the new key: ${next.fingerprint}`)
        output.line(
          stolen
            ? '利用者に指紋を伝え、環境を登録し直してもらってください。古い鍵の署名はもう受け入れられません。 / Tell people the fingerprint: they forget the environment and connect anew. What the old key signed is accepted no more.'
            : '一度接続した利用者のアプリは、古い鍵の署名で新しい鍵を確かめます。 / Applications that know the environment recognise the new key by the old one’s signature.',
        )
      }
    } finally {
      unlock()
    }
  })
}

function requireRotatable(name: string): void {
  if (name === 'environment') return
  const staying = Object.hasOwn(STAYING, name) ? STAYING[name] : undefined
  if (staying)
    throw new OperatorProblem(
      `${name} cannot be replaced: ${staying.en}.`,
      `${name} は交換できません: ${staying.ja}。`,
    )
  throw new OperatorProblem(
    `There is no key ${name}. Only “environment” can be replaced; keys list shows all.`,
    `${name} という鍵はありません。交換できるのは environment だけです（一覧: keys list）。`,
  )
}

function linkOf({ old, next, at }: { old: SigningKey; next: SigningKey; at: string }): KeySuccession {
  const named = { from: base64Of(old), to: base64Of(next), at }
  const text = successionText(named)
  return { ...named, handover: signText(old, text), acceptance: signText(next, text) }
}
