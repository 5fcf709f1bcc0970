/** The environment the application was started for: `--environment=ADDRESS`, or VISITING_ENVIRONMENT. */
import { originOf } from '../connection/address.ts'

/** An origin, or null where none was given or what was given is no place for an environment. */
export function startAddressOf(args: readonly string[], variables: NodeJS.ProcessEnv): string | null {
  const given = args.find((arg) => arg.startsWith('--environment='))?.slice('--environment='.length)
  const origin = originOf(given ?? variables.VISITING_ENVIRONMENT ?? '')
  return origin.ok ? origin.value : null
}
