import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyPackage } from '../../../electron/export/verify-package.ts'
import type { ReleaseFaultCode } from '../../../shared/model/release-faults.ts'
import { writeReleaseZip } from '../../../shared/model/release-zip.ts'
import {
  aPackage,
  entriesOf,
  manifestOf,
  RELEASE_ID,
  sha256,
  someFiles,
  someKeys,
} from '../../fixtures/a-release.ts'

const keys = someKeys()
const judge = (zip: Uint8Array, { publicKey } = keys) =>
  verifyPackage(zip, { publicKey, releaseId: RELEASE_ID })
const bytes = (words: string) => new TextEncoder().encode(words)

/** Packages that are signed by the right key and wrong in one way. */
function wrongIn(change: (entries: Map<string, Uint8Array>) => void): Uint8Array {
  const entries = entriesOf({ keys })
  change(entries)
  return writeReleaseZip(entries)
}
const signed = (change: (manifest: ReturnType<typeof manifestOf>) => void, files = someFiles()) => {
  const manifest = manifestOf(files, keys)
  change(manifest)
  return aPackage({ keys, files, manifest })
}

describe('a release package', () => {
  test('that the environment signed is genuine, and its manifest can be read', async () => {
    const verdict = await judge(aPackage({ keys }))
    expect(verdict).toMatchObject({ ok: true, manifest: { releaseId: RELEASE_ID } })
  })

  test('in which any one byte was changed is refused', async () => {
    const zip = aPackage({ keys })
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Uint8Array.from(zip)
        changed[at] = (changed[at] ?? 0) ^ change
        expect((await judge(changed)).ok).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('in which every single bit was flipped in turn is refused each time', async () => {
    const zip = aPackage({ keys, files: new Map([['a.csv', bytes('a\n1\n')]]) })
    for (let at = 0; at < zip.length; at++) {
      const changed = Uint8Array.from(zip)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect({ at, ok: (await judge(changed)).ok }).toEqual({ at, ok: false })
    }
  })

  test('that was cut short or has something behind its end is refused', async () => {
    const zip = aPackage({ keys })
    for (const length of [0, 1, 21, 22, zip.length >> 1, zip.length - 1])
      expect(await judge(zip.slice(0, length))).toMatchObject({ ok: false })
    expect(await judge(Uint8Array.from([...zip, 0]))).toMatchObject({ ok: false, why: 'not-canonical' })
    expect(await judge(Uint8Array.from([...zip, ...zip]))).toMatchObject({ ok: false })
  })

  const faults: [string, ReleaseFaultCode, Uint8Array][] = [
    [
      'signed with another key',
      'signature-wrong',
      aPackage({ keys: { ...someKeys(), fingerprint: keys.fingerprint } }),
    ],
    ['without a manifest', 'manifest-missing', wrongIn((entries) => entries.delete('manifest.json'))],
    ['without a signature', 'manifest-missing', wrongIn((entries) => entries.delete('manifest.sig'))],
    [
      'with an empty signature',
      'signature-wrong',
      wrongIn((entries) => entries.set('manifest.sig', bytes(''))),
    ],
    [
      'with a file that is not listed',
      'file-unlisted',
      wrongIn((entries) => entries.set('more.csv', bytes('x'))),
    ],
    ['with a listed file left out', 'file-missing', wrongIn((entries) => entries.delete('query.sql'))],
    [
      'with a file of the same length changed',
      'digest-differs',
      wrongIn((entries) => entries.set('data/result.csv', bytes('year,persons\n2024,120\n2025,000\n'))),
    ],
    [
      'with a file made longer',
      'size-differs',
      wrongIn((entries) => entries.set('query.sql', bytes('SELECT 1'))),
    ],
    [
      'of another release',
      'release-differs',
      signed((manifest) => Object.assign(manifest, { releaseId: 'rel_other' })),
    ],
    [
      'of an environment with another fingerprint',
      'environment-differs',
      signed((manifest) => Object.assign(manifest.environment, { fingerprint: someKeys().fingerprint })),
    ],
    [
      'in a format of the future',
      'manifest-unreadable',
      signed((manifest) => Object.assign(manifest, { format: 'visiting-release/2' })),
    ],
    ['whose signed manifest is no JSON', 'manifest-unreadable', aPackage({ keys, manifest: '{' })],
    ['that lists nothing', 'manifest-unreadable', aPackage({ keys, files: new Map() })],
    [
      'that lists a file twice',
      'file-listed-twice',
      signed((manifest) => manifest.files.push(manifest.files[0]!)),
    ],
    [
      'that lists its own manifest',
      'path-unsafe',
      signed((manifest) =>
        manifest.files.push({ path: 'manifest.sig', bytes: 1, sha256: sha256(bytes('')) }),
      ),
    ],
    [
      'with two names that are one file on many disks',
      'file-listed-twice',
      aPackage({
        keys,
        files: new Map([
          ['a.csv', bytes('1')],
          ['A.csv', bytes('2')],
        ]),
      }),
    ],
  ]
  test.each(faults)('%s is refused: %s', async (_what, why, zip) => {
    expect(await judge(zip)).toMatchObject({ ok: false, why })
  })

  test('is refused for a key that is not one', async () => {
    const zip = aPackage({ keys })
    for (const publicKey of ['', 'AAAA', 'not base64!', `${keys.publicKey}AAAA`])
      expect(await judge(zip, { ...keys, publicKey })).toMatchObject({ ok: false, why: 'signature-wrong' })
  })
})
