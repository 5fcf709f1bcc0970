import { randomBytes } from 'node:crypto'

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new identifier: kind, underscore, 20 random lower-case letters or digits (103 bits). */
export function newId<Id extends string>(
  kind: 'usr' | 'prm' | 'qry' | 'res' | 'out' | 'rel' | 'apl' | 'mtg',
): Id {
  let text = ''
  while (text.length < 20)
    for (const byte of randomBytes(32)) if (byte < 252 && text.length < 20) text += LETTERS[byte % 36]
  return `${kind}_${text}` as Id
}
