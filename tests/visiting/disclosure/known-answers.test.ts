/**
 * Problems with known answers, in ./known-answers: small enough to be solved by hand, or taken from the literature. Each
 * goes the way of the commands, and patterns also that of a submission.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { protectTable } from '../../../visiting/disclosure/assess.ts'
import { aTable, shippedRules, type someFacts } from './fixtures.ts'
import { commandOn } from './run-command.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'known-answers', `${name}.json`), 'utf8'))

interface AttackCase {
  what: string
  dims: string
  /** Lines of each file, hidden counts as *; an empty file is left out. */
  tables: string[][]
  /** Dimensions of each file, where they differ. */
  columns?: string[]
  hierarchy?: string[]
  intervals: Record<string, [number, number | null]>
}

interface PatternCase {
  what: string
  rows: (string | number | null)[][]
  threshold?: number
  hidden: string
  /** Differences that the command names beside its rows. */
  differences?: string
}

const { file, run } = commandOn('known-answers-')

describe('what an attacker can derive', () => {
  for (const [k, { what, dims, tables, columns, hierarchy, intervals }] of (
    read('attacks') as AttackCase[]
  ).entries())
    test(what, async () => {
      const files = tables.flatMap((lines, t) => {
        if (lines.length === 0) return []
        const own = (columns?.[t] ?? dims).split(',')
        const rows = lines.map((line) => {
          const fields = line.split(',').filter((field, at) => at === 0 || field !== '')
          const count = fields.pop()!
          return [...fields, count === '*' ? '' : count, count === '*' ? 'hidden' : 'shown'].join(',')
        })
        return [file(`${k}-${t}.csv`, [[...own, 'n', 'status'].join(','), ...rows].join('\n'))]
      })
      const tree = hierarchy
        ? ['--hierarchy', file(`${k}-tree.csv`, ['child,parent', ...hierarchy].join('\n'))]
        : []
      const { cells, stderr } = await run(
        'audit',
        ...files,
        '--dims',
        dims,
        '--count',
        'n',
        '--status',
        'status',
        ...tree,
        '--json',
      )
      expect(stderr).toBe('')
      expect(
        Object.fromEntries(cells.map(({ key, interval }) => [Object.values(key).join(' '), interval])),
      ).toEqual(intervals)
      for (const { interval, exact } of cells) expect(exact).toBe(interval![0] === interval![1])
    })
})

describe('what is hidden', () => {
  for (const [k, { what, rows, threshold = 10, hidden, differences = '' }] of (
    read('patterns') as PatternCase[]
  ).entries()) {
    const names = 'abcd'.slice(0, rows[0]!.length - 1).split('')
    const split = (list: string) =>
      (list.includes(',') || names.length > 1 ? list.split(',') : list.split(' ')).filter(
        (name) => name !== '',
      )
    const wanted = split(hidden).sort()
    const nameOf = (key: readonly unknown[]) => key.map((each) => each ?? 'total').join(' ')

    test(`${what}: at the command line`, async () => {
      const lines = rows.map((row) => row.map((each) => each ?? 'total').join(','))
      const { cells, json } = await run(
        'protect',
        file(`${k}.csv`, [[...names, 'n'].join(','), ...lines].join('\n')),
        '--dims',
        names.join(','),
        '--count',
        'n',
        '--threshold',
        String(threshold),
        '--json',
      )
      const found = cells.filter(({ status }) => status !== 'shown')
      expect(found.map(({ key }) => nameOf(Object.values(key))).sort()).toEqual(
        [...wanted, ...(differences === '' ? [] : [differences])].sort(),
      )
      expect(
        found.flatMap(({ findings }) => findings.filter((one) => one === 'exact' || one === 'too-narrow')),
      ).toEqual([])
      expect(json.method).toBe('optimal')
    })

    if (threshold === 10)
      test(`${what}: when it is submitted`, async () => {
        const input = aTable([...names.map((name) => [name, 'key'] as const), ['persons', 'persons']], rows)
        const table = await protectTable(input, {
          rules: shippedRules(),
          asOf: '2026-11-26',
          method: 'suppress',
        })
        const found = rows.filter((_, r) => table.rows[r]!.at(-1)!.status !== 'shown')
        expect(found.map((row) => nameOf(row.slice(0, -1))).sort()).toEqual(wanted)
        expect(table.findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
      })
  }
})

interface TableCase {
  what: string
  columns: Parameters<typeof aTable>[0]
  rows: (string | number | null)[][]
  /** Facts of single cells, as `row column`. */
  facts?: Record<string, Parameters<typeof someFacts>[0]>
  /** Hidden cells by column, as the first key of their rows. */
  hidden: Record<string, string>
}

describe('what is hidden of other numbers', () => {
  for (const { what, columns, rows, facts = {}, hidden } of read('tables') as TableCase[])
    test(what, async () => {
      const input = aTable(columns, rows, { facts: (row, column) => facts[`${row} ${column}`] ?? {} })
      const options = { rules: shippedRules(), asOf: '2026-11-26', method: 'suppress' } as const
      const table = await protectTable(input, options)
      const found = columns.flatMap(([name, role], c) => {
        const at = rows.flatMap(([key], r) => (table.rows[r]![c]!.status === 'shown' ? [] : [key ?? 'total']))
        return role === 'key' || at.length === 0 ? [] : [[name, at.join(' ')]]
      })
      expect(Object.fromEntries(found)).toEqual(hidden)
      expect(table.findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
    })
})
