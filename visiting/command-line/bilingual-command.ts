/** A command whose own complaints (an option that is missing, unknown or without a value) are in both languages. */
import { Command, type ErrorOptions } from 'commander'

/** Japanese words by Commander's codes; `named` is what its message has in quotes. */
const words: Record<string, (named: string) => string> = {
  'commander.missingArgument': (named) => `引数 ${named} を指定してください。`,
  'commander.missingMandatoryOptionValue': (named) => `${named} を指定してください。`,
  'commander.optionMissingArgument': (named) => `${named} に値を付けてください。`,
  'commander.unknownOption': (named) => `${named} というオプションはありません。`,
  'commander.unknownCommand': (named) => `${named} というコマンドはありません。`,
  'commander.excessArguments': () => '引数が多すぎます。',
  'commander.invalidArgument': (named) => `${named} の値は使えません。`,
  'commander.conflictingOption': (named) => `${named} は、一緒に指定できないオプションがあります。`,
}

/** Its subcommands are of the same kind. */
export class BilingualCommand extends Command {
  constructor(name?: string) {
    super(name)
    this.helpOption('-h, --help', 'show this / 使い方を表示する')
    this.showHelpAfterError('--help: 使い方を表示します / shows how to call it')
  }

  override createCommand(name?: string): Command {
    return new BilingualCommand(name)
  }

  override error(message: string, options?: ErrorOptions): never {
    const named = /'([^']*)'/.exec(message)?.[1] ?? ''
    const japanese = words[options?.code ?? '']?.(named)
    return super.error(japanese === undefined ? message : `${japanese}\n${message}`, options)
  }
}
