/** Problems the client finds itself, in the same form as those of the environment. */
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { problemInWords } from '../../shared/model/client-problem.ts'
import { faultProblem, type Problem, problemOf } from '../../shared/model/problem.ts'
import { Refusal } from '../../shared/model/refusals.ts'

/** `field` is where the input departs from its schema. */
export const inputNotValid = (field: string): Problem =>
  problemOf(new Refusal('input-invalid', { field }), 'client')

/** For a call that needs somebody signed in, before it is sent. */
export const notSignedIn = (): Problem => problemOf(new Refusal('not-signed-in'), 'client')

/** `service` is the protocol version the environment speaks. */
export const protocolDiffers = (service: string): Problem =>
  problemOf(new Refusal('protocol-mismatch', { client: PROTOCOL_VERSION, service }), 'client')

/** A bug on this side; the number is in the application's own log. */
export const clientFault = (id: string): Problem => ({
  ...faultProblem(id),
  status: 0,
  words: {
    ja: {
      title: 'アプリケーションの内部で問題が起きました。',
      next: `再起動しても続くときは、運用者にこの番号をお伝えください: ${id}`,
    },
    en: {
      title: 'Something went wrong inside the application.',
      next: `Restart it; if it goes on, tell the operator this number: ${id}`,
    },
  },
})

/** For http to anywhere but this machine. */
export const addressNotSecure = (address: string): Problem =>
  problemInWords({
    code: 'input-invalid',
    params: { field: 'address', address },
    ja: {
      title: 'この接続先は暗号化されていません。',
      next: 'https:// で始まる接続先を入力してください。http:// はこの端末の中でだけ使えます。',
    },
    en: {
      title: 'This address is not encrypted.',
      next: 'Give an address that begins with https://. http:// works on this very machine only.',
    },
  })

export type NoAnswer =
  | 'refused'
  | 'timeout'
  | 'certificate'
  | 'redirect'
  | 'too-large'
  | 'name'
  | 'broken-off'

const REASONS: Record<NoAnswer, { ja: string; en: string }> = {
  refused: { ja: '接続を受け付けるものがありません', en: 'nothing accepts connections there' },
  timeout: { ja: '時間内に応答がありません', en: 'no answer in time' },
  certificate: { ja: 'サーバー証明書を確認できません', en: 'its certificate could not be verified' },
  redirect: { ja: '別の場所へ転送しようとしました', en: 'it tried to redirect elsewhere' },
  'too-large': { ja: '応答が大きすぎます', en: 'its answer is too large' },
  name: { ja: '名前が見つかりません', en: 'its name cannot be found' },
  'broken-off': { ja: '通信が途切れました', en: 'the connection broke off' },
}

/** `reason` is what ended the attempt: nothing of the answer, because there was none. */
export const unreachable = (address: string, reason: NoAnswer): Problem =>
  problemInWords({
    code: 'unreachable',
    params: { address, reason },
    ja: {
      title: `環境に接続できません（${REASONS[reason].ja}）。`,
      next: `接続先 ${address} と通信を確かめて、もう一度お試しください。`,
    },
    en: {
      title: `The environment cannot be reached (${REASONS[reason].en}).`,
      next: `Check the address ${address} and the network, then try again.`,
    },
  })

/** Something answered, but not in the language of the contract. */
export const notUnderstood = (address: string, status: number): Problem =>
  problemInWords({
    code: 'fault',
    status,
    params: { address },
    ja: {
      title: '応答を理解できませんでした。',
      next: `${address} が Visiting 環境であることと、アプリケーションが最新であることを確かめてください。`,
    },
    en: {
      title: 'The answer could not be understood.',
      next: `Check that ${address} is a Visiting environment and that the application is up to date.`,
    },
  })

/** The address names another key than the one that is remembered. */
export const identityChanged = (address: string): Problem =>
  problemInWords({
    code: 'identity-changed',
    params: { address },
    ja: {
      title: 'この接続先は、以前とは違う鍵を名乗っています。',
      next: '運用者に鍵の指紋を確かめてください。正しいと分かったら、記憶した環境を削除してからつなぎ直します。',
    },
    en: {
      title: 'This address shows another key than before.',
      next: 'Compare the fingerprint with the operator. If it is right, forget the environment and connect anew.',
    },
  })

/** The address names the right key and could not sign with it. */
export const identityNotProved = (address: string): Problem =>
  problemInWords({
    code: 'identity-changed',
    params: { address },
    ja: {
      title: 'この接続先は、名乗った鍵を持っていることを示せませんでした。',
      next: 'パスワードは送っていません。接続先が正しいか、運用者に確かめてください。',
    },
    en: {
      title: 'This address could not show that it holds the key it names.',
      next: 'No password was sent. Check with the operator that the address is right.',
    },
  })

/** For a call before an environment was chosen. */
export const noEnvironment = (): Problem =>
  problemInWords({
    code: 'input-invalid',
    params: { field: 'environment' },
    ja: { title: '環境が選ばれていません。', next: 'はじめに環境に接続してください。' },
    en: { title: 'No environment is chosen.', next: 'Connect to an environment first.' },
  })
