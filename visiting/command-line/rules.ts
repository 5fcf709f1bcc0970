/** `rules …`: the editions outputs are judged by, as the operator's screen shows and adds them. */
import type { Command } from 'commander'
import type { RuleEdition } from '../../shared/contract/rules.ts'
import { Refusal, type Words, wordsFor } from '../../shared/model/refusals.ts'
import { RuleSet } from '../../shared/model/rules.ts'
import { OperatorProblem } from '../data-folder.ts'
import { ruleEditionJourneys } from '../journeys/rule-editions.ts'
import { readRuleSets } from '../resources.ts'
import type { Records } from '../storage/records.ts'
import { ruleEditionsStore } from '../storage/rule-editions-store.ts'
import { operating, operatingCommands } from './operating.ts'
import { type Output, say } from './output.ts'
import { readDeclared } from './read-declared.ts'

interface Base {
  data: string
  json?: boolean
}

const editionsOf = (records: Records) =>
  ruleEditionJourneys({
    shipped: readRuleSets(),
    added: ruleEditionsStore(records),
    now: () => new Date(),
  })

/** Adds the commands to `program`. */
export function registerRulesCommands(program: Command, output: Output): void {
  const group = program.command('rules').description('editions of the disclosure rules / 審査基準の版')
  const command = operatingCommands(group)

  command('list', 'every edition and its standing / 版の一覧').action((options: Base) =>
    operating(options.data, async ({ records }) => {
      const { editions } = await editionsOf(records).editions()
      say(output, { json: options.json, value: editions, lines: editions.map(inWords) })
    }),
  )

  command('add <file>', 'add an edition from a file like those in resources/rules / 版を追加する')
    .requiredOption(
      '--reason <text>',
      'why, 10 characters or more, for the record / 理由（10字以上、記録に残る）',
    )
    .action((file: string, options: Base & { reason: string }) =>
      operating(options.data, async ({ records, operator }) => {
        const edition = readDeclared(RuleSet, file, { ja: '審査基準', en: 'rule set' })
        const reason = options.reason.trim()
        if (reason.length < 10)
          throw new OperatorProblem(
            '--reason needs ten characters or more.',
            '--reason は10字以上で書いてください。',
          )
        const { added } = await editionsOf(records)
          .addEdition({ edition, reason }, { id: null, more: operator })
          .catch((problem: unknown) => {
            if (!(problem instanceof Refusal)) throw problem
            const [ja, en] = (['ja', 'en'] as const).map((language) =>
              wordsFor(problem.code, problem.params, language),
            ) as [Words, Words]
            throw new OperatorProblem(`${en.title} ${en.next}`, `${ja.title}${ja.next}`)
          })
        say(output, { json: options.json, value: added, lines: [inWords(added)] })
      }),
    )
}

const STANDING: Record<RuleEdition['standing'], string> = {
  'in-force': '適用中 in force',
  'to-come': '適用前 to come',
  superseded: '旧版 superseded',
}

const inWords = ({ edition, standing }: RuleEdition): string =>
  `${edition.set} ${edition.edition}（${edition.effectiveFrom}）: ${STANDING[standing]} — ${edition.titleJa} / ${edition.titleEn}`
