/**
 * A thread that judges: policy's judge, provenance's measure and a parser process of its own, wired. Holds no data and
 * no permit; what it is told of them comes with each statement.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { LibraryMacro } from '../shared/model/macro.ts'
import { Refusal } from '../shared/model/refusals.ts'
import { type ParserPlace, startParser } from './engine/parser/client.ts'
import { ownThread } from './engine/process/processor-time.ts'
import type { PolicyContext } from './policy/context.ts'
import { makeJudge } from './policy/judge.ts'
import type { JudgeAnswer, JudgeReply, JudgeRequest } from './policy/judge-threads.ts'
import { listMembers } from './provenance/list-members.ts'
import { measure } from './provenance/rewrite.ts'

/** What a thread is started with. */
export interface JudgingData extends ParserPlace {
  library: LibraryMacro[]
}

const { library, ...place } = workerData as JudgingData
say({ thread: ownThread() })
const parser = startParser(place, (parserAlive) => say({ parserAlive }))
const judge = makeJudge({ parser, measure, listMembers, library })

parentPort?.on('message', (request: JudgeRequest) => void answer(request))

/** As the last statement had it; nothing of a judgement changes it. */
let context: PolicyContext | null = null

async function answerTo(request: JudgeRequest): Promise<JudgeAnswer> {
  if (request.act === 'parts') return judge.parts(request.sql)
  context = request.context ?? context
  if (context === null) throw new Error('a statement came without its context')
  return judge[request.act](request.sql, context)
}

async function answer(request: JudgeRequest): Promise<void> {
  const { id } = request
  try {
    say({ id, answer: await answerTo(request) })
  } catch (problem) {
    if (problem instanceof Refusal) say({ id, refused: { code: problem.code, params: problem.params } })
    // The walk is recursive: what is nested beyond the thread's stack is too complex, and no fault.
    else if (problem instanceof RangeError)
      say({ id, refused: { code: 'query-too-complex', params: { what: 'SQL' } } })
    else say({ id, fault: String((problem as Error)?.stack ?? problem) })
  }
}

function say(reply: JudgeReply): void {
  parentPort?.postMessage(reply)
}
