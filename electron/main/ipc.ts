/**
 * The other end of the bridge. For each message, in this order: is the speaker the workbench's own page, does the
 * input match its schema, and only then the act. Answers are values; a bug becomes a problem with a number, its
 * details stay in the log.
 */
import { randomUUID } from 'node:crypto'
import { ipcMain } from 'electron'
import { z } from 'zod'
import { CHANNELS } from '../../shared/bridge/channels.ts'
import { BRIDGED_ELSEWHERE } from '../../shared/bridge/workbench-bridge.ts'
import { isBytes } from '../../shared/contract/define-route.ts'
import { ROUTES, type RouteName } from '../../shared/contract/routes.ts'
import { signIn } from '../../shared/contract/sessions.ts'
import { ReleaseId } from '../../shared/model/ids.ts'
import { clientFault, inputNotValid } from '../connection/client-problems.ts'
import type { Connection } from '../connection/connection.ts'
import type { exportRelease } from '../export/export-release.ts'
import { isOwnSpeaker, type Speaker } from './sender.ts'

export interface IpcNeeds {
  connection: Connection
  exportRelease: ReturnType<typeof exportRelease>
  /** The window that may speak, and what counts as its own page. */
  speaker(): { windowId: number | null; isOwnPage(url: string): boolean }
}

const Address = z.string().min(1).max(300)
const Credentials = signIn.input.pick({ login: true, password: true })
const Chosen = z.strictObject({ address: Address, fingerprint: z.string().max(100) })
const Export = z.strictObject({ releaseId: ReleaseId, suggestedName: z.string().max(300) })
const bridged = (bytes: boolean) =>
  z.enum(
    (Object.keys(ROUTES) as RouteName[]).filter(
      (name) =>
        isBytes(ROUTES[name].output) === bytes && !(BRIDGED_ELSEWHERE as readonly string[]).includes(name),
    ),
  )
const Call = z.strictObject({ name: bridged(false), input: z.unknown() })
const BytesCall = z.strictObject({ name: bridged(true), input: z.unknown() })

export function answerBridge({ connection, exportRelease, speaker }: IpcNeeds): void {
  const answer = <Schema extends z.ZodType>(
    channel: string,
    { input, act }: { input: Schema; act(input: z.output<Schema>): unknown },
  ): void =>
    ipcMain.handle(channel, async (event: Speaker, ...args: unknown[]) => {
      if (!isOwnSpeaker(event, speaker())) throw new Error('refused')
      const parsed = input.safeParse(args[0])
      if (!parsed.success || args.length > 1) return { ok: false, problem: inputNotValid(fieldOf(parsed)) }
      try {
        return await act(parsed.data)
      } catch (problem) {
        const id = randomUUID()
        console.error(`${channel} failed (${id}):`, problem)
        return { ok: false, problem: clientFault(id) }
      }
    })

  answer(CHANNELS.known, { input: z.undefined(), act: () => connection.known() })
  answer(CHANNELS.probe, { input: Address, act: (address) => connection.probe(address) })
  answer(CHANNELS.choose, { input: Chosen, act: (chosen) => connection.choose(chosen) })
  answer(CHANNELS.forget, { input: Address, act: (address) => connection.forget(address) })
  answer(CHANNELS.signIn, { input: Credentials, act: (credentials) => connection.signIn(credentials) })
  answer(CHANNELS.signOut, { input: z.undefined(), act: () => connection.signOut() })
  answer(CHANNELS.call, {
    input: Call,
    act: ({ name, input }) => withInput(name, input, (ok) => connection.call(name, ok)),
  })
  answer(CHANNELS.bytes, {
    input: BytesCall,
    act: ({ name, input }) => withInput(name, input, (ok) => connection.bytes(name, ok)),
  })
  answer(CHANNELS.exportRelease, { input: Export, act: (input) => exportRelease(input) })
}

/** Checks a call's input against its route's own schema before anything is sent. */
function withInput(
  name: RouteName,
  input: unknown,
  act: (input: Record<string, unknown>) => unknown,
): unknown {
  const parsed = ROUTES[name].input.safeParse(input)
  return parsed.success ? act(parsed.data) : { ok: false, problem: inputNotValid(fieldOf(parsed)) }
}

const fieldOf = ({ error }: { error?: z.ZodError }): string => error?.issues[0]?.path.join('.') || 'input'
