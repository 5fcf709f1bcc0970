/** Problems the client itself has to report, in the same shape as those of an environment. */
import type { Problem, ProblemCode } from '../../shared/model/problem.ts'

type ClientCode = Extract<ProblemCode, 'unreachable' | 'identity-changed' | 'export-refused' | 'fault'>

const WORDS: Record<ClientCode, Problem['words']> = {
  unreachable: {
    ja: {
      title: '環境から応答がありません。',
      next: 'ネットワークと宛先を確かめて、もう一度お試しください。入力した内容は残っています。',
    },
    en: {
      title: 'The environment does not answer.',
      next: 'Check the network and the address, then try again. What you typed is kept.',
    },
  },
  'identity-changed': {
    ja: {
      title: 'この宛先の環境は、以前と鍵が違います。',
      next: '接続せず、運用者に鍵の指紋を確かめてください。',
    },
    en: {
      title: 'The environment at this address has another key than before.',
      next: 'Do not connect. Ask the operator to confirm the key fingerprint.',
    },
  },
  'export-refused': {
    ja: {
      title: '署名を確かめられなかったため、保存しませんでした。',
      next: 'もう一度お試しになるか、運用者に連絡してください。',
    },
    en: {
      title: 'The signature could not be confirmed, so nothing was saved.',
      next: 'Try again, or contact the operator.',
    },
  },
  fault: {
    ja: {
      title: '環境の応答を読み取れませんでした。',
      next: 'もう一度お試しください。続く場合は運用者に連絡してください。',
    },
    en: {
      title: 'The answer of the environment could not be read.',
      next: 'Try again; if it goes on, tell the operator.',
    },
  },
}

/** `reason` says in both languages what exactly was wrong; it takes the place of the general title. */
export function clientProblem(code: ClientCode, reason?: { ja: string; en: string }): Problem {
  const words = WORDS[code]
  const ja = { ...words.ja, title: reason?.ja ?? words.ja.title }
  const en = { ...words.en, title: reason?.en ?? words.en.title }
  return {
    type: `urn:visiting:problem:${code}`,
    title: en.title,
    status: 0,
    detail: en.next,
    instance: '',
    code,
    params: {},
    words: { ja, en },
  }
}
