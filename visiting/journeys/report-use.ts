/** The report on use, for officers: counted from the log anew each time. That it was made is itself written down. */
import { stringify } from 'csv-stringify/sync'
import type { UseReport } from '../../shared/contract/audit-use.ts'
import type { BytesAnswer } from '../../shared/contract/define-route.ts'
import type { RouteInput } from '../../shared/contract/routes.ts'
import type { PermitId } from '../../shared/model/ids.ts'
import { sheetText } from '../../shared/model/sheet-text.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import { tallyUse, UNUSUAL } from '../audit/tally-use.ts'
import type { AccountsPort } from '../identity/accounts-port.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import type { AuditTrail } from './audit-trail.ts'
import { namesOf } from './names-of.ts'
import { periodOf } from './read-audit.ts'

export interface ReportUseNeeds {
  audit: AuditTrail
  accounts: Pick<AccountsPort, 'byId'>
  permits: Pick<PermitsPort, 'get'>
  /** Of an ISO date in Japan. */
  isWorkingDay(day: string): boolean
}

type Asked = RouteInput<'audit.use'>

/** For days of Japan, both ends included. */
export function reportUse(needs: ReportUseNeeds) {
  const { audit, accounts, permits, isWorkingDay } = needs

  async function report({ from, until }: Asked): Promise<UseReport> {
    // What is written meanwhile is not in the report, so that it and the end of the log it names belong together.
    const newest = (await audit.auditPage({ limit: 1 })).entries[0]
    const head = { seq: newest?.seq ?? 0, hash: newest?.hash ?? '' }
    const tally = tallyUse(isWorkingDay)
    for await (const page of audit.auditFromStart(periodOf({ from, until })))
      for (const entry of page) if (entry.seq <= head.seq) tally.take(entry)
    const { people, permits: used, signals, ...rest } = tally.result()
    const names = await namesOf(accounts, [
      ...people.map(({ by }) => by),
      ...signals.flatMap((signal) => signal.people),
    ])
    const personOf = (id: string) => ({ id, name: names.get(id) ?? null })
    const titled = used.map(async ({ permitId, ...counts }) => {
      const permit = (await permits.get(permitId as PermitId))?.permit
      const titles = { titleJa: permit?.titleJa ?? null, titleEn: permit?.titleEn ?? null }
      return { permitId: permitId as PermitId, ...titles, ...counts }
    })
    return {
      ...rest,
      head,
      permits: await Promise.all(titled),
      people: people.map(({ by, ...counts }) => ({ person: personOf(by), ...counts })),
      signals: signals.map((signal) => ({
        ...signal,
        permitId: signal.permitId as PermitId | null,
        people: signal.people.map(personOf),
      })),
      unusual: UNUSUAL,
    }
  }

  return {
    async use({ from, until }: Asked, visitor: Visitor): Promise<UseReport> {
      const made = await report({ from, until })
      const detail = { from, until, use: true, head: made.head.seq }
      await audit.append({ event: 'audit-read', by: visitor.id, subject: null, detail })
      return made
    },

    async csv(
      { from, until, language }: RouteInput<'audit.use-csv'>,
      visitor: Visitor,
    ): Promise<BytesAnswer> {
      const made = await report({ from, until })
      const detail = { from, until, use: true, head: made.head.seq }
      await audit.append({ event: 'audit-exported', by: visitor.id, subject: null, detail })
      return { bytes: new TextEncoder().encode(csvOf(made, language)), headers: {} }
    },
  }
}

const NUMBERS = ['days', 'people', 'queries', 'refused', 'submitted', 'downloaded', 'off_hours'] as const
const PICTURES = ['individual', 'masked', 'unverified', 'unknown'] as const

/** UTF-8 with a byte order mark, a line for each day, permit, person and signal, and one for the end of the log. */
export function csvOf(report: UseReport, language: 'ja' | 'en'): string {
  type Row = Partial<UseReport['days'][number] & UseReport['permits'][number]>
  const numbersOf = (row: Row & { days?: number }) => [
    ...[row.days, row.people, row.queries, row.refused, row.submitted, row.downloaded, row.offHours],
    ...PICTURES.map((kind) => row.pictures?.[kind]),
  ]
  const nameOf = ({ id, name }: UseReport['people'][number]['person']) => name?.[language] ?? id
  const lines = [
    ...report.days.map(({ day, ...row }) => ['day', day, '', ...numbersOf(row)]),
    ...report.permits.map((row) => [
      'permit',
      row.permitId,
      sheetText(language === 'ja' ? row.titleJa : row.titleEn),
      ...numbersOf(row),
    ]),
    ...report.people.map((row) => [
      'person',
      row.person.id,
      sheetText(nameOf(row.person)),
      ...numbersOf(row),
    ]),
    ...report.signals.map(({ kind, people, permitId, day, count, example }) => [
      kind,
      day ?? permitId ?? '',
      sheetText(people.map(nameOf).join(' / ')),
      ...[...NUMBERS, ...PICTURES].map(() => ''),
      count,
      ...(example ? [example.seqs.join(' / '), sheetText(example.before), sheetText(example.after)] : []),
    ]),
    ['audit-head', report.head.seq, report.head.hash],
  ]
  const head = [
    ...['part', 'id', 'name', ...NUMBERS],
    ...PICTURES.map((kind) => `pictures_${kind}`),
    ...['count', 'entries', 'before', 'after'],
  ]
  return stringify([head, ...lines], {
    record_delimiter: '\r\n',
    bom: true,
    relax_column_count: true,
  } as never)
}
