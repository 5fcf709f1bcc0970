import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { bytesOfBase64 } from '../../shared/model/base64.ts'
import { fingerprintOf } from '../../shared/model/fingerprint.ts'
import { isSafePath } from '../../shared/model/release-manifest.ts'
import { readReleaseZip, writeReleaseZip } from '../../shared/model/release-zip.ts'

const segment = fc.stringMatching(/^[a-z0-9_-]{1,12}(\.[a-z]{1,4})?$/)
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'))
const files = fc.dictionary(path, fc.uint8Array({ maxLength: 300 }), { minKeys: 1, maxKeys: 6 })
const asMap = (record: Record<string, Uint8Array>) => new Map(Object.entries(record))

describe('the container of a release', () => {
  test('gives back the files it was written with, in whatever order they came', () => {
    fc.assert(
      fc.property(files, (record) => {
        const zip = writeReleaseZip(asMap(record))
        const reversed = writeReleaseZip(new Map(Object.entries(record).reverse()))
        expect(reversed).toEqual(zip)
        const read = readReleaseZip(zip)
        expect(read.ok && Object.fromEntries(read.entries)).toEqual(record)
      }),
    )
  })

  test('is a ZIP that other programs open', () => {
    fc.assert(
      fc.property(files, (record) => {
        expect(unzipSync(writeReleaseZip(asMap(record)))).toEqual(record)
      }),
    )
  })

  test('is read in its own form only: compressed, dated or repeated entries are refused', () => {
    const content = new TextEncoder().encode('a,b\n1,2\n')
    expect(readReleaseZip(zipSync({ 'a.csv': content }))).toMatchObject({ ok: false })
    expect(readReleaseZip(zipSync({ 'a.csv': content }, { level: 0 }))).toMatchObject({ ok: false })
    expect(readReleaseZip(twice(writeReleaseZip(new Map([['a.csv', content]]))))).toEqual({
      ok: false,
      why: 'not-canonical',
      path: 'a.csv',
    })
  })

  test.each([
    '../etc/passwd',
    '/etc/passwd',
    'a/../../b',
    'a//b',
    './a',
    'C:\\a',
    'a\\b',
    'a/..',
    '',
    'é.csv',
    'a\0b',
  ])('has no place for the path %j', (unsafe) => {
    expect(isSafePath(unsafe)).toBe(false)
    expect(() => writeReleaseZip(new Map([[unsafe, new Uint8Array()]]))).toThrow(RangeError)
    if (unsafe !== '') {
      const sneaked = renamed(
        writeReleaseZip(new Map([['x'.repeat(latin(unsafe).length), new Uint8Array()]])),
        unsafe,
      )
      expect(readReleaseZip(sneaked)).toMatchObject({ ok: false, why: 'path-unsafe' })
    }
  })
})

describe('base64', () => {
  test('has one spelling only for each sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(bytesOfBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
      }),
    )
    // 'AB==' and 'AA==' are the same byte to a lenient reader.
    for (const spelling of ['AB==', 'AAB=', 'AA', 'A===', '====', 'AA==\n', ' AA==', 'AA--'])
      expect(bytesOfBase64(spelling)).toBeNull()
  })
})

test('a fingerprint is written in sixteen groups of four', () => {
  expect(fingerprintOf(Uint8Array.from({ length: 32 }, (_none, index) => index))).toBe(
    '0001 0203 0405 0607 0809 0a0b 0c0d 0e0f 1011 1213 1415 1617 1819 1a1b 1c1d 1e1f',
  )
})

const latin = (text: string) => Buffer.from(text, 'latin1')

/** The same package under another name of the same length, in both places where the name stands. */
function renamed(zip: Uint8Array, name: string): Uint8Array {
  const changed = Buffer.from(zip)
  const from = 'x'.repeat(latin(name).length)
  for (let at = changed.indexOf(from); at >= 0; at = changed.indexOf(from, at + 1))
    latin(name).copy(changed, at)
  return changed
}

/** A package whose one entry stands in it twice, also in the directory. */
function twice(zip: Uint8Array): Uint8Array {
  const view = Buffer.from(zip)
  const directoryAt = view.readUInt32LE(view.length - 6)
  const local = view.subarray(0, directoryAt)
  const directory = view.subarray(directoryAt, view.length - 22)
  const end = Buffer.from(view.subarray(view.length - 22))
  end.writeUInt16LE(2, 8)
  end.writeUInt16LE(2, 10)
  end.writeUInt32LE(directory.length * 2, 12)
  end.writeUInt32LE(local.length * 2, 16)
  return Buffer.concat([local, local, directory, directory, end])
}
